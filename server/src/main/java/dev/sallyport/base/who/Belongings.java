package dev.sallyport.base.who;

/// What a feature keeps of an account. Each feature that keeps anything has one, so that an export holds all
/// there is and an erasure leaves nothing.
public interface Belongings {
    /// The name of the part in an export, such as `sessions`.
    String name();

    /// The part itself, of records, lists, maps and plain values: what the holder may see. No secrets and no
    /// hashes.
    Object export(AccountId account);

    /// Deletes every row, in the caller's transaction. The record of facts stays and can no longer be opened.
    void erase(AccountId account);
}
