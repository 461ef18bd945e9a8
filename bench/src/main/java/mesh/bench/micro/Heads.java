package mesh.bench.micro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Heads as they come: of a command line, of a gateway that translates gRPC to JSON, of a browser; and an answer's. */
final class Heads {
    private static final String CURL = """
            GET /reviews/17 HTTP/1.1\r
            Host: app-b\r
            User-Agent: curl/8.5.0\r
            Accept: */*\r
            \r
            """;

    private static final String GATEWAY = """
            POST /v1/reviews:search?page_size=50 HTTP/1.1\r
            Host: app-b.default.svc.cluster.local\r
            User-Agent: grpc-gateway/2.20\r
            Content-Type: application/json\r
            Content-Length: 312\r
            Accept-Encoding: gzip\r
            Authorization: Bearer %s\r
            Grpc-Metadata-Tenant: 4711\r
            X-Forwarded-For: 203.0.113.7, 10.77.0.9\r
            X-Forwarded-Host: api.example.com\r
            X-Request-Id: 0b8f5b2e-8d1c-4a9f-9d52-3d2b5c9f1f6e\r
            traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r
            Connection: keep-alive\r
            \r
            """.formatted("t".repeat(300));

    private static final String BROWSER = """
            GET /reviews/17?full=yes&sort=newest HTTP/1.1\r
            Host: www.example.com\r
            Connection: keep-alive\r
            sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24"\r
            sec-ch-ua-mobile: ?0\r
            sec-ch-ua-platform: "Linux"\r
            Upgrade-Insecure-Requests: 1\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r
            Sec-Fetch-Site: same-origin\r
            Sec-Fetch-Mode: navigate\r
            Sec-Fetch-User: ?1\r
            Sec-Fetch-Dest: document\r
            Referer: https://www.example.com/reviews\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Accept-Language: en-GB,en;q=0.9,de;q=0.8\r
            Cookie: session=%s; theme=dark\r
            \r
            """.formatted("c".repeat(400));

    private static final String ANSWER = """
            HTTP/1.1 200 OK\r
            Date: Wed, 25 Nov 2026 20:00:00 GMT\r
            Content-Type: application/json\r
            Content-Length: 100\r
            Cache-Control: no-cache\r
            Vary: Accept-Encoding\r
            Connection: keep-alive\r
            \r
            """;

    private Heads() {}

    /** A request's head by the name of who sends it, ready to be read. */
    static ByteBuffer request(String sender) {
        return direct(
                switch (sender) {
                    case "curl" -> CURL;
                    case "gateway" -> GATEWAY;
                    case "browser" -> BROWSER;
                    default -> throw new IllegalArgumentException("nobody is called " + sender);
                });
    }

    static ByteBuffer response() {
        return direct(ANSWER);
    }

    private static ByteBuffer direct(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
