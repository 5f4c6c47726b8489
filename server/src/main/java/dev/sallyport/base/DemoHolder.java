package dev.sallyport.base;

/// The holder whom the demo has from its first start on, made by the feature that signs people up. Every
/// start of the demo asks; the answer is the same one each time.
public interface DemoHolder {
    Sample sample();

    record Sample(String email, String password) {}
}
