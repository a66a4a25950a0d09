# SPDX-License-Identifier: EUPL-1.2
"""Something else that answers on the central service's port: a hotel's log-in page, a broken proxy, a fallen service."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

HTML: Final = "html"
HALF: Final = "half"
BROKEN: Final = "broken"
NOTHING: Final = "nothing"
TOO_LARGE: Final = "413"
NO_GATEWAY: Final = "502"
"""What a proxy says by itself, with a page of its own."""

PAGE: Final = b"<!DOCTYPE html><html><body>Accepteu les condicions per navegar</body></html>"

_STATUS: Final = {BROKEN: 500, TOO_LARGE: 413, NO_GATEWAY: 502}


class Impostor(ThreadingHTTPServer):
    """Answers every request in the one way that ``manner`` names."""

    daemon_threads = True
    allow_reuse_address = True
    manner = HTML


class _Handler(BaseHTTPRequestHandler):
    server: Impostor

    def do_GET(self) -> None:
        """Answer, or not."""
        self.close_connection = True
        if self.server.manner == NOTHING:
            return
        status = _STATUS.get(self.server.manner, 200)
        page = self.server.manner in {HTML, TOO_LARGE, NO_GATEWAY}
        kind = "text/html" if page else "application/json"
        body = PAGE if page else b'{"service": "eset-central", "protocols": ["syn'
        missing = 400 if self.server.manner == HALF else 0
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) + missing))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_HEAD = do_PATCH = do_PUT = do_GET  # noqa: N815 - the base class looks for these names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Keep the test's output clean."""


@contextmanager
def impostor(port: int) -> Iterator[Impostor]:
    """Answer on a port until the block ends."""
    with Impostor(("127.0.0.1", port), _Handler) as server:
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="impostor"
        )
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(10)
