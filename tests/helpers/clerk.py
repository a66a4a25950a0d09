# SPDX-License-Identifier: EUPL-1.2
"""A person who saves one thing after the other through the window, and keeps a ledger of what was acknowledged."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from helpers.ledger import Ledger, Place
from helpers.pdfs import make_pdf
from helpers.running import Computer

from eset_desktop.demo.errors import WindowGone
from eset_desktop.demo.evidence import BUILDING_LICENCE

DOCUMENT_TYPE: Final = "technical_report"
LONG_AGO: Final = 1_700_000_000
"""Time of change of the files that are added: one that changed a moment ago is waited for."""


@dataclass(slots=True)
class Act:
    """A save: the action, its arguments, and what its answer will claim.

    Attributes:
        values: Values by field, of the object ``of`` or of the one that is made.
    """

    action: str
    args: dict[str, Any]
    values: dict[str, str]
    of: str = ""
    sha256: str = ""

    def places(self, created: str) -> dict[Place, str]:
        """Return the values by place."""
        return {(self.of or created, name): value for name, value in self.values.items()}


@dataclass(slots=True)
class Clerk:
    """A person at a computer.

    Attributes:
        files: Folder of the documents to add.
        dossiers: Acknowledged ones; the last one is on screen.
        shared: Dossiers whose notes another person writes too.
    """

    computer: Computer
    random: Random
    files: Path
    ledger: Ledger
    dossiers: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    documents: list[tuple[str, str]] = field(default_factory=list)
    parties: list[tuple[str, str]] = field(default_factory=list)
    on_screen: str = ""
    _serial: int = 0
    _sent: Act | None = None

    def begin(self) -> None:
        """Come to a dossier in a window that has just started: one of the last, or a new one."""
        self.on_screen = ""
        known = self.dossiers[-3:]
        if known and self.random.random() < 0.7:
            self.open(self.random.choice(known))
        else:
            self.do(self._new_dossier())

    def open(self, dossier: str) -> None:
        """Show a dossier."""
        self.computer.window.ask("dossier.open", id=dossier)
        self.on_screen = dossier

    def save(self) -> None:
        """Save something; raises WindowGone when the window ended before it answered."""
        self.do(self._drawn())

    def add_document(self) -> None:
        """Add a document to the dossier on screen; raises as :meth:`save` does."""
        self.do(self._new_document())

    def do(self, act: Act) -> None:
        """Do an act and take its answer; raises as :meth:`save` does."""
        self.send(act)
        self.take_answer()

    def send(self, act: Act | None = None) -> None:
        """Ask for an act without waiting for its answer."""
        self._sent = act or self._drawn()
        self.ledger.doubt(self._sent.places("") if self._sent.of else {})
        self.computer.window.send(self._sent.action, **self._sent.args)

    def take_answer(self) -> None:
        """Take the answer to the act that was asked for."""
        act = self._sent
        if act is None:
            return
        answer = self.computer.window.answer(act.action)
        self._sent = None
        created = str((answer or {}).get("created") or "")
        self.ledger.save(act.places(created))
        self._remember(act, created)

    def _remember(self, act: Act, created: str) -> None:
        if act.action == "dossier.new":
            self.dossiers.append(created)
            self.on_screen = created
        elif act.action == "document.add":
            self.documents.append((created, self.on_screen))
            self.ledger.documents[created] = act.sha256
        elif act.action == "party.add":
            self.parties.append((created, self.on_screen))

    def _drawn(self) -> Act:
        kinds: list[tuple[Callable[[], Act | None], int]] = [
            (self._new_party, 35), (self._title, 20), (self._notes, 12), (self._new_document, 12),
            (self._document_title, 8), (self._party_name, 7), (self._new_dossier, 6),
        ]  # fmt: skip
        while True:
            (made,) = self.random.choices([each for each, _ in kinds], [weight for _, weight in kinds])
            act = made()
            if act is not None:
                return act

    def _word(self, what: str) -> str:
        """Return a text that was never used before."""
        self._serial += 1
        return f"{what} {self.ledger.who} {self._serial}"

    def _new_dossier(self) -> Act:
        title = self._word("Expedient")
        return Act("dossier.new", {"procedure": BUILDING_LICENCE, "title": title}, {"title": title})

    def _new_party(self) -> Act:
        name = self._word("Persona")
        args = {"dossier": self.on_screen, "name": name, "identifier": "00000000T"}
        return Act("party.add", args, {"name": name})

    def _title(self) -> Act:
        return _edit(self.on_screen, {"title": self._word("Títol")})

    def _notes(self) -> Act | None:
        if not self.shared:
            return None
        dossier = self.random.choice(self.shared)
        self.ledger.contested.add((dossier, "notes"))
        return _edit(dossier, {"notes": self._word("Notes")})

    def _new_document(self) -> Act:
        title = self._word("Document")
        data = make_pdf(padding=self.random.randbytes(self.random.randrange(1_000, 60_000)), title=title)
        file = self.files / f"{title.replace(' ', '-')}.pdf"
        file.write_bytes(data)
        os.utime(file, (LONG_AGO, LONG_AGO))
        args = {"file": str(file), "type": DOCUMENT_TYPE, "title": title}
        return Act("document.add", args, {"title": title}, sha256=hashlib.sha256(data).hexdigest())

    def _document_title(self) -> Act | None:
        here = [each for each, dossier in self.documents if dossier == self.on_screen]
        if not here:
            return None
        document, fields = self.random.choice(here), {"title": self._word("Descripció")}
        return Act("document.describe", {"id": document, "fields": fields}, fields, document)

    def _party_name(self) -> Act | None:
        here = [each for each, dossier in self.parties if dossier == self.on_screen]
        if not here:
            return None
        party, fields = self.random.choice(here), {"name": self._word("Nom")}
        return Act("party.edit", {"id": party, "fields": fields}, fields, party)

    def unanswered(self) -> None:
        """The window was killed: take an answer that still arrived, and doubt what was asked last otherwise."""
        try:
            self.take_answer()
        except WindowGone:
            self._sent = None


def _edit(dossier: str, fields: dict[str, str]) -> Act:
    return Act("dossier.edit", {"dossier": dossier, "fields": fields}, fields, dossier)
