# SPDX-License-Identifier: EUPL-1.2
"""What people do with the signature folder: ask, answer with a signature or a refusal, stand in for each other."""

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from helpers.simulation.client import Computer

from eset_desktop.domain.profiles import PROFILES
from eset_desktop.domain.signature_flow import ROLES, Block, Flow, Signer
from eset_desktop.domain.signature_marks import Progress, marks_of
from eset_desktop.domain.signature_rules import ASKING, is_changed, is_over
from eset_desktop.domain.states import SIGNED
from eset_desktop.domain.versions import Version
from eset_desktop.operations import documents, dossiers, substitutions
from eset_desktop.operations import signature_requests as folder
from eset_desktop.operations.session import Session
from eset_desktop.store.queries import signature_requests as lists

if TYPE_CHECKING:
    from helpers.simulation.server import Central

Deed = Callable[[Session], Any]

_REQUESTS: Final = "SELECT id FROM object WHERE kind = 'signature_request' AND NOT deleted ORDER BY id"
_DOCUMENTS: Final = (
    "SELECT id FROM object AS d WHERE kind = 'document' AND fields ->> '$.state' != 'discarded' AND NOT EXISTS (SELECT 1 FROM"
    " object AS r WHERE r.kind = 'signature_request' AND r.parent = d.id AND r.fields ->> '$.state' = 'running') ORDER BY id"
)
_PEOPLE: Final = (
    "SELECT id FROM object WHERE kind = 'person' AND fields ->> '$.name' < 'Persona 4' ORDER BY id"
)
"""Those who have a computer in every history."""
_SUBSTITUTIONS: Final = "SELECT id FROM object WHERE kind = 'substitution' ORDER BY id"


class Folder:
    """Somebody's dealings with the signature folder."""

    def __init__(self, computer: Computer, chance: random.Random) -> None:
        self._computer = computer
        self._chance = chance
        self.deeds: dict[str, tuple[int, Callable[[], Deed | None]]] = {
            "ask": (3, self._ask), "sign_asked": (7, self._sign), "answer": (1, self._answer),
            "manage": (1, self._manage), "substitute": (2, self._substitute),
        }  # fmt: skip
        self.at_home: dict[str, tuple[int, Callable[[], Deed | None]]] = {
            "sign_asked": (7, self._sign), "answer": (3, self._answer), "say": (1, self._say), "read": (3, self._read),
        }  # fmt: skip

    def _one(self, query: str) -> str | None:
        found = self._computer.rows(query)
        return str(self._chance.choice(found)[0]) if found else None

    def _flow(self) -> Flow:
        people = [str(row[0]) for row in self._computer.rows(_PEOPLE)]
        blocks = []
        for _ in range(self._chance.choice((1, 1, 2))):
            count = self._chance.choice((1, 2, 2))
            asked = self._chance.sample(people, min(count, len(people)))
            signers = [Signer(self._chance.choice((*ROLES, *["sign"] * 5)), person=each) for each in asked]
            if self._chance.random() < 0.3:
                signers = [Signer(office=self._chance.choice(PROFILES[:2]))]
            blocks.append(Block(tuple(signers), self._chance.randrange(1, len(signers) + 1)))
        return tuple(blocks)

    def _ask(self) -> Deed | None:
        document = self._one(_DOCUMENTS)
        if document is None:
            return None
        flow, days, send = self._flow(), self._chance.choice((None, None, 0, 5)), self._chance.random() < 0.9

        def deed(session: Session) -> None:
            last = None if days is None else dossiers.today(session) + timedelta(days=days)
            folder.create(session, folder.NewRequest(document, flow, expires_on=last), send=send)

        return deed

    def _sign(self) -> Deed:
        """Sign what waits for this person, as far as this computer knows."""
        content, which = self._chance.randbytes(300), self._chance.randrange(100)

        def deed(session: Session) -> None:
            waiting = lists.to_sign(
                session.database.reader(), session.account().person, dossiers.today(session)
            )
            if waiting:
                row = waiting[which % len(waiting)]
                new = documents.NewVersion(content, "signature", "s.pdf", parent=row.standing)
                documents.add_version(session, row.document_id, new)

        return deed

    def _answer(self) -> Deed | None:
        request, person = self._one(_REQUESTS), self._one(_PEOPLE)
        if request is None or person is None:
            return None
        return self._chance.choice((
            lambda session: folder.refuse(session, request, "Falta l'informe"),
            lambda session: folder.review(session, request),
            lambda session: folder.review(session, request),
            lambda session: folder.delegate(session, request, person),
        ))  # fmt: skip

    def _manage(self) -> Deed | None:
        request = self._one(_REQUESTS)
        if request is None:
            return None
        acts = (folder.send, folder.withdraw, folder.pause, folder.resume)
        act, says = self._chance.choice(acts), self._chance.random() < 0.3
        return lambda session: folder.comment(session, request, "Urgent") if says else act(session, request)

    def _say(self) -> Deed | None:
        request = self._one(_REQUESTS)
        return (lambda session: folder.comment(session, request, "Ho miro")) if request else None

    def _read(self) -> Deed:
        """Have what waits brought here, as the agent does each hour."""
        return folder.want_asked

    def _substitute(self) -> Deed | None:
        people = [str(row[0]) for row in self._computer.rows(_PEOPLE)]
        known = self._one(_SUBSTITUTIONS)
        if known and self._chance.random() < 0.4:
            return lambda session: substitutions.end(session, known, dossiers.today(session))
        if len(people) < 2:
            return None
        absent, substitute = self._chance.sample(people, 2)
        return lambda session: substitutions.create(
            session,
            substitutions.NewSubstitution(absent, substitute, dossiers.today(session), "Decret 2026/12"),
        )


def broken_requests(objects: Mapping[str, Any], today: date) -> list[str]:
    """Return what is wrong with the requests of a service that came to rest, by its rows.

    Each has answers in order and not more than its minimum, is signed when nothing is missing and then only, names versions that
    are its document's signatures, and does not ask for what a document is no more. One of a document runs at most; what is over by its last day runs no more.
    """
    found = []
    versions: dict[str, dict[str, Version]] = {}
    relations = {}
    for key, row in objects.items():
        if row.kind == "version":
            fields = json.loads(row.fields)
            relations[key] = fields["relation"]
            version = Version(key, fields.get("parent"), fields["relation"])
            versions.setdefault(fields["document"], {})[key] = version
    running = []
    for key, row in objects.items():
        if row.kind != "signature_request":
            continue
        fields = json.loads(row.fields)
        progress, document = Progress.of(fields), str(fields["document"])
        turn = progress.block_in_turn()
        if (fields["state"] == SIGNED) != (turn is None):
            found.append(f"{key} is {fields['state']} in block {turn}")
        beyond = [name for name in progress.marks if turn is not None and int(name.partition(".")[0]) > turn]
        if beyond:
            found.append(f"{key} was answered out of turn: {beyond}")
        told = [mark.version for mark in marks_of(fields).values() if mark.version]
        told += [str(each["version"]) for each in fields.get("late", ())]
        strange = [each for each in told if relations.get(each, "signature") != "signature"]
        if strange:
            found.append(f"{key} names {strange}")
        holder = objects.get(document)
        if fields["state"] in ASKING:
            # what the service itself asks of who signed second stands beside what a person asked for
            running += [] if is_over(fields, today) or fields.get("second") else [document]
            if is_changed(fields, versions.get(document, {}), json.loads(holder.fields) if holder else None):
                found.append(f"{key} asks for what the document is no more")
    found += [f"{each} has two running requests" for each in set(running) if running.count(each) > 1]
    return found


def requests_met(central: "Central") -> Counter[str]:
    """Count what became of the requests of a service and of their signers."""
    found: Counter[str] = Counter()
    for (text,) in central.rows("SELECT fields FROM object WHERE kind = 'signature_request'"):
        fields = json.loads(text)
        found[str(fields.get("state"))] += 1
        found["late"] += len(fields.get("late", ()))
        for mark in marks_of(fields).values():
            found[mark.state] += 1
            found["substitution"] += bool(mark.substitution)
    return found
