#!/usr/bin/env python3
"""Hears the events of tournaments and prints one line for each, once. Python 3.9 or newer and nothing else.

A Dapr sidecar runs beside it (see README.md), asks GET /dapr/subscribe what to deliver, and posts CloudEvents.
"""

import hmac
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PORT = int(os.environ.get("APP_PORT", "8100"))
TOKEN = os.environ["APP_API_TOKEN"]  # only our own sidecar knows it
SCHEMAS = Path(__file__).resolve().parents[2] / "packages/contracts/generated/events"
ENDING = ".gen.json"

ROUTE = "/events/tournaments"
SUBSCRIPTIONS = [{"pubsubname": "pubsub", "topic": "tournaments", "route": ROUTE}]

MAX_BODY = 4 * 1024 * 1024
# The stream keeps about 100,000 events: older ones do not come again.
REMEMBERED = 100_000


def load_schemas():
    """The schema of every event type, from the files that the platform generates."""
    return {path.name[: -len(ENDING)]: json.loads(path.read_text()) for path in SCHEMAS.glob("*" + ENDING)}


def faults(schema, value, root, path="event"):
    """Required fields that are missing and constants that differ; types and limits are left to a real validator."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if "const" in schema and value != schema["const"]:
        yield f"{path} is not {schema['const']}"
    if schema.get("type") != "object":
        return
    if not isinstance(value, dict):
        yield f"{path} is not an object"
        return
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}.{name} is missing"
    for name, part in schema.get("properties", {}).items():
        if name in value:
            yield from faults(part, value[name], root, f"{path}.{name}")


class Seen:
    """The numbers of one producer that were handled. In memory: keep them with the effect where that matters."""

    def __init__(self):
        self._lock = threading.Lock()
        self._numbers = set()

    def add(self, seq):
        """True when this number is new."""
        with self._lock:
            if seq in self._numbers:
                return False
            self._numbers.add(seq)
            if len(self._numbers) > 2 * REMEMBERED:
                self._numbers = set(sorted(self._numbers)[-REMEMBERED:])
            return True


schemas = load_schemas()
seen = Seen()


def handle(event):
    """The answer to a delivery: SUCCESS also for what is old or unknown, DROP for what will never be right."""
    schema = schemas.get(event.get("type")) if isinstance(event, dict) else None
    if schema is None:
        return "SUCCESS"  # a type of a later version, or nothing for us
    wrong = list(faults(schema, event, schema))
    if wrong:
        print(f"dropped: {'; '.join(wrong)}", file=sys.stderr, flush=True)
        return "DROP"
    data = event["data"]
    if seen.add(data["seq"]):
        print(data["seq"], event["type"], event["subject"], json.dumps(data["payload"], sort_keys=True), flush=True)
    return "SUCCESS"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # the sidecar keeps its connections

    def do_GET(self):
        if self.path == "/healthz":
            self.answer(200, {"status": "ok"})
        elif not self.is_sidecar():
            self.answer(403, {"detail": "Only the own sidecar may ask."})
        elif self.path == "/dapr/subscribe":
            self.answer(200, SUBSCRIPTIONS)
        else:
            self.answer(404, {"detail": "There is no such thing."})

    def do_POST(self):
        length = int(self.headers.get("content-length", "-1"))
        if not 0 <= length <= MAX_BODY:
            self.close_connection = True
            return self.answer(413, {"detail": "The body has no length, or too much of it."})
        body = self.rfile.read(length)
        if not self.is_sidecar():
            return self.answer(403, {"detail": "Only the own sidecar may deliver."})
        if self.path != ROUTE:
            return self.answer(404, {"detail": "There is no such thing."})
        try:
            event = json.loads(body)
        except ValueError:
            return self.answer(200, {"status": "DROP"})
        return self.answer(200, {"status": handle(event)})

    def is_sidecar(self):
        given = self.headers.get("dapr-api-token", "")
        return hmac.compare_digest(given.encode(), TOKEN.encode())

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Standard output is for events."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
