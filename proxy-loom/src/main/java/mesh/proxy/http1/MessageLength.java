package mesh.proxy.http1;

/**
 * What Content-Length and Transfer-Encoding say, if they say it in a way that nobody can read differently: one or the
 * other, once. RFC 9112, sections 6.1 to 6.3, with its leniencies left out.
 */
final class MessageLength {
    private static final String LENGTH_RULE = "RFC 9110, section 8.6";
    private static final String CODING_RULE = "RFC 9112, section 6.1";
    private static final String BOTH_RULE = "RFC 9112, section 6.3";

    private MessageLength() {}

    /** @return null when neither is there */
    static BodyFraming declared(Version version, Fields headers) throws RefusedException {
        int length = headers.find(HeaderName.CONTENT_LENGTH);
        int coding = headers.find(HeaderName.TRANSFER_ENCODING);
        if (coding >= 0) {
            checkCoding(version, headers, coding);
            if (length >= 0) {
                throw refused("Content-Length beside Transfer-Encoding", headers, length, BOTH_RULE);
            }
            return BodyFraming.CHUNKED;
        }
        return length < 0 ? null : new BodyFraming.Length(length(headers, length));
    }

    /** 1xx and 204 have no body, so a length that says otherwise would be believed by somebody: section 6.1, 8.6. */
    static void checkBodiless(int status, BodyFraming declared, Fields headers) throws RefusedException {
        if (status >= 200 && status != 204) {
            return;
        }
        switch (declared) {
            case null -> {}
            case BodyFraming.Length(long bytes) when bytes == 0 -> {} // forbidden too, but common and harmless
            case BodyFraming.Length _ -> throw bodiless(status, headers, HeaderName.CONTENT_LENGTH);
            default -> throw bodiless(status, headers, HeaderName.TRANSFER_ENCODING);
        }
    }

    private static RefusedException bodiless(int status, Fields headers, HeaderName name) {
        return refused("a body's length in a " + status + " response", headers, headers.find(name), BOTH_RULE);
    }

    private static void checkCoding(Version version, Fields headers, int field) throws RefusedException {
        if (version == Version.HTTP_1_0) {
            throw refused("Transfer-Encoding in HTTP/1.0", headers, field, CODING_RULE);
        }
        if (headers.find(HeaderName.TRANSFER_ENCODING, field + 1) >= 0) {
            throw refused("a second Transfer-Encoding", headers, field, CODING_RULE);
        }
        if (!headers.valueWithoutTabs(field).isIgnoringCase("chunked")) {
            throw otherCoding(headers, field);
        }
    }

    /** Several codings that end in chunked are right and just not known here; all else leaves the end unknown. */
    private static RefusedException otherCoding(Fields headers, int field) {
        int codings = 0;
        int chunked = 0;
        boolean last = false;
        for (var elements = new Elements(headers, HeaderName.TRANSFER_ENCODING); elements.next(); codings++) {
            last = elements.is("chunked");
            chunked += last ? 1 : 0;
        }
        if (last && chunked == 1 && codings > 1) {
            return RefusedException.of(
                    501,
                    "a transfer coding other than chunked",
                    headers.value(field).from(),
                    "Transfer-Encoding",
                    CODING_RULE);
        }
        return refused("a Transfer-Encoding that does not say chunked, once and last", headers, field, BOTH_RULE);
    }

    private static long length(Fields headers, int field) throws RefusedException {
        if (headers.find(HeaderName.CONTENT_LENGTH, field + 1) >= 0) {
            throw refused("a second Content-Length", headers, field, BOTH_RULE);
        }
        var value = headers.valueWithoutTabs(field);
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.at(i) - '0';
            if (digit < 0 || digit > 9) {
                throw refused("a Content-Length that is not made of digits", headers, field, LENGTH_RULE);
            }
            if (i == 19 || length > (Long.MAX_VALUE - digit) / 10) {
                throw refused("a Content-Length beyond 2^63", headers, field, LENGTH_RULE);
            }
            length = 10 * length + digit;
        }
        if (value.isEmpty()) {
            throw refused("an empty Content-Length", headers, field, LENGTH_RULE);
        }
        return length;
    }

    private static RefusedException refused(String what, Fields headers, int field, String rule) {
        return RefusedException.of(
                400, what, headers.lineStart(field), headers.name(field).toString(), rule);
    }
}
