# SPDX-License-Identifier: EUPL-1.2
"""Documents' bytes between two computers and the central service, all real, over a line that breaks when it is told to."""

import dataclasses
import hashlib
import random
import shutil
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest
from helpers.logs import ExpectedLogs
from helpers.pdfs import make_pdf
from helpers.relay import Relay, relay
from helpers.served import served
from helpers.signed_pdfs import Maker
from helpers.simulation.client import Computer
from helpers.simulation.clocks import WallClock
from helpers.simulation.server import CLASSES
from helpers.simulation.world import furnished
from rigs.pki.fixture import pki, pki_services
from rigs.pki.pki import Pki

from central.augmenting.job import Augmenting
from central.folder import DataFolder
from central.service import Service
from eset_desktop.clock import SystemClock
from eset_desktop.operations import documents, dossiers
from eset_desktop.store import meta
from sync.bell import Bell
from sync.lanes import drive_all
from sync.messages import LineError, Request, Response
from sync.transport import Transport

__all__ = ["pki", "pki_services"]


class Desk:
    """A computer whose agent runs in threads; ``asked`` are its requests by method and path, and the threads they came from."""

    def __init__(self, name: str, root: Path, url: str) -> None:
        clock = cast("WallClock", SystemClock())
        self.computer = Computer(name, root / name, clock, random.Random(name), lambda _: False)
        self.computer.start()
        self.life = self.computer.alive
        self.bell = Bell()
        self.asked: Counter[str] = Counter()
        self.lanes: set[str] = set()
        account = self.life.replica.account()
        with self.life.database.write() as connection:
            meta.put_account(connection, dataclasses.replace(account, url=url))
        self._thread = threading.Thread(
            target=drive_all, args=(self.life.engine, lambda: _Counting(url, self), self.bell)
        )
        self._thread.start()

    def value(self, query: str, *values: object) -> object:
        found = self.life.database.reader().execute(query, values).fetchone()
        return found and found[0]

    def until(self, query: str, wanted: object, *values: object) -> None:
        """Wait for what the cache shows; another thread writes it."""
        came = threading.Event()
        for _ in range(1500):
            if self.value(query, *values) == wanted:
                return
            came.wait(0.02)
        found, problems = self.value(query, *values), self.life.engine.problems
        pytest.fail(f"{query} stayed {found!r}, problems {problems}, asked {self.asked}")

    def write(self, *contents: bytes) -> list[str]:
        """Open a dossier with a document for each content; return their ids."""
        session = self.life.session
        dossier = str(dossiers.create(session, dossiers.NewDossier("Gual", CLASSES[0])).created)
        new = documents.NewDocument("Decret", "decret")
        made = [str(documents.add(session, dossier, new, each, "a.pdf").created) for each in contents]
        self.bell.ring()
        return made

    def until_sent(self, content: bytes) -> None:
        self.until("SELECT confirmed FROM blob WHERE sha256 = ?", 1, hashlib.sha256(content).hexdigest())

    def fetch(self, content: bytes) -> None:
        """Ask for a content and wait until it is here, as it is."""
        sha256 = hashlib.sha256(content).hexdigest()
        version = "SELECT id FROM object WHERE kind = 'version' AND fields ->> '$.sha256' = ?"
        self.until("SELECT count(*) FROM blob WHERE sha256 = ? AND confirmed", 1, sha256)
        found = str(self.value(version, sha256))
        documents.want(self.life.session, found)
        self.bell.ring()
        self.until("SELECT here FROM blob WHERE sha256 = ?", 1, sha256)
        assert documents.read(self.life.session, found) == content

    def leave(self) -> None:
        self.bell.stop()
        self._thread.join()
        self.computer.stop()


class _Counting(Transport):
    def __init__(self, url: str, desk: Desk) -> None:
        super().__init__(url, SystemClock(), agent="eset-desktop/test")
        self._desk = desk

    def send(self, request: Request) -> Response | LineError:
        self._desk.asked[f"{request.method} /{'/'.join(request.path.split('/')[2:4])[:12]}"] += 1
        if request.method == "PATCH":
            self._desk.lanes.add(threading.current_thread().name)
        return super().send(request)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    shutil.copytree(furnished(), tmp_path / "town")
    made = Service.open(DataFolder(tmp_path / "town" / "central"))
    yield made
    made.close()


@pytest.fixture
def line(service: Service) -> Iterator[Relay]:
    with served(service) as url, relay(url) as made:
        yield made


class Shelf(ThreadingHTTPServer):
    """Another place where one content lies; ``asked`` are the headers of what was asked for there.

    Attributes:
        content: What lies there.
        wrong: Status and headers of what is answered while nothing does.
    """

    content = b""
    wrong: tuple[int, dict[str, str]] = (403, {})

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Given)
        self.asked: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/shelf?signature=1"


class _Given(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        content, size = self.server.content, len(self.server.content)
        if not content:
            status, headers = self.server.wrong
            self.send_response(status)
            for each in headers.items():
                self.send_header(*each)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        first, _, last = self.headers["Range"].removeprefix("bytes=").partition("-")
        part = content[int(first) : int(last) + 1]
        self.send_response(206)
        self.send_header("ETag", '"an-etag-of-the-store"')
        self.send_header("Content-Range", f"bytes {first}-{int(first) + len(part) - 1}/{size}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with Shelf() as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def desk(tmp_path: Path, line: Relay) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def sit_down(name: str) -> Desk:
        made.append(Desk(name, tmp_path / "town", line.url))
        made[-1].until("SELECT count(*) FROM object WHERE kind = 'body'", 1)
        return made[-1]

    yield sit_down
    for each in made:
        each.leave()


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


@pytest.mark.parametrize("wrong", [(403, {}), (206, {"Content-Range": "bytes 7-9/10"})])
def test_bytes_that_lie_elsewhere_are_fetched_there_and_nothing_secret_goes_along(
    desk: Callable[[str], Desk],
    service: Service,
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    wrong: tuple[int, dict[str, str]],
) -> None:
    shelf.wrong = wrong
    anna, content = desk("c1"), noise(150_000, 7)
    anna.write(content)
    anna.until_sent(content)
    monkeypatch.setattr(service.blobs, "address", lambda *_: shelf.address)
    berta = desk("c2")
    sha256 = hashlib.sha256(content).hexdigest()
    berta.until("SELECT count(*) FROM blob WHERE sha256 = ? AND confirmed", 1, sha256)
    version = "SELECT id FROM object WHERE kind = 'version' AND fields ->> '$.sha256' = ?"
    documents.want(berta.life.session, str(berta.value(version, sha256)))
    berta.bell.ring()
    came = threading.Event()
    for _ in range(1500):
        if "sync.service_failed" in berta.life.engine.problems.values():
            break
        came.wait(0.02)
    assert set(berta.life.engine.problems.values()) == {"sync.service_failed"}  # not the line's
    shelf.content = content
    berta.fetch(content)
    assert not berta.life.engine.problems
    for headers in shelf.asked:
        assert headers.keys() == {"host", "range", "accept-encoding"}


def test_a_large_document_goes_in_stretches_on_several_lanes(desk: Callable[[str], Desk]) -> None:
    anna, berta = desk("c1"), desk("c2")
    content = noise(3_000_000)
    anna.write(content)
    anna.until_sent(content)
    assert len(anna.lanes) == 3
    berta.fetch(content)
    assert anna.life.engine.problems == berta.life.engine.problems == {}


def test_connections_that_break_cost_little_and_lose_nothing(
    desk: Callable[[str], Desk], line: Relay
) -> None:
    anna, content = desk("c1"), noise(3_000_000)
    line.breaks_after[:] = [line.up + each for each in (500_000, 1_200_000, 2_500_000)]
    before = line.up
    anna.write(content)
    anna.until_sent(content)
    assert not line.breaks_after
    chunks = 3 * 3 * 512 * 1024  # at the most one chunk a lane a break; they have grown on this fast line
    assert line.up - before < len(content) + chunks


def test_small_documents_go_together(desk: Callable[[str], Desk]) -> None:
    anna, contents = desk("c1"), [noise(2_000, seed) for seed in range(30)]
    anna.write(*contents)
    anna.until("SELECT count(*) FROM blob WHERE confirmed", 30)
    assert anna.asked["POST /blobs/batch"] < 20  # they are sent while they are written
    assert not anna.asked["POST /uploads"]


def test_a_signature_appended_costs_what_was_appended(desk: Callable[[str], Desk], line: Relay) -> None:
    anna, berta = desk("c1"), desk("c2")
    parent = noise(2_000_000)
    [document] = anna.write(parent)
    anna.until_sent(parent)
    berta.fetch(parent)
    before, down = line.up, line.down
    signed = parent + noise(20_000, 2)
    version = str(anna.value("SELECT id FROM object WHERE kind = 'version'"))
    new = documents.NewVersion(signed, "signature", "a.pdf", parent=version)
    documents.add_version(anna.life.session, document, new)
    anna.bell.ring()
    anna.until_sent(signed)
    berta.fetch(signed)
    assert line.up - before < 20_000 + 12_000
    assert line.down - down < 20_000 + 12_000
    assert anna.value("SELECT form FROM blob WHERE size > 2000000") == "segments"


def test_what_is_on_the_way_is_limited_on_a_connection_that_stands(line: Relay) -> None:
    transport = Transport(line.url, SystemClock(), agent="eset-desktop/test")
    ask = Request("GET", "/.well-known/eset", timeout=5)
    assert isinstance(transport.send(ask), Response)
    [connected] = transport._adapter.sockets()
    before = connected.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
    assert isinstance(transport.send(dataclasses.replace(ask, window=16_000)), Response)
    assert [*transport._adapter.sockets()] == [connected]
    assert connected.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) < min(before, 40_000)
    transport.close()


def test_bytes_that_the_service_lost_come_back_from_who_has_them(
    desk: Callable[[str], Desk], service: Service, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("blob.lost")
    expected_logs.allow("request.failed")
    anna, berta, content = desk("c1"), desk("c2"), noise(40_000)
    anna.write(content)
    anna.until_sent(content)
    berta.until_sent(content)
    sha256 = hashlib.sha256(content).hexdigest()
    (service.folder.root / "blobs" / sha256[:2] / sha256[2:4] / sha256).unlink()
    berta.fetch(content)
    assert service.blobs.is_sound(sha256)


def test_an_augmentation_costs_the_gap_and_what_was_appended(
    desk: Callable[[str], Desk], line: Relay, service: Service, pki: Pki
) -> None:
    pki.moment = None  # the machine's own
    root = service.folder.root
    pki.anchors_folder(root / "trust")
    settings = root / "central.toml"
    settings.write_text(
        f"[timestamps]\ninside = ['127.0.0.1']\n[[timestamps.service]]\nurl = '{pki.tsa_url()}'\n", "utf-8"
    )
    settings.chmod(0o600)
    anna, berta = desk("c1"), desk("c2")
    draft = make_pdf(padding=noise(1_000_000))
    [document] = anna.write(draft)
    signed = Maker(pki).sign(draft, "ec1")
    version = str(anna.value("SELECT id FROM object WHERE kind = 'version'"))
    documents.add_version(
        anna.life.session, document, documents.NewVersion(signed, "signature", "a.pdf", parent=version)
    )
    anna.bell.ring()
    anna.until_sent(signed)
    berta.fetch(signed)
    before = line.down
    found = service.folder.augmenting()
    assert found is not None
    raising = Augmenting(
        found, service.database, service.blobs, clock=service.clock, ids=service.ids, moved=service._moved
    )
    with closing(raising):
        raising.look()
        raising.jobs.run_due()
    raised = "FROM object WHERE kind = 'version' AND fields ->> '$.relation' = 'augmentation'"
    berta.until(f"SELECT count(*) {raised}", 1)
    content = b"".join(service.blobs.read(str(berta.value(f"SELECT fields ->> '$.sha256' {raised}"))))
    berta.fetch(content)
    assert berta.value(f"SELECT fields ->> '$.level' {raised}") == "B-LTA"
    assert len(content) > 1_000_000
    assert line.down - before < 40_000
