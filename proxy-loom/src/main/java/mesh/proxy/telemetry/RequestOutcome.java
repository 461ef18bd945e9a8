package mesh.proxy.telemetry;

/** How a request ended, in a word: few, and none that a client can make up, so it is a label too. */
enum RequestOutcome {
    ANSWERED("answered"),
    /** The proxy answered itself: no route, no endpoint, a bad request. */
    BY_PROXY("by_proxy"),
    /** The answer began and was not finished. */
    BROKEN_OFF("broken_off"),
    /** The connection ended without an answer. */
    UNANSWERED("unanswered");

    private final String label;

    RequestOutcome(String label) {
        this.label = label;
    }

    static RequestOutcome of(Exchange exchange) {
        if (exchange.status() == 0) {
            return UNANSWERED;
        }
        if (exchange.ours()) {
            return BY_PROXY;
        }
        return exchange.why().isEmpty() ? ANSWERED : BROKEN_OFF;
    }

    /** As logs and metrics spell it. */
    String label() {
        return label;
    }
}
