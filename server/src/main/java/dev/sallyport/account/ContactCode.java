package dev.sallyport.account;

import dev.sallyport.base.text.Language;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// A code on its way to an address, and what is known of whoever must type it.
///
/// @param code the code's keyed hash; [#NOBODY] or [#UNSENT] when none was sent that could be right
/// @param codeUntil until when the code holds
/// @param flowUntil until when another may be asked for
/// @param provenAt when the right code came
record ContactCode(
        Identifier.Kind kind,
        byte[] targetClosed,
        byte[] targetIndex,
        String code,
        int checksLeft,
        int sent,
        Instant codeUntil,
        Instant flowUntil,
        @Nullable Instant provenAt,
        Language language,
        ZoneId zone) {
    /// Eight digits: above the 20 bits of ASVS 6.5.4 (R-OOB-1).
    static final int DIGITS = 8;
    static final int CHECKS = 5;
    static final Duration CODE_LIFE = Duration.ofMinutes(10);
    static final Duration FLOW_LIFE = Duration.ofMinutes(60);
    /// Between two codes for one address.
    static final Duration RESEND = Duration.ofSeconds(30);
    /// Another message went out instead of a code.
    static final String NOBODY = "none";
    /// Nothing went out: the address has had all it may get.
    static final String UNSENT = "unsent";

    /// Whether there is a code that could be right.
    boolean isKnown() {
        return code.contains(":");
    }
}
