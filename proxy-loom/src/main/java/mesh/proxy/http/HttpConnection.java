package mesh.proxy.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import mesh.linux.AddressText;
import mesh.proxy.http1.OwnAnswer;
import mesh.proxy.http1.Parsed;
import mesh.proxy.http1.Refusal;
import mesh.proxy.http1.RequestHead;
import mesh.proxy.http1.RequestParser;
import mesh.proxy.relay.Arrivals;
import mesh.proxy.relay.Ended;
import mesh.proxy.relay.Timeouts;
import mesh.proxy.telemetry.HopEvent.Direction;
import mesh.proxy.telemetry.HopEvent.Outcome;

/**
 * A connection that speaks HTTP/1: one request after the other, each answered before the next is read, as RFC 9112,
 * section 9.3.2, lets a server treat pipelining.
 */
public final class HttpConnection {
    /** How long and how much is read of a client that sends on after our last answer. */
    private static final long LINGER_NANOS = 2_000_000_000L;

    private static final long LINGER_BYTES = 1024 * 1024;

    private final long id;
    private final Direction direction;
    private final InetSocketAddress original;
    private final Arrivals downstream;
    private final Lane lane;
    private final BooleanSupplier draining;
    private final String host;
    private final String source;
    private final RequestParser parser;
    private volatile HttpExchange exchange;
    private long startedNanos;
    private long sentBytes;
    private long receivedBytes;
    private Ended tunnel;
    private boolean last;
    private volatile boolean aborted;

    /** @param draining whether this connection should end after the exchange that is on it now */
    public HttpConnection(
            long id,
            Direction direction,
            InetSocketAddress original,
            Arrivals downstream,
            Lane lane,
            BooleanSupplier draining) {
        this.id = id;
        this.direction = direction;
        this.original = original;
        this.downstream = downstream;
        this.lane = lane;
        this.draining = draining;
        this.host = AddressText.of(original);
        this.source = askedBy();
        this.parser = new RequestParser(lane.http().limits());
    }

    /** The workload that asks: our own, or that of the pod with the client's address; empty when unknown. */
    private String askedBy() {
        if (direction == Direction.OUTBOUND) {
            return lane.workload();
        }
        try {
            var pod = lane.directory()
                    .get()
                    .podAt(downstream.connection().remote().getAddress());
            return pod == null ? "" : pod.workload();
        } catch (IOException e) {
            return ""; // it is gone already
        }
    }

    /** Serves requests until one side has had enough. */
    public Ended run() throws InterruptedException {
        try {
            boolean more = true;
            while (more) {
                var request = nextRequest();
                more = request != null && serve(request);
            }
            return tunnel == null ? ended(Outcome.ENDED, "") : ended(tunnel.outcome(), tunnel.why());
        } catch (SocketTimeoutException e) {
            return ended(Outcome.TIMED_OUT, "idle: no request for " + idleText());
        } catch (IOException e) {
            return aborted ? ended(Outcome.DRAINED, "") : ended(Outcome.RESET, String.valueOf(e.getMessage()));
        }
    }

    private boolean serve(RequestHead request) throws IOException, InterruptedException {
        exchange = new HttpExchange(this, request, startedNanos);
        try {
            return exchange.run();
        } finally {
            exchange = null;
        }
    }

    /** Reads a head; holds no buffer while it waits. @return null when no request will come any more */
    private RequestHead nextRequest() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + lane.timeouts().idle().toNanos();
        while (true) {
            switch (awaitHead(deadline)) {
                case NOTHING -> {
                    if (draining.getAsBoolean() && !parser.started()) {
                        return null;
                    }
                }
                case END -> {
                    return null; // also within a head: then nobody waits for an answer
                }
                case BYTES -> {
                    if (!parser.started()) {
                        startedNanos = System.nanoTime();
                        deadline = startedNanos + lane.http().headTimeout().toNanos();
                    }
                    switch (parser.parse(downstream.bytes())) {
                        case Parsed.NeedsMore<RequestHead>() -> downstream.settle();
                        case Parsed.Complete<RequestHead>(var head) -> {
                            sentBytes += head.length();
                            downstream.settle();
                            return head;
                        }
                        case Parsed.Refused<RequestHead>(var refusal) -> {
                            refuse(refusal);
                            return null;
                        }
                    }
                }
            }
        }
    }

    private Arrivals.Found awaitHead(long deadline) throws IOException, InterruptedException {
        if (draining.getAsBoolean() && downstream.isEmpty() && !parser.started()) {
            return Arrivals.Found.END;
        }
        try {
            return downstream.await(deadline);
        } catch (SocketTimeoutException e) {
            if (parser.started()) {
                refuse(new Refusal(408, "the head did not arrive in time", 0, "", "RFC 9110, section 15.5.9"));
                return Arrivals.Found.END;
            }
            throw e;
        }
    }

    private void refuse(Refusal refusal) throws IOException {
        lane.events().emit(Notes.refused(this, refusal, startedNanos));
        write(OwnAnswer.to(refusal).bytes());
        linger();
    }

    void sent(long bytes) {
        sentBytes += bytes;
    }

    void received(long bytes) {
        receivedBytes += bytes;
    }

    /** The connection became a tunnel, which has ended. */
    void tunneled(Ended ended) {
        tunnel = ended;
    }

    /** Writes an answer of our own. */
    void write(byte[] answer) throws DownstreamException {
        receivedBytes += answer.length;
        try {
            downstream
                    .connection()
                    .writeAll(ByteBuffer.wrap(answer), lane.timeouts().idle().toNanos());
        } catch (IOException e) {
            throw new DownstreamException(e);
        }
    }

    /**
     * Ends the connection so that the last answer arrives: closed with unread bytes, the kernel would reset it, and the
     * client may lose the answer to that (RFC 9112, section 9.6).
     */
    void linger() throws IOException {
        downstream.connection().shutdownOutput();
        long deadline = System.nanoTime() + LINGER_NANOS;
        long left = LINGER_BYTES;
        try {
            while (left > 0 && downstream.await(deadline) != Arrivals.Found.END) {
                left -= downstream.isEmpty() ? 0 : downstream.bytes().remaining();
                downstream.close();
            }
        } catch (SocketTimeoutException e) {
            // It had its time.
        }
    }

    /** The drain deadline has passed: breaks everything off. To be called on the connection's carrier. */
    public void abort() {
        aborted = true;
        resetDownstream();
        var running = exchange;
        if (running != null) {
            running.abort();
        }
    }

    /** So that the client does not take a part for the whole. */
    void resetDownstream() {
        try {
            downstream.connection().reset();
        } catch (IOException e) {
            // It was broken already.
        }
    }

    private Ended ended(Outcome outcome, String why) {
        return new Ended(sentBytes, receivedBytes, outcome, why);
    }

    private String idleText() {
        return Timeouts.text(lane.timeouts().idle());
    }

    long id() {
        return id;
    }

    Direction direction() {
        return direction;
    }

    /** Where the client was heading, and what a request that names no host is for. */
    InetSocketAddress original() {
        return original;
    }

    String source() {
        return source;
    }

    String host() {
        return host;
    }

    Arrivals downstream() {
        return downstream;
    }

    Lane lane() {
        return lane;
    }

    /** Whether no request should follow the one that is on it now. */
    boolean isEnding() {
        return last || draining.getAsBoolean();
    }

    /**
     * Requests that a client has sent ahead wait in a buffer, while the answer to this one is awaited and will need one
     * too. When buffers are scarce they are dropped, and the connection ends after this answer: a client sends them
     * again (RFC 9112, section 9.3.2).
     */
    void keepNoMoreThanNeeded(RequestHead request) {
        boolean mayTunnel = request.upgrades() || request.methodIs("CONNECT");
        if (!downstream.isEmpty() && !mayTunnel && lane.carrier().buffers().isScarce()) {
            downstream.close();
            last = true;
        }
    }
}
