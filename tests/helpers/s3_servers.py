# SPDX-License-Identifier: EUPL-1.2
"""S3-compatible servers on loopback: moto (semantics) and rclone (checks signatures)."""

import http.client
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

from central.objects_settings import S3Settings

KEY, SECRET = "prova-clau", "prova-secret"
BUCKET = "prova"


@contextmanager
def moto_server() -> Iterator[S3Settings | None]:
    """Serve an S3 in memory; None when it cannot start."""
    with _running([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]) as endpoint:
        if endpoint is None:
            yield None
            return
        requests.put(f"{endpoint}/{BUCKET}", timeout=10).raise_for_status()
        yield S3Settings(BUCKET, endpoint, "us-east-1", KEY, SECRET, plain_http=True)


@contextmanager
def rclone_server(folder: Path) -> Iterator[S3Settings | None]:
    """Serve a folder as S3 with checked signatures; None when the program is not there or does not start."""
    program = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        yield None
        return
    (folder / BUCKET).mkdir(parents=True)
    command = [
        program,
        "serve",
        "s3",
        "--addr",
        "127.0.0.1:0",
        "--auth-key",
        f"{KEY},{SECRET}",
        "--config",
        "",
    ]
    with _running([*command, str(folder)]) as address:
        if address is None:
            yield None
            return
        with _corrected(address.rpartition(":")[2]) as endpoint:
            yield S3Settings(BUCKET, endpoint, "us-east-1", KEY, SECRET, plain_http=True)


@contextmanager
def _running(command: list[str]) -> Iterator[str | None]:
    """Run a server that says its address on standard error; gives the address, None when it says none."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        # Its log must be read on, or it would stop when the pipe is full.
        reader = threading.Thread(target=process.stderr.read)
        try:
            address = _address(process.stderr)
            reader.start()
            yield address
        finally:
            process.terminate()
            reader.join(10)


def _address(lines: Iterable[str]) -> str | None:
    for line in lines:
        found = re.search(r"http://127\.0\.0\.1:[0-9]+", line)
        if found:
            return found.group()
    return None


@contextmanager
def _corrected(port: str) -> Iterator[str]:
    """Forward to rclone; it answers a range with 200 where RFC 9110 §15.3.7 and S3 have 206 (rclone 1.75)."""

    class Forward(BaseHTTPRequestHandler):
        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            line = http.client.HTTPConnection("127.0.0.1", int(port), timeout=20)
            line.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                line.putheader(name, value)
            line.endheaders(body)
            answer = line.getresponse()
            data = answer.read()
            self.send_response(206 if answer.getheader("Content-Range") else answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "connection", "date", "server"}:
                    self.send_header(name, value)
            if self.command != "HEAD" and answer.getheader("Content-Length") is None:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            line.close()

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = forward  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Forward) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(10)
