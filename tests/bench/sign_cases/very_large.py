# SPDX-License-Identifier: EUPL-1.2
"""A document of 2.2 GB: by the command in place, and into the cache; time from beginning to end, and memory."""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from bench.sign_cases._setting import KEY, ROOT, Row, Setting, peak
from bench.sync_cases.report import row
from helpers.cache import SERIES, UNIT, Cache
from rigs.cards.softhsm import PIN

from eset_desktop.operations import documents, dossiers
from eset_desktop.operations.signing import StoreWriter
from eset_desktop.operations.signing_lists import freeze_all

ORDER: Final = 4
_SIZE: Final = 2_200_000_000
_PIECE: Final = 1 << 20


def measure(setting: Setting) -> list[Row]:
    """Sign it in place, plainly by pyHanko, and into the cache."""
    path = _document(setting.folder / "very-large" / "document.pdf")
    floor = _hashed(path)
    seconds, memory = _in_place(setting, path)
    plain = setting.alone("pyhanko", str(setting.module), KEY, str(path.parent), "", "1")
    stored, worker = _into_store(setting, path)
    return [
        row("2.2 GB in place, whole command", seconds, "s", target=5.0, floor=floor, peers={"pyHanko": plain["seconds"]}),
        row("memory of the largest of its processes, 2.2 GB", memory, "MB", target=100.0),
        row("2.2 GB into the store", stored, "s", target=20.0),
        row("memory of the PDF worker, 2.2 GB", worker, "MB", target=100.0),
    ]  # fmt: skip


def _document(path: Path) -> Path:
    """Write a PDF with one page and images of random bytes, 20 MB each, with a classic cross-reference table."""
    path.parent.mkdir()
    image = hashlib.shake_256(b"image").digest(20_000_000)
    offsets = []
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

        def put(body: bytes) -> None:
            offsets.append(file.tell())
            file.write(b"%d 0 obj\n%s\nendobj\n" % (len(offsets), body))

        put(b"<</Type/Catalog/Pages 2 0 R>>")
        put(b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
        put(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>")
        while file.tell() < _SIZE:
            put(b"<</Length %d>>\nstream\n%s\nendstream" % (len(image), image))
        start = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        file.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
        file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start))
        file.flush()
        os.fsync(file.fileno())
    return path


def _hashed(path: Path) -> float:
    start = time.perf_counter()
    with path.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    return time.perf_counter() - start


def _in_place(setting: Setting, path: Path) -> tuple[float, float]:
    """Run the command and return its seconds and the megabytes of its largest process."""
    readable, writable = os.pipe()
    os.write(writable, PIN.encode() + b"\n")
    os.close(writable)
    command = [sys.executable, "-m", "eset_desktop", "sign", str(path), "--in-place", "--json"]
    start = time.perf_counter()
    child = subprocess.Popen(
        [*command, "--module", str(setting.module), "--pin-fd", str(readable)],
        pass_fds=[readable], env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout
    memory = 0.0
    while child.poll() is None:
        memory = max([memory, *(peak(pid) for pid in (child.pid, *_children(child.pid)))])
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(0.05)
    seconds = time.perf_counter() - start
    os.close(readable)
    if child.returncode != 0:
        raise RuntimeError(child.stdout.read().decode())
    return seconds, memory


def _children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(each) for thread in threads for each in (thread / "children").read_text().split()]
    except OSError:
        return []


def _into_store(setting: Setting, path: Path) -> tuple[float, float]:
    cache = Cache(setting.folder / "large-cache")
    created = dossiers.create(cache.session, dossiers.NewDossier("Mesura", SERIES, unit_id=UNIT)).created
    assert created
    with path.open("rb") as file:
        added = documents.add(
            cache.session, created, documents.NewDocument("Gros", "informe"), file, path.name
        ).created
    chosen = freeze_all(cache.session, [added or ""])
    run = setting.sign(chosen.frozen, StoreWriter(cache.session, chosen.documents), setting.key())
    cache.close()
    return run.seconds, run.memory
