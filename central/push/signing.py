# SPDX-License-Identifier: EUPL-1.2
"""What a push means for signature requests: who may answer, what a signature stands on, which requests end by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from central.push.working import Working
from central.store import tables
from central.store.changes import ObjectChange
from central.store.objects import Stored
from eset_desktop.clock import iso, parse_iso
from eset_desktop.domain import signature_rules as rules
from eset_desktop.domain import substitutions
from eset_desktop.domain.commands import REDRAFT
from eset_desktop.domain.mutations import COMMAND, CREATE, Mutation, ObjectState, Skip, apply
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.proofs import refusal_to_close
from eset_desktop.domain.signature_acts import EXPIRE, REQUEST, SEND, SIGN, VOID, WITHDRAW
from eset_desktop.domain.signature_files import SIGNED_UNKNOWN
from eset_desktop.domain.signature_marks import marks_of
from eset_desktop.domain.states import DISCARDED, REFUSED
from eset_desktop.domain.substitutions import Office, Substitution
from eset_desktop.domain.values import Fields
from eset_desktop.domain.versions import CONTENT, Version, head

VERSION_UNKNOWN: Final = f"{REQUEST}.version_unknown"
UNKNOWN: Final = frozenset({VERSION_UNKNOWN, SIGNED_UNKNOWN})
"""Reasons that are none while what the service lost may still come."""
_PEOPLE = select(tables.person.c.id, tables.person.c.profiles).where(
    tables.person.c.body == bindparam("body")
)


class Offices:
    """Who holds what in a body and who stands in for whom, as a batch's changes leave it; read when it is asked for.

    Args:
        connection: The batch's transaction.
        body: The body.
        working: The batch's objects.
        changing: Whether the batch makes or ends substitutions: then each look is a new one.
    """

    def __init__(self, connection: Connection, body: str, working: Working, *, changing: bool) -> None:
        self.body = body
        self._connection = connection
        self._working = working
        self._changing = changing
        self._known: Office | None = None

    def now(self) -> Office:
        """Return who holds what now."""
        if self._known is None or self._changing:
            self._known = self._read()
        return self._known

    def _read(self) -> Office:
        rows = self._connection.execute(_PEOPLE, {"body": self.body}).all()
        held = {row.id: frozenset(map(str, msgspec.json.decode(row.profiles))) for row in rows}
        below = self._working.below(held).values()
        found = (
            each.state for each in below if each.state.kind == substitutions.KIND and not each.state.deleted
        )
        return Office(held, tuple(Substitution.of(each.id, each.fields) for each in found))


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was done, as it is told, and when it came; the day of both in the office."""

    told: str
    received: datetime

    @property
    def day(self) -> date:
        """Return the day on which it was done, never later than it came: whose turn it was."""
        return office_day(parse_iso(self.told))

    @property
    def today(self) -> date:
        """Return the day on which it came: whether a request was over."""
        return office_day(self.received)


def refusal(
    mutation: Mutation, current: Stored | None, working: Working, offices: Offices, at: Moment
) -> str | None:
    """Return why a rule of signature requests refuses a mutation, or None."""
    if mutation.kind == REQUEST:
        return _of_request(mutation, current, working, offices, at)
    if mutation.kind == substitutions.KIND and mutation.op == CREATE:
        people = offices.now().profiles
        known = {mutation.fields.get("absent"), mutation.fields.get("substitute")} <= people.keys()
        return substitutions.problem_of(mutation.fields) if known else f"{substitutions.KIND}.person_unknown"
    if mutation.kind == "signature_flow":
        return _of_flow(mutation, offices)
    return _of_what_is_signed(mutation, working, offices, at)


def _of_what_is_signed(mutation: Mutation, working: Working, offices: Offices, at: Moment) -> str | None:
    if (mutation.kind, mutation.op) == ("version", CREATE):
        return _of_signature_in_place(mutation, working, offices, at)
    if (mutation.kind, mutation.command) == ("document", REDRAFT):
        return _of_redraft(mutation, working)
    if (mutation.kind, mutation.command) == ("dossier", "close"):
        return _of_closing(mutation, working, offices, at)
    return None


def _of_closing(mutation: Mutation, working: Working, offices: Offices, at: Moment) -> str | None:
    if _is_waited_for(mutation.object, working, at.today):
        return "dossier.signature_pending"
    (body,) = working.these([offices.body])
    return refusal_to_close(body.state.fields, _standing_in(mutation.object, working))


def _of_request(
    mutation: Mutation, current: Stored | None, working: Working, offices: Offices, at: Moment
) -> str | None:
    if current is None and mutation.op != CREATE:
        return None
    request: Fields = mutation.fields if current is None else current.state.fields
    problem = rules.refusal_by_person(mutation, request, offices.now(), at.day)
    problem = problem or rules.refusal_to_change(mutation, request, at.today)
    problem = problem or rules.refusal_of_last_day(mutation, request, at.day)
    if problem or mutation.command not in {SEND, SIGN}:
        return problem
    document = str(request.get("document"))
    stored = {each.state.id: each for each in working.children(document, "version")}
    versions = versions_by_id(stored)
    if mutation.command == SIGN:
        made = stored.get(str(mutation.args.get("version")))
        if made is not None and made.created_by != mutation.by:
            return VERSION_UNKNOWN
        return rules.refusal_of_signature(mutation, request, versions)
    requested = stored.get(str(request.get("version")))
    if requested is None or requested.state.get("sha256") != request.get("sha256"):
        return VERSION_UNKNOWN
    others = (
        each.state.fields for each in working.children(document, REQUEST) if each.state.id != mutation.object
    )
    return rules.refusal_to_send(mutation, request, versions, _fields(working, document), others, on=at.today)


def _of_signature_in_place(mutation: Mutation, working: Working, offices: Offices, at: Moment) -> str | None:
    """Return why a signature that says that it is made in another's place is not, or None.

    It would stand, and whoever has to sign instead would sign over it. What it says is in its evidence.
    """
    evidence = mutation.fields.get("evidence")
    office, by = offices.now(), mutation.by
    if not isinstance(evidence, dict) or not evidence.get("acting"):
        return None
    if office.active(by, at.day) or not office.stood_in(by, at.day):
        return None
    requests = working.children(str(mutation.fields.get("document")), REQUEST)
    marks = (mark for each in requests for mark in marks_of(each.state.fields).values())
    return None if any(by == mark.to for mark in marks) else rules.SUBSTITUTION_OVER


def _of_flow(mutation: Mutation, offices: Offices) -> str | None:
    change = mutation.changes.get("flow")
    if mutation.op == CREATE:
        return rules.flow_problem(mutation.fields.get("flow"), offices.now())
    return rules.flow_problem(change.to, offices.now()) if change is not None else None


def _of_redraft(mutation: Mutation, working: Working) -> str | None:
    """Refuse it but beside the refusal that it follows, which is of the same group."""
    request = working.get(str(mutation.args.get("request")))
    fields = request.state.fields if request else {}
    refused = (fields.get("document"), fields.get("state"), fields.get("ended_by"))
    return None if refused == (mutation.object, REFUSED, mutation.by) else "document.redraft_needs_request"


def versions_by_id(stored: Mapping[str, Stored]) -> dict[str, Version]:
    """Return versions as far as the question which one stands needs them."""
    return {
        key: Version(key, each.state.text("parent") or None, each.state.text("relation"))
        for key, each in stored.items()
    }


def _fields(working: Working, object_id: str) -> Fields | None:
    found = working.get(object_id)
    return found.state.fields if found else None


def _is_waited_for(dossier: str, working: Working, today: date) -> bool:
    """Tell whether a document of a dossier waits for signatures."""
    for document in working.children(dossier, "document"):
        key = document.state.id
        for each in working.children(key, REQUEST):
            if each.state.get("state") not in rules.ASKING:
                continue
            versions = versions_by_id({v.state.id: v for v in working.children(key, "version")})
            if rules.state_on(each.state.fields, versions, document.state.fields, today)[0] in rules.ASKING:
                return True
    return False


def _standing_in(dossier: str, working: Working) -> Iterator[Fields]:
    """Yield the fields of the versions that stand of a dossier's documents, without those of discarded ones."""
    for document in working.children(dossier, "document"):
        if document.state.get("state") == DISCARDED:
            continue
        stored = {each.state.id: each for each in working.children(document.state.id, "version")}
        standing = head(versions_by_id(stored).values(), document.state.text("chosen_head") or None)
        if standing is not None:
            yield stored[standing].state.fields


def basis(mutation: Mutation, current: Stored | None, at: Moment) -> ObjectState | None:
    """Return the state upon which a mutation is merged: a request whose last day is over has ended, written or not.

    To withdraw it then is an end too, and the one that its sender sees already.
    """
    state = current.state if current else None
    if (
        state is None
        or mutation.kind != REQUEST
        or mutation.command == WITHDRAW
        or not rules.is_over(state.fields, at.today)
    ):
        return state
    return ended(state, EXPIRE, by="", at=iso(at.received)) or state


def ended(state: ObjectState, command: str, *, by: str, at: str) -> ObjectState | None:
    """Return a request after the service's own ``void`` or ``expire``, None when it had ended already."""
    act = Mutation(id="", n=0, op=COMMAND, kind=REQUEST, object=state.id, by=by, at=at, command=command)
    after = apply(state, act)
    return None if isinstance(after, Skip) or after == state else after


def changes_document(mutation: Mutation) -> str | None:
    """Return the document whose requests a mutation may make void, or None."""
    if mutation.kind == "version" and mutation.op == CREATE and mutation.fields.get("relation") == CONTENT:
        return str(mutation.fields.get("document"))
    return mutation.object if (mutation.kind, mutation.command) == ("document", "discard") else None


def voided(mutation: Mutation, working: Working, told: str, device: str) -> Iterator[ObjectChange]:
    """Yield the ends of the requests that ask for what a document is no more, because of this mutation."""
    document = changes_document(mutation)
    if document is None:
        return
    for each in working.children(document, REQUEST):
        after = ended(each.state, VOID, by=mutation.by, at=told)
        if after is not None:
            yield ObjectChange(each, after, VOID, mutation.by, told, device)
