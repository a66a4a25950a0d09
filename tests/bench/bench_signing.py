# SPDX-License-Identifier: EUPL-1.2
"""Measures signing with a certificate file and drawing pages, through the doors that the window uses.

The floor of a signature is what no program can leave out: the bare signature of the key, two SHA-256 over the document
and one written, synchronised file.
"""

import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pikepdf
from cryptography.hazmat.primitives.serialization import pkcs12
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey
from helpers.signing_once import sign_once

from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.documents.render_client import RenderClient
from eset_desktop.signing.client import SigningClient

ROUNDS = 30


def p50(rounds: int, work: Callable[[], Any]) -> float:
    """Median milliseconds of one piece of work."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def write_and_sync(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def row(name: str, value: float, floor: float | None, target: float, unit: str = "ms") -> dict[str, Any]:
    """One result; less is better for all of them."""
    rounded = None if floor is None else round(floor, 2)
    return {
        "name": name, "value": round(value, 2), "unit": unit, "floor": rounded, "peers": {},
        "target": target, "better": "lower", "met": value <= target,
    }  # fmt: skip


def signing(kind: KeyKind, pdf: bytes, label: str, target: float, folder: Path) -> dict[str, Any]:
    """Sign, check, and write a document, against the floor."""
    from eset_desktop.signing.keys.pkcs12.file import sign_raw

    signer = Authority(datetime.now(UTC)).issue("Persona de Prova", "prova", kind=kind)
    key: Any = pkcs12.load_key_and_certificates(signer.pkcs12, b"prova")[0]
    out = folder / "out.pdf"

    def least() -> None:
        sign_raw(key, hashlib.sha256(pdf).digest() + hashlib.sha256(pdf).digest())
        write_and_sync(out, pdf)

    with SigningClient() as client:
        own = LocalKey(signer)
        sign_once(client, own, pdf)

        def whole() -> None:
            write_and_sync(out, sign_once(client, own, pdf).data)

        return row(f"sign {label}, {kind.value}", p50(ROUNDS, whole), p50(ROUNDS, least), target)


def starting() -> dict[str, Any]:
    """From nothing to a certificate that is open; the window hides it behind the list."""

    def start() -> None:
        with SigningClient() as client:
            client.inspect(make_pdf())

    return row("signing process ready", p50(3, start), None, 1000.0)


def drawing() -> list[dict[str, Any]]:
    """A page as the preview shows it, and how long asking keeps the window's thread."""
    pdf = make_pdf(30)
    with RenderClient() as client:
        document = client.open(lambda: pdf)
        document.page_count()
        page = p50(ROUNDS, lambda: document.render(3, 900))
        asked = []
        for number in range(ROUNDS):
            start = time.perf_counter()
            future = document.begin_render(number, 900)
            asked.append((time.perf_counter() - start) * 1000)
            future.result()
    return [
        row("page of 900 px", page, None, 150.0),
        row("asking for a page, longest", max(asked), None, 16.0),
    ]


def small_document() -> bytes:
    """About 100 kB, as a decree with a coat of arms."""
    document = pikepdf.open(BytesIO(make_pdf(2)))
    image = hashlib.shake_256(b"image").digest(97_000)
    document.Root.Padding = document.make_indirect(document.make_stream(image))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def main() -> int:
    """Measure everything and print the results."""
    small, large = small_document(), make_pdf(padding=hashlib.shake_256(b"large").digest(10_000_000))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = [
            signing(KeyKind.RSA, small, "100 kB", 15.0, folder),
            signing(KeyKind.EC, small, "100 kB", 15.0, folder),
            signing(KeyKind.RSA, large, "10 MB", 120.0, folder),
        ]
    results += [starting(), *drawing()]
    sys.stdout.write(json.dumps({"results": results}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
