package mesh.proxy.reliability;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request or an answer, read as simply as a test may: its lines and its body. */
record HttpMessage(List<String> lines, String body) {
    /** @return null at the end of the connection */
    static HttpMessage read(InputStream in, boolean bodyless) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        if (lines.isEmpty()) {
            return null;
        }
        var head = new HttpMessage(lines, "");
        boolean none = bodyless || lines.getFirst().startsWith("HTTP/1.1 1");
        return none ? head : new HttpMessage(lines, body(in, head));
    }

    private static String body(InputStream in, HttpMessage head) throws IOException {
        if ("chunked".equals(head.header("transfer-encoding"))) {
            return chunks(in);
        }
        var length = head.header("content-length");
        if (length != null) {
            return bytes(in, Integer.parseInt(length));
        }
        boolean untilClose = head.lines.getFirst().startsWith("HTTP/") && head.status() != 204 && head.status() != 304;
        return untilClose ? new String(in.readAllBytes(), StandardCharsets.ISO_8859_1) : "";
    }

    private static String chunks(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            text.append(bytes(in, size));
            line(in);
        }
        for (var trailer = line(in); trailer != null && !trailer.isEmpty(); trailer = line(in)) {
            text.append('[').append(trailer).append(']');
        }
        return text.toString();
    }

    private static String bytes(InputStream in, int count) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the body ended after %d of %d bytes".formatted(bytes.length, count));
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        int octet;
        while ((octet = in.read()) >= 0 && octet != '\n') {
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return octet < 0 && line.isEmpty() ? null : line.toString();
    }

    String start() {
        return lines.getFirst();
    }

    int status() {
        return Integer.parseInt(start().split(" ")[1]);
    }

    String path() {
        return start().split(" ")[1];
    }

    /** The first with this name, in whatever case; null when there is none. */
    String header(String name) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }
}
