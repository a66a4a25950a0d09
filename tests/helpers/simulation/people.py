# SPDX-License-Identifier: EUPL-1.2
"""What people do at their computers: one operation at a time, with whatever they see."""

import random
from collections.abc import Callable
from typing import Any

from helpers.simulation.client import Computer
from helpers.simulation.feeds import CHUNK
from helpers.simulation.server import CLASSES
from helpers.simulation.signers import Folder

from eset_desktop.errors import EsetError
from eset_desktop.operations import conflicts, documents, dossiers, parties, waiting
from eset_desktop.operations.session import Session

WORDS = ("obres", "llicència", "festa", "gual", "cens", "subvenció", "decret", "ple", "padró", "contracte")
Deed = Callable[[Session], Any]


class Person:
    """Somebody at a computer, with a will of its own."""

    def __init__(self, computer: Computer, chance: random.Random, signing: int = 1) -> None:
        self._computer = computer
        self._chance = chance
        folder = Folder(computer, chance)
        self._deeds: dict[str, tuple[int, Callable[[], Deed | None]]]
        if computer.let_go is not None:
            self._deeds = {**folder.at_home, "again": (1, self._again), "give_up": (1, self._give_up)}
            return
        self._deeds = {
            "open": (1, self._open), "rename": (6, self._rename), "note": (4, self._note), "unit": (3, self._unit),
            "advance": (2, self._advance), "close": (2, self._close), "reopen": (1, self._reopen),
            "party": (2, self._party), "edit_party": (3, self._edit_party), "remove_party": (2, self._remove_party),
            "document": (4, self._document), "describe": (2, self._describe), "version": (2, self._version),
            "finish": (1, self._finish), "discard": (1, self._discard), "head": (1, self._head),
            "want": (4, self._want), "settle": (3, self._settle), "again": (3, self._again), "give_up": (1, self._give_up),
            **{name: (weight * signing, deed) for name, (weight, deed) in folder.deeds.items()},
        }  # fmt: skip

    def morning(self) -> Deed:
        """Return the opening of a dossier with a party and a document."""
        new = dossiers.NewDossier(
            "L'expedient de tots", CLASSES[0], party=parties.NewParty("Algú", "00000000T")
        )
        content = self._chance.randbytes(CHUNK + 100)

        def deed(session: Session) -> None:
            dossier = str(dossiers.create(session, new).created)
            documents.add(session, dossier, documents.NewDocument("Decret", "decret"), content, "a.pdf")

        return deed

    def next_deed(self) -> tuple[str, Deed]:
        """Return what the person does next; it always exists."""
        while True:
            names = list(self._deeds)
            name = self._chance.choices(names, [self._deeds[each][0] for each in names])[0]
            deed = self._deeds[name][1]()
            if deed is not None:
                return name, patient(deed)

    def _title(self) -> str:
        return f"{self._chance.choice(WORDS)} {self._chance.choice(WORDS)} {self._chance.randrange(100)}"

    def _one(self, query: str) -> str | None:
        found = self._computer.rows(query)
        return str(self._chance.choice(found)[0]) if found else None

    def _object(self, kind: str) -> str | None:
        return self._one(f"SELECT id FROM object WHERE kind = '{kind}' AND NOT deleted ORDER BY id")  # noqa: S608 - our own words

    def _open(self) -> Deed:
        party = parties.NewParty(self._title(), "00000000T") if self._chance.random() < 0.3 else None
        new = dossiers.NewDossier(self._title(), self._chance.choice(CLASSES), party=party)
        return lambda session: dossiers.create(session, new)

    def _edit(self, **wanted: str | None) -> Deed | None:
        dossier = self._object("dossier")
        return (lambda session: dossiers.edit(session, dossier, wanted)) if dossier else None

    def _rename(self) -> Deed | None:
        return self._edit(title=self._title())

    def _note(self) -> Deed | None:
        return self._edit(notes=self._chance.choice((None, self._title(), "cafe\u0301", "café")))

    def _unit(self) -> Deed | None:
        return self._edit(unit=self._object("unit"))

    def _advance(self) -> Deed | None:
        dossier, phase = self._object("dossier"), self._chance.choice(("instruction", "resolution"))
        return (lambda session: dossiers.advance(session, dossier, phase)) if dossier else None

    def _close(self) -> Deed | None:
        dossier = self._object("dossier")
        return (lambda session: dossiers.close(session, dossier, "resolved")) if dossier else None

    def _reopen(self) -> Deed | None:
        dossier = self._object("dossier")
        return (lambda session: dossiers.reopen(session, dossier, "error")) if dossier else None

    def _party(self) -> Deed | None:
        dossier, party = self._object("dossier"), parties.NewParty(self._title())
        return (lambda session: parties.add(session, dossier, party)) if dossier else None

    def _edit_party(self) -> Deed | None:
        party, name = self._object("party"), self._title()
        return (lambda session: parties.edit(session, party, {"name": name})) if party else None

    def _remove_party(self) -> Deed | None:
        party = self._object("party")
        return (lambda session: parties.remove(session, party)) if party else None

    def _content(self) -> bytes:
        size = self._chance.choice((0, 1, 200, CHUNK, CHUNK + 1, 2 * CHUNK, 4 * CHUNK + 7))
        return self._chance.randbytes(size) if self._chance.random() < 0.9 else b"the same for all" * 150

    def _document(self) -> Deed | None:
        dossier = self._object("dossier")
        new, content = documents.NewDocument(self._title(), "decret"), self._content()
        return (lambda session: documents.add(session, dossier, new, content, "a.pdf")) if dossier else None

    def _describe(self) -> Deed | None:
        document, title = self._object("document"), self._title()
        return (lambda session: documents.describe(session, document, {"title": title})) if document else None

    def _version(self) -> Deed | None:
        found = self._computer.rows(
            "SELECT id, fields ->> '$.document' FROM object WHERE kind = 'version' ORDER BY id"
        )
        if not found:
            return None
        parent, document = self._chance.choice(found)
        relation = self._chance.choice(("content", "signature"))
        new = documents.NewVersion(self._content(), relation, "b.pdf", parent=str(parent))
        return lambda session: documents.add_version(session, str(document), new)

    def _finish(self) -> Deed | None:
        document = self._object("document")
        return (lambda session: documents.finish(session, document)) if document else None

    def _discard(self) -> Deed | None:
        document = self._object("document")
        return (lambda session: documents.discard(session, document, "error")) if document else None

    def _head(self) -> Deed | None:
        found = self._computer.rows(
            "SELECT id, fields ->> '$.document' FROM object WHERE kind = 'version' ORDER BY id"
        )
        if not found:
            return None
        version, document = map(str, self._chance.choice(found))
        return lambda session: documents.choose_head(session, document, version)

    def _want(self) -> Deed | None:
        version = self._one(
            "SELECT v.id FROM object AS v JOIN blob AS b ON b.sha256 = v.fields ->> '$.sha256'"
            " WHERE v.kind = 'version' AND NOT b.here ORDER BY v.id"
        )
        return (lambda session: documents.want(session, version)) if version else None

    def _settle(self) -> Deed | None:
        conflict = self._one(
            "SELECT id FROM object WHERE kind = 'conflict' AND fields ->> '$.state' = 'open' ORDER BY id"
        )
        choice, value = self._chance.choice(("kept", "other", "value")), self._title()
        return (lambda session: conflicts.settle(session, conflict, choice, value)) if conflict else None

    def _attention(self) -> str | None:
        return self._one("SELECT id FROM outbox WHERE state = 'attention' ORDER BY n")

    def _again(self) -> Deed | None:
        refused = self._attention()
        return (lambda session: waiting.send_again(session, refused)) if refused else None

    def _give_up(self) -> Deed | None:
        refused = self._attention()
        return (lambda session: waiting.give_up(session, refused)) if refused else None


def patient(deed: Deed) -> Deed:
    """A person who is told that something can't be done shrugs; nothing was changed."""

    def mild(session: Session) -> None:
        try:
            deed(session)
        except EsetError:
            return

    return mild
