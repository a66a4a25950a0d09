# SPDX-License-Identifier: EUPL-1.2
"""Documents' bytes: one through resets, a signature appended to a big one, many on a lossy line."""

import hashlib
import random
from typing import Final

from bench.sync_cases.computer import Computer, everything_sent
from bench.sync_cases.corpus import SMALL, zstd_size
from bench.sync_cases.peers import rsync
from bench.sync_cases.report import HIGHER, LINE_BYTES, Row, row, say
from bench.sync_cases.service import down_bytes, first_at, up_bytes
from bench.sync_cases.setting import Setting, Stage
from rigs.line.front import ASKED, BROKEN
from rigs.line.link import satellite
from rigs.line.spaces import BBR, CUBIC

from eset_desktop.operations import documents
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import plan, waiting

MIB: Final = 1 << 20
RESET_SECONDS: Final = 20.0
PATIENCE: Final = 600.0
DOCUMENTS: Final = 14
DOCUMENT_BYTES: Final = 180_000
"""The median document of ``background/sync.md`` §5.6."""
BIG: Final = 50_000_000
_KEPT: Final = 16 * 1024
_PACKETS: Final = 1.04
"""IP bytes for each HTTP byte of a long upload: 52 of headers and a share of a TLS record around each 1,448."""


def scan(seed: int, size: int) -> bytes:
    """Return what a scanner makes: a PDF that no compression makes smaller."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Length " + str(size).encode() + b" >>\nstream\n"
    tail = b"\nendstream\nendobj\ntrailer << >>\n%%EOF\n"
    return head + random.Random(seed).randbytes(size - len(head) - len(tail)) + tail


def add(computer: Computer, stage: Stage, contents: list[bytes]) -> list[str]:
    """Add documents while no agent runs; return their ids."""
    with computer.open() as place:
        kind = plan.document_types(place.database.reader())[0].code
        dossier = min(stage.corpus.newest)
        made = [
            documents.add(
                place.session,
                dossier,
                documents.NewDocument(f"Escaneig {number}", kind),
                content,
                f"{number}.pdf",
            ).created
            for number, content in enumerate(contents)
        ]
    return [each for each in made if each]


def some_sent(connection: Connection) -> bool:
    """Tell whether some document has arrived: the lanes are in full use."""
    return waiting.counts(connection).uploads < DOCUMENTS


def measure_resets(setting: Setting) -> list[Row]:
    """Measure 2 MiB up while every connection is reset each 20 seconds."""
    content = scan(setting.seed, 2 * MIB)
    with setting.stage("resets", SMALL) as stage:
        desk = stage.computer("desk")
        add(desk, stage, [content])
        stage.line.reshape(satellite())
        before = stage.line.counters()
        with desk.open() as place, stage.line.resets(RESET_SECONDS) as resets, desk.running() as started:
            done = desk.until(place, everything_sent, patience=PATIENCE)
            drops, after = resets.done, stage.line.counters()
        events = stage.far.events(who=desk.who, since=started, until=done)
        begun = first_at(stage.far, desk.who, started)
    sent = [each for each in events if each.method == "PATCH" and each.kind in {ASKED, BROKEN}]
    arrived = max(0, sum(each.body for each in sent) - len(content))
    line = after.up.bytes - before.up.bytes
    again = max(0.0, line - _PACKETS * up_bytes(events)) + arrived
    chunk = max((each.body for each in sent), default=0)
    say(
        f"2 MiB with resets: {drops} resets; {arrived} bytes of it arrived again, {again:.0f} were sent again into the line;"
        f" largest request {chunk} B; HTTP {up_bytes(events)} up {down_bytes(events)} down; IP {line} up;"
        f" first request after {begun - started:.2f} s"
    )
    peers = {"rsync": rsync.resumed(setting, content, satellite(), RESET_SECONDS)} if setting.peers else {}
    floor = len(content) / LINE_BYTES
    return [
        row("2 MiB document, reset each 20 s", done - started, "s", floor=floor, target=78.0, peers=peers),
        row("2 MiB document, bytes again a drop", again / max(1, drops), "B", floor=0, target=chunk + _KEPT),
    ]


def measure_signature(setting: Setting) -> list[Row]:
    """Measure the bytes that an appended signature costs; the line is open, for the bytes are the same."""
    original = scan(setting.seed, BIG)
    signed = original + revision(setting.seed, original)
    addition = signed[len(original) :]
    floor = zstd_size(addition, 9)
    with setting.stage("signature", SMALL) as stage:
        desk = stage.computer("desk")
        [document] = add(desk, stage, [original])
        desk.settle()
        with desk.open() as place:
            query = "SELECT id FROM object WHERE kind = 'version' AND fields ->> '$.document' = ?"
            parent = str(place.database.reader().execute(query, (document,)).fetchone()[0])
            new = documents.NewVersion(signed, "signature", "signat.pdf", parent)
            documents.add_version(place.session, document, new)
            with desk.running() as started:
                done = desk.until(place, everything_sent, patience=PATIENCE)
        events = stage.far.events(who=desk.who, since=started, until=done)
    sent = sum(each.body for each in events if each.kind in {ASKED, BROKEN} and "/uploads" in each.path)
    peers = {"rsync IP bytes": rsync.appended(setting, original, signed)} if setting.peers else {}
    say(
        f"signature: {len(addition)} B appended; uploads {sent} B, all HTTP {up_bytes(events)} up {down_bytes(events)} down"
    )
    return [
        row(
            "50 MB PDF with an appended signature, bytes sent",
            sent,
            "B",
            floor=floor,
            target=floor + 4096,
            peers=peers,
        ),
        row("50 MB PDF with an appended signature, all HTTP bytes up", up_bytes(events), "B", floor=floor),
    ]


def revision(seed: int, original: bytes) -> bytes:
    """Return an incremental update as a signature makes it: a dictionary with a padded container, table and trailer."""
    container = random.Random(seed + 1).randbytes(9_000).hex().encode().ljust(32_768, b"0")
    start = len(original)
    body = (
        b"\n2 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 %d %d 900]"
        b" /Contents <%s> /M (D:20261122090000+01'00') /Reason (Signat electr\xc3\xb2nicament) >>\nendobj\n"
        % (start + 160, start + 160 + len(container) + 2, container)
    )
    table = b"xref\n2 1\n%010d 00000 n \ntrailer\n<< /Size 3 /Root 1 0 R /Prev 9 >>\n" % (start + 1)
    return body + table + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def measure_use(setting: Setting) -> list[Row]:
    """Measure how much of a line with 5 % loss many documents use."""
    rows = []
    contents = [scan(setting.seed + number, DOCUMENT_BYTES) for number in range(DOCUMENTS)]
    payload = sum(len(each) for each in contents)
    assert len({hashlib.sha256(each).digest() for each in contents}) == DOCUMENTS
    for congestion in (CUBIC, BBR):
        with setting.stage(f"use-{congestion}", SMALL, congestion=congestion) as stage:
            desk = stage.computer("desk")
            add(desk, stage, contents)
            stage.line.reshape(satellite(0.05))
            with desk.open() as place, desk.running() as started:
                desk.until(place, some_sent, patience=PATIENCE)
                used = stage.line.congestion_seen()
                done = desk.until(place, everything_sent, patience=PATIENCE)
            begun = first_at(stage.far, desk.who, started)
        share = 100 * payload / (done - begun) / LINE_BYTES
        say(f"link use: congestion {used}; {payload} B in {done - begun:.1f} s")
        rows.append(
            row(
                f"link use, 5% loss, {congestion}",
                share,
                "%",
                floor=100.0,
                target=85.0 if congestion == CUBIC else None,
                better=HIGHER,
            )
        )
    return rows
