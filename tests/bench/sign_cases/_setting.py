# SPDX-License-Identifier: EUPL-1.2
"""What every case of `./eset bench sign` works with: a token, documents, a way to measure."""

import hashlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench.sync_cases.report import Row
from helpers.pdfs import make_pdf
from rigs.cards.softhsm import PIN, SoftToken, softhsm_module

from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.signing.batch.inside import InsideDoor
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, Event, FrozenList, ItemMoved, Writer
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import OpenKey, Secret
from eset_desktop.signing.sources import PlainFile

KEY: Final = "01"
ROOT: Final = Path(__file__).resolve().parents[3]


@dataclass
class Run:
    """A batch that is over.

    Attributes:
        seconds: From the first check to the last written document.
        moments: When each document was written.
        memory: Megabytes of the largest process that took part, without this one.
    """

    seconds: float
    moments: list[float] = field(default_factory=list)
    memory: float = 0.0

    @property
    def rate(self) -> float:
        """Documents in a second."""
        return len(self.moments) / self.seconds

    def intervals(self) -> list[float]:
        """Milliseconds between one written document and the next."""
        return [1000 * (b - a) for a, b in zip(self.moments, self.moments[1:], strict=False)]


class Setting:
    """A folder on the disk and a SoftHSM token with an RSA-2048 key, its PIN typed once.

    Args:
        folder: Empty; documents and results go there.
        count: Documents of a batch.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = count
        self._open = ExitStack()
        module = softhsm_module()
        if module is None:
            raise RuntimeError("no SoftHSM (package softhsm2)")
        self.module = module
        self.signer = Authority(datetime.now(UTC)).issue("Persona de Prova", "x", kind=KeyKind.RSA)
        self.token = SoftToken.create(folder / "token", module)
        self.token.add(self.signer, KEY)
        os.environ.update(self.token.environment)

    def close(self) -> None:
        """End every process."""
        self._open.close()

    def key(self) -> OpenKey:
        """Open the token's key in its own process; logs in anew."""
        store = self._open.enter_context(card_store(str(self.module)))
        (identity,) = store.identities().result()
        return store.open(identity, Secret.from_text(PIN)).result()

    def documents(self, size: int, name: str) -> list[Path]:
        """Make documents of about ``size`` bytes, all different."""
        place = self.folder / name
        place.mkdir()
        content = hashlib.shake_256(name.encode()).digest(size)
        paths = [place / f"document-{number:03}.pdf" for number in range(self.count)]
        for number, path in enumerate(paths):
            path.write_bytes(make_pdf(2, padding=number.to_bytes(4, "big") + content))
        os.sync()
        return paths

    def sign(self, frozen: FrozenList, writer: Writer, key: OpenKey) -> Run:
        """Check and sign a list with processes that are there already."""
        moments: list[float] = []

        def heard(event: Event) -> None:
            if isinstance(event, ItemMoved) and event.result.state is ItemState.SIGNED:
                moments.append(time.perf_counter())

        with SigningClient() as pdf:
            pdf.check(make_pdf())
            start = time.perf_counter()
            batch = Batch(frozen, InsideDoor(pdf), writer, listener=heard)
            batch.check()
            report = batch.run(key)
            seconds = time.perf_counter() - start
            memory = peak(pdf.pid)
        if report.state is not BatchState.DONE or len(moments) != len(frozen.items):
            raise RuntimeError(f"not signed: {report.state} {report.cause}")
        return Run(seconds, moments, memory)

    def alone(self, program: str, *arguments: str) -> Any:
        """Run a function of ``_floors`` in a process of its own and return what it printed, as JSON."""
        import json

        command = [sys.executable, "-m", "bench.sign_cases._floors", program, *arguments]
        path = os.pathsep.join([str(ROOT / "tests"), str(ROOT)])
        done = subprocess.run(
            command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True, check=True
        )
        return json.loads(done.stdout)


def listed(paths: Sequence[Path]) -> FrozenList:
    """Return files as a list to sign."""
    return FrozenList(tuple(BatchItem(str(path), path.name, PlainFile.at(path), "", 0) for path in paths))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def peak(pid: int | None) -> float:
    """Return the most megabytes that a process had in memory; 0.0 when it is gone or this is not Linux."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0]) / 1024 if found else 0.0


def p50(work: Callable[[], Any], rounds: int = 3) -> float:
    """Return the median seconds of one piece of work."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


__all__ = ["KEY", "ROOT", "Row", "Run", "Setting", "listed", "p50", "peak", "quantile"]
