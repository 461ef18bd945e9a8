package mesh.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that were used once and say nothing since: what a proxy holds most of. */
final class IdleConnections {
    private final List<SocketChannel> open = new ArrayList<>();

    LoadResult open(int count) throws IOException {
        long started = System.nanoTime();
        for (int i = 0; i < count; i++) {
            var channel = Target.connect();
            open.add(channel);
            new Message(i).exchange(channel, i);
        }
        return LoadResult.of(count, started);
    }

    LoadResult close() throws IOException {
        long started = System.nanoTime();
        for (var channel : open) {
            channel.close();
        }
        int count = open.size();
        open.clear();
        return LoadResult.of(count, started);
    }
}
