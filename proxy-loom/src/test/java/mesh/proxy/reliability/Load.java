package mesh.proxy.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask for app-b, one request after the other, until they are told to end. */
final class Load {
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger canary = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private volatile String firstFailure = "";
    private volatile boolean ended;

    Load(Services services, int connections) throws Exception {
        for (int i = 0; i < connections; i++) {
            var client = services.client(Services.APP_B);
            clients.add(Thread.ofVirtual().start(() -> ask(client)));
        }
    }

    private void ask(HttpClient client) {
        try (client) {
            while (!ended) {
                var answer = client.get("/");
                answered.incrementAndGet();
                if (answer.status() != 200) {
                    failed(answer.start() + " " + answer.body());
                } else if (answer.body().equals("canary")) {
                    canary.incrementAndGet();
                }
            }
        } catch (Exception e) {
            failed(e.toString());
        }
    }

    private void failed(String how) {
        if (failed.incrementAndGet() == 1) {
            firstFailure = how;
        }
    }

    int answered() {
        return answered.get();
    }

    /** Those that app-b2 answered. */
    int canary() {
        return canary.get();
    }

    int failed() {
        return failed.get();
    }

    String firstFailure() {
        return firstFailure;
    }

    void end() throws InterruptedException {
        ended = true;
        for (var client : clients) {
            client.join();
        }
    }
}
