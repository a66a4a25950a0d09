# SPDX-License-Identifier: EUPL-1.2
"""A disk that is really full: the save is refused in three languages, nothing is lost, and with room again it works."""

import hashlib
import os
from functools import partial
from pathlib import Path

import pytest
from helpers.clerk import DOCUMENT_TYPE, LONG_AGO
from helpers.pdfs import make_pdf
from helpers.running import TownHall
from helpers.small_disk import fill
from helpers.told import facts, is_told

from eset_desktop.demo.evidence import BUILDING_LICENCE
from eset_desktop.domain.rights import ADMINISTRACIO

FULL = "store.disk_full"


@pytest.mark.slow
def test_saves_and_documents_on_a_full_disk(hall: TownHall, small_disk: Path, tmp_path: Path) -> None:
    computer = hall.join("clerk", ADMINISTRACIO, "--no-agent", within=small_disk)
    computer.synced()
    window = computer.window
    window.start()
    dossier = window.ask("dossier.new", procedure=BUILDING_LICENCE, title="Abans")["created"]
    pdf = tmp_path / "informe.pdf"
    pdf.write_bytes(make_pdf(padding=os.urandom(2_000_000)))
    os.utime(pdf, (LONG_AGO, LONG_AGO))
    add = partial(window.ask, "document.add", file=str(pdf), type=DOCUMENT_TYPE, title="Informe")
    edit = partial(
        window.ask, "dossier.edit", dossier=dossier, fields={"title": "Després", "notes": "n" * 1_500}
    )

    def _again() -> None:
        window.ask("dossier.open", id=dossier)
        add()

    fill(small_disk)
    is_told(window, FULL, edit)
    is_told(window, FULL, _again)
    window.ask("dossier.open", id=dossier)
    assert facts(window)["title"] == "Abans"
    assert facts(window)["documents"] == []

    (small_disk / "filler").unlink()
    edit()
    window.ask("dossier.open", id=dossier)
    add()
    window.kill()
    window.start()
    window.ask("dossier.open", id=dossier)
    shown = facts(window)
    assert shown["title"] == "Després"
    (document,) = shown["documents"]
    assert (
        hashlib.sha256(computer.bytes_of(document["sha256"])).digest()
        == hashlib.sha256(pdf.read_bytes()).digest()
    )
