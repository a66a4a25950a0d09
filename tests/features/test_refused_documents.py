# SPDX-License-Identifier: EUPL-1.2
"""Documents that can't be taken in or signed: told in three languages, nothing lost, and the next one goes in."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from helpers.clerk import DOCUMENT_TYPE, LONG_AGO
from helpers.pdfs import certified, encrypted, make_pdf
from helpers.running import Computer
from helpers.signing_keys import LocalKey
from helpers.signing_once import sign_once
from helpers.told import facts, is_told

from eset_desktop.demo.authority import Authority, Signer
from eset_desktop.demo.evidence import BUILDING_LICENCE
from eset_desktop.demo.processes import Window
from eset_desktop.signing.client import SigningClient

PASSPHRASE = "la contrasenya del certificat"


@pytest.fixture
def window(clerk: Computer) -> Window:
    """A window with a new dossier on screen."""
    clerk.window.start()
    clerk.window.ask("dossier.new", procedure=BUILDING_LICENCE, title="Llicència d'obres")
    return clerk.window


def at_rest(path: Path, data: bytes) -> Path:
    """Write a file that changed long ago."""
    path.write_bytes(data)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


@contextmanager
def growing(path: Path) -> Iterator[None]:
    """Let a file grow, as a scanner's does, until the block ends."""
    ended = threading.Event()
    grown = threading.Event()

    def write() -> None:
        with path.open("ab", buffering=0) as file:
            while not ended.wait(0.05):
                file.write(b"%" * 64)
                grown.set()

    writer = threading.Thread(target=write, name="scanner")
    writer.start()
    try:
        assert grown.wait(10)
        yield
    finally:
        ended.set()
        writer.join(10)


@pytest.mark.slow
def test_files_that_are_no_whole_pdf(window: Window, tmp_path: Path) -> None:
    good = make_pdf(title="Informe")
    cases = {
        "documents.empty": at_rest(tmp_path / "buit.pdf", b""),
        "documents.not_a_pdf": at_rest(tmp_path / "text.pdf", b"Bon dia\n" * 40),
        "documents.incomplete": at_rest(tmp_path / "mig.pdf", good[: len(good) // 2]),
        "documents.broken": at_rest(tmp_path / "malmes.pdf", b"%PDF-1.7\n" + bytes(2000) + b"\n%%EOF\n"),
        "documents.password": at_rest(tmp_path / "tancat.pdf", encrypted(user="secret")),
    }
    for code, file in cases.items():
        is_told(window, code, partial(_add, window, file))
    file = at_rest(tmp_path / "creix.pdf", good)
    with growing(file):
        is_told(window, "documents.growing", partial(_add, window, file))
    _add(window, at_rest(tmp_path / "bo.pdf", good))
    assert [each["title"] for each in facts(window)["documents"]] == ["Informe"]


@pytest.mark.slow
def test_signatures_that_cannot_be_made(window: Window, tmp_path: Path) -> None:
    certificate = tmp_path / "certificat.p12"
    signer = Authority(datetime.now(UTC)).issue("Persona de Prova", passphrase=PASSPHRASE)
    certificate.write_bytes(signer.pkcs12)
    documents = {
        "pla": make_pdf(), "restringit": encrypted(), "certificat": certified(1), "canviat": _changed(signer),
    }  # fmt: skip
    plain, restricted, closed, changed = (
        _add(window, at_rest(tmp_path / f"{name}.pdf", data), name) for name, data in documents.items()
    )
    refused = [
        ("signing.wrong_passphrase", plain, "una altra"),
        ("signing.pdf_encrypted", restricted, PASSPHRASE),
        ("signing.pdf_certified", closed, PASSPHRASE),
        ("signing.earlier_signature_broken", changed, PASSPHRASE),
    ]
    for code, document, passphrase in refused:
        is_told(window, code, partial(_sign, window, document, certificate, passphrase))
    _sign(window, plain, certificate, PASSPHRASE)
    window.ask("dossier.open", id=_dossier(window))
    found = {each["title"]: each["versions"] for each in facts(window)["documents"]}
    assert found == {"pla": 2, "restringit": 1, "certificat": 1, "canviat": 1}


def _changed(signer: Signer) -> bytes:
    """Return a signed document with a letter changed afterwards."""
    with SigningClient() as client:
        return sign_once(client, LocalKey(signer), make_pdf()).data.replace(b"Bon dia", b"Bon diu")


def _dossier(window: Window) -> str:
    window.ask("go.dossiers")
    rows = facts(window)["rows"]
    return str(rows[0]["id"])


def _add(window: Window, file: Path, title: str = "Informe") -> str:
    """Add a document to the only dossier and return its id."""
    window.ask("dossier.open", id=_dossier(window))
    return str(window.ask("document.add", file=str(file), type=DOCUMENT_TYPE, title=title)["created"])


def _sign(window: Window, document: str, certificate: Path, passphrase: str) -> None:
    window.ask("dossier.open", id=_dossier(window))
    window.ask("document.open", id=document)
    window.ask("document.sign", id=document, certificate=str(certificate), passphrase=passphrase)
