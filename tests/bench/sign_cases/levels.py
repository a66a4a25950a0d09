# SPDX-License-Identifier: EUPL-1.2
"""Raising a B-B signature to B-LTA with services on loopback, in a warm process; and how much 200 documents ask them."""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench.sign_cases._setting import Row, Setting
from bench.sync_cases.report import row
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from rigs.pki.front import Service
from rigs.pki.pki import Pki

from eset_desktop.signing.levels.client import LevelsClient
from eset_desktop.signing.levels.http import Line
from eset_desktop.signing.levels.stamps import Stamps
from eset_desktop.signing.levels.values import Level, Services, Tsa

ORDER: Final = 5
_TARGET: Final = 1000.0
"""Above what the services take."""
_PLAIN: Final = 5


def measure(setting: Setting) -> list[Row]:
    """Milliseconds of one document, of a batch's, and the questions that the batch asked."""
    with Pki(setting.folder / "pki") as pki, LevelsClient() as client:
        pki.moment = None  # the machine's own
        paths = _signed(pki, setting)
        services = Services((Tsa(pki.tsa_url()),), str(setting.folder / "answers"))
        floor, peer = _round_trips(pki), _pyhanko(pki)
        client.start()
        pki.asked.clear()
        taken = [_raised(client, path, services, pki.roots) for path in paths]
        asked = dict(pki.asked)
    certificates = asked.get(Service.OCSP, 0) + asked.get(Service.CRL, 0)
    return [
        row("B-B to B-LTA, first document", taken[0], "ms", target=_TARGET + floor, floor=floor),
        row(
            f"B-B to B-LTA, p50 of {len(paths)}", statistics.median(taken), "ms",
            target=_TARGET + floor, floor=floor, peers={"pyHanko": peer},
        ),
        row(f"OCSP and CRL questions of {len(paths)}", certificates, "questions", target=4, floor=2),
        row("timestamps a document", asked.get(Service.TSA, 0) / len(paths), "questions", target=2.0, floor=2),
    ]  # fmt: skip


def _signed(pki: Pki, setting: Setting) -> list[Path]:
    maker = Maker(pki)
    place = setting.folder / "signed"
    place.mkdir()
    paths = [place / f"document-{number:03}.pdf" for number in range(setting.count)]
    for number, path in enumerate(paths):
        path.write_bytes(maker.sign(make_pdf(padding=number.to_bytes(4, "big") * 25_000), "signer1"))
    return paths


def _raised(client: LevelsClient, path: Path, services: Services, roots: tuple[bytes, ...]) -> float:
    start = time.perf_counter()
    raised = client.raise_level(path, Level.B_LTA, services, roots, datetime.now(UTC))
    if raised.facts.level is not Level.B_LTA:
        raise RuntimeError(raised.facts)
    return 1000 * (time.perf_counter() - start)


def _round_trips(pki: Pki) -> float:
    """Milliseconds of two timestamps: what no program can leave out for a document once OCSP and CRL are known."""
    stamps = Stamps(Line(10.0), (Tsa(pki.tsa_url()),))
    stamps.over(b"warm")
    start = time.perf_counter()
    for number in range(10):
        stamps.over(b"%d" % number)
    return 200 * (time.perf_counter() - start)


def _pyhanko(pki: Pki) -> float:
    """Milliseconds of pyHanko's own three calls, with nothing shared between documents."""
    maker = Maker(pki)
    taken = []
    for number in range(_PLAIN):
        signed = maker.sign(make_pdf(padding=number.to_bytes(4, "big") * 25_000), "signer1")
        start = time.perf_counter()
        maker.stamp(maker.add_data(maker.stamp(signed)), with_data=True)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)
