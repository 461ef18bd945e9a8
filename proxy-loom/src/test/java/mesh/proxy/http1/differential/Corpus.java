package mesh.proxy.http1.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is read: right messages, and wrong ones made by rule. The rules come from the grammar of RFC 9112 (each line
 * end, each field's whitespace, each number is broken in turn) and from what was published about request smuggling:
 * obscured Transfer-Encoding (J. Kettle, "HTTP Desync Attacks", 2019), line ends in chunk extensions and after chunk
 * data (M. Grenfeldt 2021; h11's advisory CVE-2025-43859), signs and prefixes of sizes, CR inside values (llhttp's
 * CVE-2023-30589), fragments in targets (HAProxy's CVE-2023-45539), empty names (HAProxy's CVE-2023-25725).
 */
public final class Corpus {
    private static final String HOST = "Host: app-b\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST;
    private static final String POST = "POST / HTTP/1.1\r\n" + HOST;
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String LENGTH = "Content-Length: 5\r\n";
    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    private static final Map<String, String> LINE_ENDS = names(
            "LF",
            "\n",
            "CR",
            "\r",
            "CRCRLF",
            "\r\r\n",
            "LFCR",
            "\n\r",
            "SPCRLF",
            " \r\n",
            "TABCRLF",
            "\t\r\n",
            "NUL",
            "\0",
            "VT",
            "\u000b",
            "FFCRLF",
            "\f\r\n",
            "NELCRLF",
            "\u0085\r\n");
    private static final Map<String, String> OCTETS = names(
            "SP",
            " ",
            "TAB",
            "\t",
            "VT",
            "\u000b",
            "FF",
            "\f",
            "NUL",
            "\0",
            "CR",
            "\r",
            "US",
            "\u001f",
            "DEL",
            "\u007f",
            "NEL",
            "\u0085",
            "NBSP",
            "\u00a0",
            "quote",
            "\"",
            "comma",
            ",",
            "semicolon",
            ";");

    private final List<Case> cases = new ArrayList<>();

    private Corpus() {}

    public static List<Case> cases() {
        var corpus = new Corpus();
        corpus.rightMessages();
        corpus.lineEnds();
        corpus.octetsAroundFramingHeaders();
        corpus.lengths();
        corpus.codings();
        corpus.chunkSizes();
        corpus.trailers();
        corpus.requestLines();
        corpus.hosts();
        corpus.headerLines();
        return corpus.cases;
    }

    private static Map<String, String> names(String... pairs) {
        var names = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            names.put(pairs[i], pairs[i + 1]);
        }
        return names;
    }

    private void add(String name, String text) {
        cases.add(new Case(name, text));
    }

    private void rightMessages() {
        add("right: GET", GET + "\r\n");
        add("right: two GETs", GET + "X-Test: 1\r\n\r\n" + GET + "X-Test: 2\r\n\r\n");
        for (String method : List.of("HEAD", "DELETE", "OPTIONS", "PUT", "PATCH", "PROPFIND", "M-SEARCH")) {
            add("right: " + method, method + " /a HTTP/1.1\r\n" + HOST + "\r\n");
        }
        add("right: length", POST + LENGTH + "\r\nhello");
        add("right: length 0", POST + "Content-Length: 0\r\n\r\n");
        add("right: length then GET", POST + LENGTH + "\r\nhello" + GET + "\r\n");
        String inner = GET + "\r\n";
        add("right: body that looks like a request", POST + "Content-Length: " + inner.length() + "\r\n\r\n" + inner);
        add("right: GET with body", GET + LENGTH + "\r\nhello");
        add("right: DELETE with chunks", "DELETE / HTTP/1.1\r\n" + HOST + CHUNKED + "\r\n" + CHUNKS);
        add("right: chunked", POST + CHUNKED + "\r\n" + CHUNKS);
        add("right: chunked then GET", POST + CHUNKED + "\r\n" + CHUNKS + GET + "\r\n");
        add("right: chunked twice", (POST + CHUNKED + "\r\n" + CHUNKS).repeat(2));
        add("right: chunked, empty", POST + CHUNKED + "\r\n0\r\n\r\n");
        add("right: several chunks", POST + CHUNKED + "\r\n1\r\nh\r\n4\r\nello\r\n0\r\n\r\n");
        add(
                "right: chunk sizes in hexadecimal",
                POST + CHUNKED + "\r\nA\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n");
        add("right: leading zeros", POST + CHUNKED + "\r\n0005\r\nhello\r\n000\r\n\r\n");
        add("right: extension", POST + CHUNKED + "\r\n5;a=b\r\nhello\r\n0;c\r\n\r\n");
        add("right: quoted extension", POST + CHUNKED + "\r\n5;a=\"b c\"\r\nhello\r\n0\r\n\r\n");
        add("right: trailer", POST + CHUNKED + "Trailer: X-Sum\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n");
        add(
                "right: names in other cases",
                "POST / HTTP/1.1\r\nHOST: app-b\r\ntRANSFER-eNCODING: CHUNKED\r\n\r\n" + CHUNKS);
        add("right: no space after the colon", "POST / HTTP/1.1\r\nHost:app-b\r\nContent-Length:5\r\n\r\nhello");
        add("right: much space after the colon", POST + "Content-Length:   5  \r\n\r\nhello");
        add("right: length with zeros", POST + "Content-Length: 005\r\n\r\nhello");
        add("right: empty value", GET + "X-Test:\r\n\r\n");
        add("right: obs-text", GET + "X-Test: caf\u00e9\r\n\r\n");
        add("right: tab inside a value", GET + "X-Test: a\tb\r\n\r\n");
        add("right: strange name", GET + "!#$%&'*+-.^`|~: 1\r\nX-Test: 1\r\n\r\n");
        add("right: repeated header", GET + "X-Test: 1\r\nX-Test: 2\r\n\r\n");
        add("right: query", "GET /a/b;c?d=e&f=%20?/ HTTP/1.1\r\n" + HOST + "\r\n");
        add("right: dot segments below the root", "GET /a/../b/./c/.. HTTP/1.1\r\n" + HOST + "\r\n");
        add("right: escapes", "GET /a%20%C3%A9 HTTP/1.1\r\n" + HOST + "\r\n");
        add("right: unescaped JSON", "GET /?q={\"a\":[1|2]} HTTP/1.1\r\n" + HOST + "\r\n");
        add("right: absolute target", "GET http://app-b/a?b HTTP/1.1\r\n" + HOST + "\r\n");
        add("right: absolute target with port", "GET http://app-b:81/ HTTP/1.1\r\nHost: app-b:81\r\n\r\n");
        add("right: host with port", "GET / HTTP/1.1\r\nHost: app-b:8080\r\n\r\n");
        add("right: IPv6 host", "GET / HTTP/1.1\r\nHost: [fd77::1]:8080\r\n\r\n");
        add("right: host in capitals", "GET / HTTP/1.1\r\nHost: App-B\r\n\r\n");
        add("right: host with underscore and dot", "GET / HTTP/1.1\r\nHost: a_b.c.\r\n\r\n");
        add("right: close", GET + "Connection: close\r\n\r\n");
        add("right: HTTP/1.0", "GET / HTTP/1.0\r\n" + HOST + "\r\n");
        add("right: HTTP/1.0 with length", "POST / HTTP/1.0\r\n" + HOST + LENGTH + "\r\nhello");
        add("right: Expect", POST + LENGTH + "Expect: 100-continue\r\n\r\nhello");
        add(
                "right: WebSocket asked for",
                GET
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        add("right: TE trailers", GET + "TE: trailers\r\nConnection: TE\r\n\r\n");
        add("right: 4 KiB header", GET + "X-Test: " + "a".repeat(4000) + "\r\n\r\n");
        add("right: length not all there", POST + "Content-Length: 5000\r\n\r\nhello");
        add("right: chunk not all there", POST + CHUNKED + "\r\n5000\r\nhello");
        add("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n");
        add("TRACE", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n");
        add("CONNECT", "CONNECT app-b:80 HTTP/1.1\r\nHost: app-b:80\r\n\r\n");
        add("method in small letters", "get / HTTP/1.1\r\n" + HOST + "\r\n");
        add("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n");
    }

    /** Each line end of a request with chunks and trailers, broken in each way. */
    private void lineEnds() {
        String[] lines = {
            "POST / HTTP/1.1", "Host: app-b", "Transfer-Encoding: chunked", "", "5;e", "hello", "0", "X-Sum: 1", ""
        };
        String[] places = {
            "request line", "Host", "last header", "head", "chunk size", "chunk data", "last chunk", "trailer", "body"
        };
        LINE_ENDS.forEach((name, end) -> {
            for (int broken = 0; broken < lines.length; broken++) {
                var text = new StringBuilder();
                for (int i = 0; i < lines.length; i++) {
                    text.append(lines[i]).append(i == broken ? end : "\r\n");
                }
                add("line end: " + name + " after " + places[broken], text.toString());
            }
        });
        for (String before : List.of("\r\n", "\r\n\r\n", "\n", "\r", " \r\n", "\0")) {
            add("before the request: " + Escaped.of(before), before + GET + "\r\n");
            add("before the next request: " + Escaped.of(before), POST + LENGTH + "\r\nhello" + before + GET + "\r\n");
        }
    }

    /** Each header that frames, with a byte too many in each place: beside the other one, where it would matter. */
    private void octetsAroundFramingHeaders() {
        OCTETS.forEach((name, octet) -> {
            around("Transfer-Encoding", "chunked", name, octet, LENGTH, "\r\nhello");
            around("Content-Length", "5", name, octet, "", "\r\nhello");
            around("Host", "app-b", name, octet, "", "\r\n");
        });
    }

    private void around(String header, String value, String name, String octet, String other, String body) {
        String start = header.equals("Host") ? "GET / HTTP/1.1\r\n" : POST;
        String half = value.substring(0, value.length() / 2);
        String rest = value.substring(value.length() / 2);
        Map<String, String> lines = names(
                "before the name", octet + header + ": " + value,
                "after the name", header + octet + ": " + value,
                "before the value", header + ":" + octet + value,
                "in the value", header + ": " + half + octet + rest,
                "after the value", header + ": " + value + octet);
        lines.forEach((place, line) -> add(header + ": " + name + " " + place, start + other + line + "\r\n" + body));
    }

    private void lengths() {
        for (String value : List.of(
                "",
                "+5",
                "-5",
                "-0",
                "0x5",
                "5.0",
                "5e0",
                "5 5",
                "5,5",
                "5, 5",
                "5,6",
                "5,",
                "05x",
                "five",
                "\u00b5",
                "18446744073709551621",
                "9223372036854775808",
                "99999999999999999999999",
                "00000000000000000000005")) {
            add("length: " + Escaped.of(value), POST + "Content-Length: " + value + "\r\n\r\nhello");
        }
        add("lengths: same twice", POST + LENGTH + LENGTH + "\r\nhello");
        add("lengths: different", POST + LENGTH + "Content-Length: 0\r\n\r\nhello");
        add("lengths: different, other order", POST + "Content-Length: 0\r\n" + LENGTH + "\r\nhello");
        add("lengths: empty and not", POST + "Content-Length:\r\n" + LENGTH + "\r\nhello");
        add("lengths: GET, different", GET + LENGTH + "Content-Length: 6\r\n\r\nhello");
        add("length with an underscore", POST + "Content_Length: 5\r\n\r\n");
    }

    private void codings() {
        for (String value : List.of(
                "",
                "identity",
                "gzip",
                "xchunked",
                "chunkedx",
                "chunk",
                "cow",
                "chunked;q=1",
                "\"chunked\"",
                "'chunked'",
                "chunked, chunked",
                "chunked,",
                ",chunked",
                "chunked, identity",
                "identity, chunked",
                "gzip, chunked",
                "chunked, gzip",
                "chunked chunked")) {
            add("coding: " + Escaped.of(value), POST + "Transfer-Encoding: " + value + "\r\n\r\n" + CHUNKS);
            add(
                    "coding and length: " + Escaped.of(value),
                    POST + LENGTH + "Transfer-Encoding: " + value + "\r\n\r\nhello");
        }
        add("coding and length: same end", POST + CHUNKED + "Content-Length: 15\r\n\r\n" + CHUNKS);
        add("coding and length: length shorter", POST + "Content-Length: 4\r\n" + CHUNKED + "\r\n" + CHUNKS);
        add("coding and length: length longer", POST + "Content-Length: 50\r\n" + CHUNKED + "\r\n" + CHUNKS);
        add("codings: chunked twice", POST + CHUNKED + CHUNKED + "\r\n" + CHUNKS);
        add("codings: chunked and identity", POST + CHUNKED + "Transfer-Encoding: identity\r\n\r\n" + CHUNKS);
        add("codings: identity and chunked", POST + "Transfer-Encoding: identity\r\n" + CHUNKED + "\r\n" + CHUNKS);
        add("coding in HTTP/1.0", "POST / HTTP/1.0\r\n" + HOST + CHUNKED + "\r\n" + CHUNKS);
        add("coding and length in HTTP/1.0", "POST / HTTP/1.0\r\n" + HOST + CHUNKED + LENGTH + "\r\n" + CHUNKS);
        add("coding folded", POST + LENGTH + "Transfer-Encoding:\r\n chunked\r\n\r\nhello");
        add("coding in a folded header", POST + LENGTH + "X-Test: 1\r\n Transfer-Encoding: chunked\r\n\r\nhello");
        add("coding with an underscore", POST + "Transfer_Encoding: chunked\r\n" + LENGTH + "\r\nhello");
        add("coding after a CR in a value", POST + LENGTH + "X-Test: \rTransfer-Encoding: chunked\r\n\r\nhello");
        add("coding after an empty name", POST + LENGTH + ": x\r\nTransfer-Encoding: chunked\r\n\r\nhello");
    }

    private void chunkSizes() {
        for (String size : List.of(
                "",
                " 5",
                "5 ",
                "\t5",
                "+5",
                "-5",
                "0x5",
                "0X5",
                "5h",
                "5.",
                "5,",
                "5_",
                "5 5",
                "5\0",
                "\u00055",
                "5\u0085",
                "five",
                "10000000000000005",
                "100000005",
                "8000000000000005",
                "fffffffffffffffb",
                "00000000000000000005",
                "5;",
                "5 ;a",
                "5;a\r",
                "5;a\n",
                "5;\n5",
                "5;a=\"\r\n\"",
                "5;\0",
                "5 a",
                "5\u000b",
                "5\f;a")) {
            add("chunk size: " + Escaped.of(size), POST + CHUNKED + "\r\n" + size + "\r\nhello\r\n0\r\n\r\n");
        }
        for (String size : List.of("00", "-0", "+0", "0x0", "0 ", " 0", "0;a", "0;a\n", "0\n", "", "0.0")) {
            add("last chunk: " + Escaped.of(size), POST + CHUNKED + "\r\n5\r\nhello\r\n" + size + "\r\n\r\n");
        }
        add("chunk data: too short", POST + CHUNKED + "\r\n6\r\nhello\r\n0\r\n\r\n");
        add("chunk data: too long", POST + CHUNKED + "\r\n4\r\nhello\r\n0\r\n\r\n");
        add("chunk data: two other bytes after it", POST + CHUNKED + "\r\n5\r\nhelloXX0\r\n\r\n");
        add("chunk data: nothing after it", POST + CHUNKED + "\r\n5\r\nhello0\r\n\r\n");
        add("chunk extension: 300 bytes", POST + CHUNKED + "\r\n5;" + "a".repeat(300) + "\r\nhello\r\n0\r\n\r\n");
        add("chunk extension: 20 KiB", POST + CHUNKED + "\r\n5;" + "a".repeat(20_000) + "\r\nhello\r\n0\r\n\r\n");
    }

    private void trailers() {
        for (String line : List.of(
                "X-Test",
                "X-Test : 1",
                " X-Test: 1",
                ": 1",
                "X-Test: a\0b",
                "X-Test: a\rb",
                "X Test: 1",
                "X-Test: 1\r\n 2",
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                "Host: other",
                "X(: 1")) {
            add("trailer: " + Escaped.of(line), POST + CHUNKED + "\r\n5\r\nhello\r\n0\r\n" + line + "\r\n\r\n");
        }
        add("trailers: two other bytes at the end", POST + CHUNKED + "\r\n5\r\nhello\r\n0\r\nXX");
    }

    private void requestLines() {
        for (String line : List.of(
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                "GET / HTTP/1.1 ",
                " GET / HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET /\tHTTP/1.1",
                "GET / HTTP/1.1 HTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET /",
                "GET",
                "/ HTTP/1.1",
                "GET / http/1.1",
                "GET / HTTP/1.2",
                "GET / HTTP/1.9",
                "GET / HTTP/2.0",
                "GET / HTTP/0.9",
                "GET / HTTP/1.10",
                "GET / HTTP/01.1",
                "GET / HTTP/1",
                "GET / HTTP/1.",
                "GET / HTTP/.1",
                "GET / HTTP/1.x",
                "GET / XTTP/1.1",
                "GET / HTTP/1,1",
                "GET / HTTP/ 1.1",
                "GET / HTTP/1.1\0",
                "G\0T / HTTP/1.1",
                "G(T / HTTP/1.1",
                "G:T / HTTP/1.1",
                "G\u00c9T / HTTP/1.1",
                "GET /\0 HTTP/1.1",
                "GET /\u00e9 HTTP/1.1",
                "GET /\u0001 HTTP/1.1",
                "GET /\u007f HTTP/1.1",
                "GET /#f HTTP/1.1",
                "GET /a?b#c HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /% HTTP/1.1",
                "GET /%0 HTTP/1.1",
                "GET /%00 HTTP/1.1",
                "GET /../a HTTP/1.1",
                "GET /a/../../b HTTP/1.1",
                "GET /%2e%2E/a HTTP/1.1",
                "GET //../a HTTP/1.1",
                "GET /.. HTTP/1.1",
                "GET /./.%2e HTTP/1.1",
                "GET /..a HTTP/1.1",
                "GET a HTTP/1.1",
                "GET * HTTP/1.1",
                "GET ?a HTTP/1.1",
                "GET app-b:80 HTTP/1.1",
                "GET http:// HTTP/1.1",
                "GET http:///a HTTP/1.1",
                "GET http://me@app-b/ HTTP/1.1",
                "GET http://app-c/ HTTP/1.1",
                "GET http://app-b:82/ HTTP/1.1",
                "GET ftp://app-b/ HTTP/1.1",
                "GET //app-c/a HTTP/1.1",
                "GET /\\a HTTP/1.1",
                "CONNECT / HTTP/1.1",
                "CONNECT app-b HTTP/1.1",
                "CONNECT app-c:80 HTTP/1.1",
                "PRI * HTTP/2.0")) {
            add("request line: " + Escaped.of(line), line + "\r\n" + HOST + "\r\n");
        }
        add("request line: 20 KiB", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private void hosts() {
        for (String host : List.of(
                "",
                "a b",
                "a/b",
                "a,b",
                "a:b",
                "a:",
                ":80",
                "a:1:2",
                "a:99999",
                "a:+80",
                "me@a",
                "a?b",
                "a#b",
                "a\\b",
                "a;b",
                "[::1",
                "[]",
                "[::1]x",
                "http://a",
                "a\u00e9",
                "a%41",
                "a\0b",
                "a..b",
                ".",
                "*",
                "<a>",
                "a'b")) {
            add("host: " + Escaped.of(host), "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        }
        add("host: none", "GET / HTTP/1.1\r\n\r\n");
        add("host: twice the same", GET + HOST + "\r\n");
        add("host: two", GET + "Host: other\r\n\r\n");
        add("host: two in HTTP/1.0", "GET / HTTP/1.0\r\n" + HOST + "Host: other\r\n\r\n");
        add("host: first and folded", "GET / HTTP/1.1\r\nHost: app-b\r\n other\r\n\r\n");
    }

    private void headerLines() {
        for (String line : List.of(
                "X-Test",
                "X-Test : 1",
                "X-Test\t: 1",
                " X-Test: 1",
                "\tX-Test: 1",
                ": 1",
                "X Test: 1",
                "X-Test: a\0b",
                "X-Test: a\rb",
                "X-Test: a\nb",
                "X-Test: \u0001",
                "X-Test: \u007f",
                "X-Test: a\r\n b",
                "X-Test: a\r\n\tb",
                "X-Test: a\r\n \r\n b",
                "X(: 1",
                "X/Y: 1",
                "X@Y: 1",
                "\"X\": 1",
                "X\u00e9: 1",
                "X=Y: 1",
                "{X}: 1",
                "Connection: content-length",
                "Connection: host",
                "X_Test: 1")) {
            add("header: " + Escaped.of(line), POST + line + "\r\n" + LENGTH + "\r\nhello");
        }
        add("header: first line blank", "GET / HTTP/1.1\r\n \r\n" + HOST + "\r\n");
        add("header: first line folded", "GET / HTTP/1.1\r\n X: 1\r\n" + HOST + "\r\n");
        add("headers: 200 KiB", GET + ("X-A: " + "a".repeat(1000) + "\r\n").repeat(200) + "\r\n");
        add("headers: 20,000", GET + "X:\r\n".repeat(20_000) + "\r\n");
    }
}
