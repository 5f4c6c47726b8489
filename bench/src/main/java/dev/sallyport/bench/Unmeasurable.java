package dev.sallyport.bench;

/// Something that a measurement needs is not there; the message is one sentence for whoever started it.
final class Unmeasurable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unmeasurable(String sentence) {
        super(sentence);
    }
}
