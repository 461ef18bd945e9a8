"""Reads requests as h11 does: one line of hexadecimal bytes in, one line of JSON out, until the input ends."""

import json
import sys

import h11


def text(data):
    return data.decode("latin-1")


def message(request, body):
    headers = [(text(name), text(value)) for name, value in request.headers]
    return {
        "method": text(request.method),
        "target": text(request.target),
        "host": ",".join(value for name, value in headers if name == "host"),
        "test": ",".join(value for name, value in headers if name == "x-test"),
        "body": text(body),
    }


def reading(data):
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=64 * 1024)
    connection.receive_data(data)
    messages, request, body = [], None, b""
    try:
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA or event is h11.PAUSED:
                return {"messages": messages, "refused": ""}
            if isinstance(event, h11.Request):
                request, body = event, b""
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                messages.append(message(request, body))
                if request.method == b"CONNECT":
                    return {"messages": messages, "refused": ""}
                connection.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
                connection.send(h11.EndOfMessage())
                if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
                    return {"messages": messages, "refused": ""}
                connection.start_next_cycle()
    except h11.RemoteProtocolError as e:
        return {"messages": messages, "refused": str(e)}


for line in sys.stdin:
    print(json.dumps(reading(bytes.fromhex(line))), flush=True)
