# SPDX-License-Identifier: EUPL-1.2
"""The TLS end of a central service on the line, which counts what HTTP really costs, to the byte.

It passes everything on unchanged and writes one line of JSON for each request that came whole (``asked``), each answer
(``answered``) and each that broke (``broken``). A process of its own in the server's namespace.
"""

import asyncio
import hashlib
import socket
import ssl
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import httptools
import msgspec

ASKED: Final = "asked"
ANSWERED: Final = "answered"
BROKEN: Final = "broken"
_PIECE: Final = 16 * 1024
_MARK_LENGTH: Final = 12


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of what the front saw.

    Attributes:
        kind: One of the constants above.
        at: Monotonic seconds of this machine, the same in every process.
        who: Mark of the bearer token, see :func:`mark`.
        bytes: HTTP bytes: of the request when asked, of the answer when answered, of the request so far when broken.
        body: Bytes of the request's body among them.
        status: Of the answer.
        connection: Number of the connection.
    """

    kind: str
    at: float
    who: str
    method: str
    path: str
    bytes: int
    body: int = 0
    status: int = 0
    connection: int = 0


def mark(token: str) -> str:
    """Return what stands for a token in the front's lines."""
    return hashlib.sha256(token.encode()).hexdigest()[:_MARK_LENGTH]


@dataclass(slots=True)
class Conversation:
    """One connection's requests and answers, one after the other (nobody pipelines)."""

    number: int
    out: IO[bytes]
    who: str = ""
    method: str = ""
    path: str = ""
    asking: int = 0
    body: int = 0
    answering: int = 0
    open: bool = False
    request: httptools.HttpRequestParser = field(init=False)
    answer: httptools.HttpResponseParser = field(init=False)

    def __post_init__(self) -> None:
        self.request = httptools.HttpRequestParser(_Request(self))
        self.answer = httptools.HttpResponseParser(_Answer(self))

    def came_up(self, data: bytes) -> None:
        """Count what the client sent."""
        self.asking += len(data)
        self.request.feed_data(data)

    def came_down(self, data: bytes) -> None:
        """Count what the service sent."""
        self.answering += len(data)
        self.answer.feed_data(data)

    def ended(self) -> None:
        """Say what was cut off."""
        if self.open or self.asking:
            self._say(BROKEN, self.asking + self.answering)

    def asked(self) -> None:
        """Say that a request came whole."""
        self._say(ASKED, self.asking)
        self.asking = 0

    def answered(self) -> None:
        """Say that an answer went whole; an interim one (1xx) is a part of it."""
        self._say(ANSWERED, self.answering, self.answer.get_status_code())
        self.answering, self.open = 0, False
        self.answer = httptools.HttpResponseParser(_Answer(self))

    def _say(self, kind: str, count: int, status: int = 0) -> None:
        event = Event(
            kind, time.monotonic(), self.who, self.method, self.path, count, self.body, status, self.number
        )
        self.out.write(msgspec.json.encode(event) + b"\n")
        self.out.flush()


@dataclass(slots=True)
class _Request:
    """What the parser tells of a request."""

    conversation: Conversation

    def on_message_begin(self) -> None:
        self.conversation.open, self.conversation.body = True, 0
        self.conversation.path = ""

    def on_url(self, url: bytes) -> None:
        self.conversation.path += url.decode()
        self.conversation.method = self.conversation.request.get_method().decode()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"authorization":
            self.conversation.who = mark(value.decode().removeprefix("Bearer "))

    def on_body(self, data: bytes) -> None:
        self.conversation.body += len(data)

    def on_message_complete(self) -> None:
        self.conversation.asked()


@dataclass(slots=True)
class _Answer:
    """What the parser tells of an answer."""

    conversation: Conversation

    def on_message_complete(self) -> None:
        self.conversation.answered()


@dataclass(slots=True)
class Front:
    """Passes connections on to a service on loopback."""

    service: int
    out: IO[bytes]
    connections: int = 0

    async def take(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        """Carry one connection to its end; the end of one side is the end of both."""
        self.connections += 1
        conversation = Conversation(self.connections, self.out)
        service, to_service = await asyncio.open_connection("127.0.0.1", self.service)
        ways = (
            asyncio.create_task(_carry(client, to_service, conversation, up=True)),
            asyncio.create_task(_carry(service, to_client, conversation, up=False)),
        )
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        conversation.ended()
        for writer in (to_service, to_client):
            writer.close()


async def _carry(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, conversation: Conversation, *, up: bool
) -> None:
    try:
        while data := await source.read(_PIECE):
            if up:
                conversation.came_up(data)
            else:
                conversation.came_down(data)
            target.write(data)
            await target.drain()
    except OSError:
        return


async def serve(address: str, service: int, certificate: Path, out: Path, congestion: str) -> None:
    """Serve for ever; say the port when ready. The listening socket's congestion control is inherited by each connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server((address, 0), backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, congestion.encode())
    with out.open("ab") as file:
        front = Front(service, file)
        server = await asyncio.start_server(front.take, sock=listener, ssl=context)
        sys.stdout.write(f"{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        await server.serve_forever()


if __name__ == "__main__":
    where, port, pem, events, algorithm = sys.argv[1:]
    asyncio.run(serve(where, int(port), Path(pem), Path(events), algorithm))
