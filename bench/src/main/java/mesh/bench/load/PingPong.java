package mesh.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.IntFunction;

/**
 * Round trips on connections that stay open. One connection is a blocking loop, many are a selector's.
 *
 * @param exchanges what each connection says, by its number
 */
record PingPong(InetSocketAddress target, IntFunction<Exchange> exchanges, int connections, long millis) {
    LoadResult run() throws IOException {
        return connections == 1 ? one() : many();
    }

    private LoadResult one() throws IOException {
        try (var channel = Target.connect(target)) {
            var exchange = exchanges.apply(1);
            exchange.exchange(channel, 0); // the proxies connect here, before the clock runs
            var latencies = new Latencies();
            long started = System.nanoTime();
            long now = started;
            while (now - started < millis * 1_000_000) {
                exchange.exchange(channel, latencies.count());
                long done = System.nanoTime();
                latencies.add(done - now);
                now = done;
            }
            return LoadResult.of(latencies, started);
        }
    }

    private LoadResult many() throws IOException {
        try (var selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                connect(selector, i);
            }
            try {
                return exchange(selector);
            } finally {
                for (var key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
    }

    private void connect(Selector selector, int number) throws IOException {
        var channel = Target.connect(target);
        var player = new Player(channel, exchanges.apply(number));
        player.exchange.exchange(channel, 0);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, player);
    }

    private LoadResult exchange(Selector selector) throws IOException {
        var latencies = new Latencies();
        long started = System.nanoTime();
        for (var key : selector.keys()) {
            ((Player) key.attachment()).send(0);
        }
        int playing = connections;
        while (playing > 0) {
            selector.select();
            boolean last = System.nanoTime() - started >= millis * 1_000_000;
            for (var key : selector.selectedKeys()) {
                var player = (Player) key.attachment();
                if (player.answered(latencies)) {
                    if (last) {
                        playing--;
                    } else {
                        player.send(latencies.count());
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return LoadResult.of(latencies, started);
    }

    /** One of many connections. */
    private static final class Player {
        private final SocketChannel channel;
        private final Exchange exchange;
        private long sentNanos;

        Player(SocketChannel channel, Exchange exchange) {
            this.channel = channel;
            this.exchange = exchange;
        }

        void send(long number) throws IOException {
            sentNanos = System.nanoTime();
            exchange.send(channel, number);
        }

        boolean answered(Latencies latencies) throws IOException {
            boolean whole = exchange.receive(channel);
            if (whole) {
                latencies.add(System.nanoTime() - sentNanos);
            }
            return whole;
        }
    }
}
