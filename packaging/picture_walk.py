# SPDX-License-Identifier: EUPL-1.2
"""Walks through the window as a person does and takes its pictures, in one variant of colours and scale; ``pictures.py`` starts it.

python packaging/picture_walk.py light|dark SUFFIX FOLDER
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import picture_signing
from helpers.cache import Cache
from helpers.computers import told
from helpers.pdfs import make_pdf
from helpers.windows import (
    OpenWindow,
    busy_minutes,
    fill_with_town,
    give_profile,
    going_on,
    make_conflict,
    refuse_first,
)
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eset_desktop.demo.authority import Authority
from eset_desktop.domain import rights
from eset_desktop.store.queries import plan, waiting
from eset_desktop.store.totals import Totals
from ui import theme

PASSPHRASE = "una frase de prova"  # noqa: S105 - of a certificate made on the spot
DOSSIERS = 60


class Photographer:
    """Walks through the window as a person does and takes its picture at each stop."""

    def __init__(self, folder: Path, suffix: str, opened: OpenWindow) -> None:
        self.folder = folder
        self.suffix = suffix
        self.opened = opened

    def settle(self) -> None:
        """Wait until nothing is under way and the window is painted."""
        QTest.qWait(50)
        while not self.opened.desk.background.is_idle:
            QTest.qWait(20)
        QTest.qWait(200)

    def do(self, action: str, **args: Any) -> None:
        """Do an action and wait for its end."""
        outcome = self.opened.desk.registry.invoke(action, args)
        while not outcome.is_settled:
            QTest.qWait(20)
        self.settle()

    def take(self, name: str) -> None:
        """Take a picture."""
        self.settle()
        self.opened.window.grab().save(str(self.folder / f"{name}{self.suffix}.png"))
        self.opened.window.notices.clear()


def walk(photographer: Photographer, folder: Path) -> None:
    """Stop at every view."""
    lists(photographer)
    dossier(photographer, folder)
    rest(photographer)


def lists(at: Photographer) -> None:
    """Show the lists, full and empty."""
    window = at.opened.window
    at.take("expedients")
    at.do("go.dossiers", text="zzzz")
    at.take("expedients-cap")
    at.do("go.dossiers", text="")
    at.do("go.plan", text="llic")
    at.take("quadre")
    at.do("app.palette")
    window.palette_box.box.setText("expe")
    at.take("accions")
    window.palette_box.dismiss()


def dossier(at: Photographer, folder: Path) -> None:
    """Make a dossier, add a document and sign it."""
    connection = at.opened.desk.connection
    procedure = next(row for row in plan.procedures(connection) if "obres majors" in row.title_ca.lower())
    party = {"name": "Maria Prova Exemple", "identifier": "00000000T"}
    title = "Llicència d'obres majors al carrer Major, 12"
    form = {"class": procedure.class_id, "procedure": procedure.id, "title": title, "party": party}
    at.do("dossier.new", submit=False, **form)
    at.take("expedient-nou")
    at.do("dossier.new", **form)
    at.do("dossier.edit", fields={"notes": "La persona interessada prefereix que li telefonin al matí."})
    at.take("expedient-dades")
    at.do("document.add", file=str(folder / "sollicitud.pdf"), submit=False)
    at.take("document-nou")
    at.do("document.add", file=str(folder / "buit.pdf"), submit=False)
    at.do("document.add", type=plan.document_types(connection)[0].code, title="Sol·licitud de llicència")
    at.do("dossier.open", id=at.opened.window.dossier.dossier_id, tab="documents")
    at.take("documents")
    signer = Authority(datetime.now(UTC)).issue("Laia Olivadell Prova", PASSPHRASE)
    (folder / "certificat.p12").write_bytes(signer.pkcs12)
    at.do("document.sign")
    at.take("signa-cap-certificat")
    at.do("certificate.add", file=str(folder / "certificat.p12"))
    at.do("document.sign", passphrase="no")  # noqa: S106 - a wrong one
    at.take("signa-error")
    at.do("document.sign", passphrase=PASSPHRASE)
    at.take("document-signat")
    before = give_profile(at.opened.cache, (rights.SECRETARIA, rights.ALCALDIA))
    at.opened.desk.refresher.look()
    picture_signing.walk(at)
    give_profile(at.opened.cache, before)
    at.opened.desk.refresher.look()
    restricted(at)
    at.do("dossier.open", id=at.opened.window.dossier.dossier_id, tab="history")
    at.take("historia")


def restricted(at: Photographer) -> None:
    """Restrict the access to the dossier and keep it here, then take the restriction back."""
    before = give_profile(at.opened.cache, (rights.SECRETARIA,))
    at.opened.desk.refresher.look()
    at.do("access.show")
    page = at.opened.window.access
    page.reason.setText("Dades de salut de la persona interessada (art. 9 RGPD)")
    page.people.item(0).setCheckState(Qt.CheckState.Checked)
    at.take("acces")
    at.do("access.restrict", reason=page.reason.text(), people=page.marked())
    at.do("keep.here")
    at.take("acces-restringit")
    at.do("go.dossiers", text="")
    at.take("acces-llista")
    at.do("go.back")
    computers(at)
    give_profile(at.opened.cache, before)


def computers(at: Photographer) -> None:
    """Show the body's computers: asked for, told, one about to be withdrawn and withdrawn."""
    page = at.opened.window.devices
    at.do("go.devices")
    at.take("ordinadors-demanant")
    at.opened.cache.replica.drop_errands("sync.line_down")
    at.opened.desk.refresher.look()
    at.take("ordinadors-sense-connexio")
    told(at.opened.cache)
    at.opened.desk.refresher.look()
    page.list.choose(2)
    at.take("ordinadors")
    page.offer_withdrawal()
    at.take("ordinadors-confirma")
    page.question.dismiss()
    told(at.opened.cache, revoked=True)
    at.opened.desk.refresher.look()
    at.take("ordinadors-retirat")
    at.do("go.back")


def rest(at: Photographer) -> None:
    """Show what waits, conflicts and help."""
    at.do("go.conflicts")
    at.take("canvis-alhora-cap")
    make_conflict(at.opened.cache)
    at.opened.desk.refresher.look()
    at.take("canvis-alhora")
    at.do("go.outbox")
    at.take("pendent")
    sending(at)
    refuse_first(at.opened.cache)
    at.opened.desk.refresher.look()
    at.take("pendent-atencio")
    at.do("stick.prepare")
    at.take("llapis-prepara")
    at.do("stick.install")
    at.take("llapis-installa")
    at.do("help.show")
    at.take("ajuda")
    at.opened.cache.replica.revoked()
    at.opened.desk.refresher.look()
    at.take("acces-retirat")


def sending(at: Photographer) -> None:
    """Show what is being sent and received."""
    cache = at.opened.cache
    first = waiting.uploads(cache.database.reader())[0].version_id
    (sha256,) = (
        cache.database.reader()
        .execute("SELECT fields ->> '$.sha256' FROM object WHERE id = ?", (first,))
        .fetchone()
    )
    going_on(cache, sha256, 43, taken=8_200, rows=20_000, bytes_left=7_200_000)
    at.opened.totals = Totals(recent=busy_minutes(cache))
    at.do("go.outbox")
    at.opened.desk.refresher.look()
    at.take("pendent-enviant")
    at.do("dossier.open", id=at.opened.window.dossier.dossier_id, tab="documents")
    at.take("documents-enviant")
    at.do("go.back")


def main(scheme: str, suffix: str, target: Path) -> None:
    """Take all pictures of one variant."""
    app = QApplication([])
    theme.prepare(app, scheme)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in (("sollicitud.pdf", make_pdf(3)), ("buit.pdf", b"")):
            (folder / file).write_bytes(data)
            os.utime(folder / file, (1_000_000_000, 1_000_000_000))
        cache = Cache(folder / "cache", now=datetime.now(UTC))
        fill_with_town(cache, DOSSIERS)
        cache.replica.note_contact(ok=False)
        at = Photographer(target, suffix, OpenWindow(app, cache))
        at.opened.window.show()
        walk(at, folder)
        at.opened.close()
        cache.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
