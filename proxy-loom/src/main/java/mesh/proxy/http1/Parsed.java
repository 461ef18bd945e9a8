package mesh.proxy.http1;

/** What a {@link HeadParser} says of the bytes that it has seen so far. */
public sealed interface Parsed<H extends Head> {
    /** Right so far, and not yet complete. All bytes were taken. */
    record NeedsMore<H extends Head>() implements Parsed<H> {}

    /** A complete head. The buffer's position is after it: at the body, or at the next message. */
    record Complete<H extends Head>(H head) implements Parsed<H> {}

    /** Not a message that we accept. */
    record Refused<H extends Head>(Refusal refusal) implements Parsed<H> {}
}
