# SPDX-License-Identifier: EUPL-1.2
"""Coverage-guided fuzzing of ``verify`` and of the checks before signing; see README.md here."""

import logging
import random
import re
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]  # has its own environment

with atheris.instrument_imports(
    include=["eset_desktop.signing", "pyhanko", "pyhanko_certvalidator", "asn1crypto"]
):
    from fuzz.oracle import Oracle

    from eset_desktop.signing.errors import SigningError
    from eset_desktop.signing.messages import Answer, CheckPdf
    from eset_desktop.signing.sources import HeldBytes
    from eset_desktop.signing.trust.anchors import Anchors
    from eset_desktop.signing.worker import SigningWorker

import msgspec
from rigs.pki.pki import MOMENT

from eset_desktop.workers.messages import Failure

_GAP = re.compile(rb"<([0-9A-Fa-f]{512,})>")
_REPORT_EVERY = 500


class Target:
    """Runs each input through both doors and keeps count."""

    def __init__(self, seeds: Path, log: Path) -> None:
        documents = [each.read_bytes() for each in sorted(seeds.glob("*.pdf"))]
        anchors = Anchors.of_certificates([(seeds.parent / "root.der").read_bytes()])
        self._oracle = Oracle(documents, anchors, MOMENT + timedelta(hours=1))
        self._worker = SigningWorker()
        self._log = log
        self._count = 0
        self._started = time.monotonic()

    def run(self, data: bytes) -> None:
        """Try one input; an AssertionError or anything else that escapes is a find."""
        self._oracle.judge(data)
        frame = msgspec.msgpack.encode(CheckPdf(HeldBytes(data)))
        answer = msgspec.msgpack.decode(self._worker.handle(frame), type=Answer)
        assert not (isinstance(answer, Failure) and answer.code == SigningError.code), (
            "an accident before signing"
        )
        self._count += 1
        if self._count % _REPORT_EVERY == 0:
            self._report()

    def _report(self) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        line = (
            f"{self._count} executions, {used.ru_utime + used.ru_stime:.0f} CPU seconds, "
            f"{time.monotonic() - self._started:.0f} seconds, {used.ru_maxrss // 1024} MB\n"
        )
        self._log.write_text(line)


def mutate(data: bytes, size: int, seed: int) -> bytes:
    """Change the file, or the CMS inside one of its signatures, so that what is behind the hexadecimal is reached."""
    chance = random.Random(seed)
    gaps = list(_GAP.finditer(data))
    if not gaps or chance.random() < 0.5:
        return bytes(atheris.Mutate(data, size))
    gap = chance.choice(gaps)
    cms = bytes.fromhex(gap[1].decode("ascii")[: len(gap[1]) // 2 * 2])
    changed = bytes(atheris.Mutate(cms.rstrip(b"\0"), len(cms))).hex().encode("ascii")
    return data[: gap.start(1)] + changed.ljust(len(gap[1]), b"0")[: len(gap[1])] + data[gap.end(1) :]


def main() -> None:
    """``verify_target.py SEEDS LOG [libFuzzer arguments]``."""
    logging.disable(logging.CRITICAL)
    seeds, log = Path(sys.argv[1]), Path(sys.argv[2])
    atheris.Setup([sys.argv[0], *sys.argv[3:]], Target(seeds, log).run, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
