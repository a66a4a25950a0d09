# SPDX-License-Identifier: EUPL-1.2
"""What a signing-only computer of a person may hold on a day: a pure function of the body's objects.

For each request that asks the person now: the request with its comments, its document, the versions from the requested one on,
the reports beside it (each by the version that stands), and of the dossier what names it. Besides the body's name, its people
(names in flows, and to whom one may pass a signature on) and the substitutions that concern the person. A signature that was
announced from such a computer stays until its bytes are here, so that they are taken; by itself: it shows nothing else, and
never again what has left.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import Connection, and_, bindparam, or_, select

from central.store import objects, tables
from central.store.objects import Stored, stored_of
from eset_desktop.domain import signature_rules as rules
from eset_desktop.domain import substitutions
from eset_desktop.domain.kinds import SIGNER_STREAMS
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.signature_acts import REQUEST
from eset_desktop.domain.states import RUNNING
from eset_desktop.domain.substitutions import Office, Substitution
from eset_desktop.domain.versions import SIGNATURE, Version, head

DOSSIER_FIELDS: Final = frozenset({"title", "number", "label", "situation"})
"""What is shown of a dossier: how people call it, and whether anything may be done in it."""

_OBJECT, _STREAM, _PERSON = tables.objects.c, tables.stream.c, tables.person.c
HOMES: Final = (
    select(_STREAM.name)
    .where(
        _STREAM.body == bindparam("body"),
        ~_STREAM.name.startswith("text:"),
        ~_STREAM.name.startswith(SIGNER_STREAMS),
    )
    .order_by(_STREAM.name)
)
"""The streams in which a body's objects are at home, texts aside."""
_PEOPLE = select(_PERSON.id, _PERSON.profiles).where(_PERSON.body == bindparam("body"))
# The text of the fields has one form (domain.values.canonical), so that it can be searched as it stands.
_RUNS = and_(_OBJECT.kind == REQUEST, _OBJECT.fields.contains(f'"state":"{RUNNING}"', autoescape=True))
_WAITS = and_(
    _OBJECT.kind == "version",
    _OBJECT.device.in_(bindparam("devices", expanding=True)),
    ~_OBJECT.fields.contains('"present":', autoescape=True),
)
_POSSIBLE = select(_OBJECT.parent).where(
    _OBJECT.stream.in_(bindparam("streams", expanding=True)),
    _OBJECT.left.is_(False),
    _OBJECT.deleted.is_(False),
    or_(_RUNS, _WAITS),
)
_ABOUT_BODY = select(tables.objects).where(
    _OBJECT.stream.in_(bindparam("streams", expanding=True)),
    _OBJECT.kind == "body",
    _OBJECT.left.is_(False),
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody with signing-only computers.

    Attributes:
        person: Who.
        devices: Those computers, revoked ones too: one that was joined anew sends what it had announced before.
    """

    person: str
    devices: frozenset[str]


class Contents:
    """A body's objects as a transaction sees them, and what of them a signer may hold.

    Args:
        connection: A transaction.
        body: The body.
        today: The day in the office.
    """

    def __init__(self, connection: Connection, body: str, today: date) -> None:
        self._connection = connection
        self._today = today
        self.homes: tuple[str, ...] = tuple(connection.execute(HOMES, {"body": body}).scalars())
        rows = connection.execute(_PEOPLE, {"body": body}).all()
        held = {row.id: frozenset(map(str, msgspec.json.decode(row.profiles))) for row in rows}
        self._people = frozenset(held)
        self._substitutions = {
            key: each
            for key, each in objects.below(connection, self.homes, held).items()
            if each.state.kind == substitutions.KIND and not each.state.deleted
        }
        found = self._substitutions.values()
        self._office = Office(
            held, tuple(Substitution.of(each.state.id, each.state.fields) for each in found)
        )

    def possible(self, signers: Iterable[Signer]) -> frozenset[str]:
        """Return the documents because of which any of some signers may hold something: a look through all there is."""
        devices = sorted({device for each in signers for device in each.devices})
        found = self._connection.execute(_POSSIBLE, {"streams": self.homes, "devices": devices})
        return frozenset(found.scalars())

    def of(self, signer: Signer, documents: Collection[str]) -> dict[str, Stored]:
        """Return what a signer may hold because of some documents, by id, with the fields that are shown."""
        found = {key: each for key, each in self._these(documents).items() if each.state.kind == "document"}
        below = _by_parent(self._below(found))
        units = [self._unit(signer, each, below.get(key, [])) for key, each in found.items()]
        shown = {each.state.id: each for unit in units for each in unit}
        requests = [each for each in shown.values() if each.state.kind == REQUEST]
        comments = self._below(each.state.id for each in requests)
        for each in (*comments.values(), *self._reports(requests, found)):
            shown.setdefault(each.state.id, each)
        shown |= self.dossiers(
            each.state.text("dossier") for each in shown.values() if each.state.kind == "document"
        )
        return {key: each for key, each in shown.items() if not each.state.deleted}

    def all_of(self, signer: Signer, possible: Collection[str]) -> dict[str, Stored]:
        """Return all that a signer may hold, by id, of the ``possible`` documents."""
        return self.of(signer, possible) | self.around(signer)

    def dossiers(self, ids: Iterable[str]) -> dict[str, Stored]:
        """Return dossiers with the fields that are shown."""
        found = self._these(ids).items()
        return {key: _reduced(each) for key, each in found if each.state.kind == "dossier"}

    def around(self, signer: Signer) -> dict[str, Stored]:
        """Return what is shown beside requests: the body, its people, the substitutions that concern the signer."""
        rows = self._connection.execute(_ABOUT_BODY, {"streams": self.homes})
        shown = {row.id: stored_of(row) for row in rows}
        shown |= self._these(self._people)
        for key, each in self._substitutions.items():
            if signer.person in {each.state.get("absent"), each.state.get("substitute")}:
                shown[key] = each
        return shown

    def _unit(self, signer: Signer, document: Stored, lying: Iterable[Stored]) -> Iterator[Stored]:
        """Yield what a signer may hold of one document: what is asked, and each signature that waits for its bytes."""
        inside = {each.state.id: each for each in lying if each.state.kind in {"version", REQUEST}}
        versions = {
            key: Version(key, each.state.text("parent") or None, each.state.text("relation"))
            for key, each in inside.items()
            if each.state.kind == "version"
        }
        requests = [each for each in inside.values() if each.state.kind == REQUEST]
        asked = [each for each in requests if self._asks(signer, each, versions, document)]
        shown = {each.state.id for each in asked}
        shown |= _from_on(versions, {each.state.text("version") for each in asked})
        if shown:
            yield document
        # What waits for bytes shows what its own computer said, and nothing else: not even the document.
        shown |= {key for key in versions if _waits(signer, inside[key])}
        yield from (inside[key] for key in sorted(shown) if key in inside)

    def _asks(
        self, signer: Signer, request: Stored, versions: Mapping[str, Version], document: Stored
    ) -> bool:
        fields = request.state.fields
        if (
            request.state.deleted
            or rules.state_on(fields, versions, document.state.fields, self._today)[0] != RUNNING
        ):
            return False
        return bool(rules.places_of(fields, signer.person, self._office, self._today))

    def _reports(self, requests: Iterable[Stored], documents: Mapping[str, Stored]) -> Iterator[Stored]:
        """Yield the documents to be seen beside others, each with the version that stands; of the same dossier only."""
        wanted: dict[str, set[str]] = {}
        for each in requests:
            told = each.state.get("reports")
            dossier = documents[each.state.text("document")].state.text("dossier")
            for key in told if isinstance(told, list | tuple) else ():
                wanted.setdefault(str(key), set()).add(dossier)
        found = {
            key: each
            for key, each in self._these(wanted).items()
            if each.state.kind == "document" and each.state.text("dossier") in wanted[key]
        }
        below = _by_parent(self._below(found))
        for key, document in found.items():
            versions = {each.state.id: each for each in below.get(key, []) if each.state.kind == "version"}
            listed = (
                Version(each.state.id, each.state.text("parent") or None, each.state.text("relation"))
                for each in versions.values()
            )
            yield document
            standing = head(listed, document.state.text("chosen_head") or None)
            if standing is not None:
                yield versions[standing]

    def _these(self, ids: Iterable[str]) -> dict[str, Stored]:
        return objects.these(self._connection, self.homes, set(ids))

    def _below(self, ids: Iterable[str]) -> dict[str, Stored]:
        return objects.below(self._connection, self.homes, set(ids))


def _by_parent(found: Mapping[str, Stored]) -> dict[str, list[Stored]]:
    listed: dict[str, list[Stored]] = {}
    for each in found.values():
        listed.setdefault(each.state.text("document"), []).append(each)
    return listed


def _waits(signer: Signer, version: Stored) -> bool:
    """Tell whether a version is a signature from a signing-only computer whose bytes have not come."""
    state = version.state
    announced = version.device in signer.devices and state.get("relation") == SIGNATURE
    return announced and state.get("present") is None


def _from_on(versions: Mapping[str, Version], requested: Collection[str]) -> set[str]:
    """Return some versions and all that stand on them."""
    found = set(requested)
    while more := {each.id for each in versions.values() if each.parent in found} - found:
        found |= more
    return found


def _reduced(dossier: Stored) -> Stored:
    fields = {name: value for name, value in dossier.state.fields.items() if name in DOSSIER_FIELDS}
    state = ObjectState(dossier.state.kind, dossier.state.id, fields, deleted=dossier.state.deleted)
    return replace(dossier, state=state, hash=state.hash())
