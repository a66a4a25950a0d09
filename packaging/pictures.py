# SPDX-License-Identifier: EUPL-1.2
"""Takes a picture of every view, offscreen, in Catalan, light and dark, at 100 % and 150 %.

    .venv/bin/python packaging/pictures.py [FOLDER]

Without a folder, those at 100 % go to ``docs/images``, for the manual; with one, all go there, to be looked at. Each variant is a process of its own, because Qt reads the scale at start.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VARIANTS = (("light", "1"), ("dark", "1"), ("light", "1.5"), ("dark", "1.5"))
PASSPHRASE = "una frase de prova"  # noqa: S105 - of a certificate made on the spot
DOSSIERS = 60


class Photographer:
    """Walks through the window as a person does and takes its picture at each stop."""

    def __init__(self, folder: Path, suffix: str) -> None:
        from PySide6.QtTest import QTest  # noqa: PLC0415

        self._wait: Callable[[int], None] = QTest.qWait
        self._folder = folder
        self._suffix = suffix
        self.opened: Any = None

    def settle(self) -> None:
        """Wait until nothing is under way and the window is painted."""
        self._wait(50)
        while not self.opened.desk.background.is_idle:
            self._wait(20)
        self._wait(200)

    def do(self, action: str, **args: Any) -> None:
        """Do an action and wait for its end."""
        outcome = self.opened.desk.registry.invoke(action, args)
        while not outcome.is_settled:
            self._wait(20)
        self.settle()

    def take(self, name: str) -> None:
        """Take a picture."""
        self.settle()
        self.opened.window.grab().save(str(self._folder / f"{name}{self._suffix}.png"))
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
    from eset_desktop.demo.authority import Authority  # noqa: PLC0415
    from eset_desktop.store.queries import plan  # noqa: PLC0415

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
    signer = Authority(datetime.now(UTC)).issue("Laia Prova Exemple", PASSPHRASE)
    (folder / "certificat.p12").write_bytes(signer.pkcs12)
    at.do("document.sign", certificate=str(folder / "certificat.p12"), passphrase="no", submit=False)  # noqa: S106 - a wrong one
    at.take("signa-error")
    at.do("document.sign", passphrase=PASSPHRASE, submit=False)
    at.take("signa")
    at.do("document.sign", submit=True)
    at.take("document-signat")
    restricted(at)
    at.do("dossier.open", id=at.opened.window.dossier.dossier_id, tab="history")
    at.take("historia")


def restricted(at: Photographer) -> None:
    """Restrict the access to the dossier and keep it here, then take the restriction back."""
    from helpers.windows import give_profile  # noqa: PLC0415
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from eset_desktop.domain import rights  # noqa: PLC0415

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
    from helpers.computers import told  # noqa: PLC0415

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
    from helpers.windows import make_conflict, refuse_first  # noqa: PLC0415

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
    from helpers.windows import busy_minutes, going_on  # noqa: PLC0415

    from eset_desktop.store.queries import waiting  # noqa: PLC0415
    from eset_desktop.store.totals import Totals  # noqa: PLC0415

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


def take_variant(scheme: str, scale: str, target: Path) -> None:
    """Take all pictures of one variant in this process."""
    sys.path.insert(0, str(ROOT / "tests"))
    from helpers.cache import Cache  # noqa: PLC0415
    from helpers.pdfs import make_pdf  # noqa: PLC0415
    from helpers.windows import OpenWindow, fill_with_town  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from ui import theme  # noqa: PLC0415

    app = QApplication([])
    theme.prepare(app, scheme)
    suffix = ("" if scheme == "light" else "-fosc") + ("" if scale == "1" else "-150")
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in (("sollicitud.pdf", make_pdf(3)), ("buit.pdf", b"")):
            (folder / file).write_bytes(data)
            os.utime(folder / file, (1_000_000_000, 1_000_000_000))
        cache = Cache(folder / "cache", now=datetime.now(UTC))
        fill_with_town(cache, DOSSIERS)
        cache.replica.note_contact(ok=False)
        at = Photographer(target, suffix)
        at.opened = OpenWindow(app, cache)
        at.opened.window.show()
        walk(at, folder)
        at.opened.close()
        cache.close()


def main(arguments: list[str]) -> int:
    """Take every variant, each in its own process."""
    if arguments[:1] == ["--variant"]:
        take_variant(arguments[1], arguments[2], Path(arguments[3]))
        return 0
    target = Path(arguments[0]) if arguments else ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    for scheme, scale in VARIANTS if arguments else VARIANTS[:2]:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
        command = [sys.executable, __file__, "--variant", scheme, scale, str(target)]
        subprocess.run(command, env=environment, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
