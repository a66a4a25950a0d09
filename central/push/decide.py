# SPDX-License-Identifier: EUPL-1.2
"""What becomes of one mutation. Reads the working objects, writes nothing.

The order of the questions is the protocol's (``docs/protocol.md``, push): well formed, allowed, by its author, what it
stands on, the rules between objects, the merge; then what the service itself adds.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

from central.callers import Caller
from central.push import second_heads, signing
from central.push.homes import Homes, restriction_taken
from central.push.signing import Moment, Offices
from central.push.wellformed import shape_problem
from central.push.working import Working
from central.store.changes import ObjectChange
from central.store.objects import Stored
from central.store.restrictions import Restrictions
from eset_desktop.clock import iso, parse_iso
from eset_desktop.domain import rights
from eset_desktop.domain.checks import problem_of
from eset_desktop.domain.kinds import parent_of
from eset_desktop.domain.merge import CONFLICT, REJECTED, FieldConflict, Outcome, merge
from eset_desktop.domain.mutations import COMMAND, CREATE, SET, Mutation, ObjectState
from eset_desktop.domain.rules import refusal_by_document, refusal_by_dossier
from eset_desktop.domain.signature_acts import LATE, REQUEST, SIGN, is_late
from eset_desktop.domain.signature_files import refusal_of_signed, signed_of
from eset_desktop.domain.signature_rules import SUBSTITUTION_OVER
from eset_desktop.domain.states import DISCARDED, OPEN
from eset_desktop.domain.values import Fields
from eset_desktop.domain.versions import Version, heads

BLOCKED: Final = "blocked"
"""Stands on a mutation that did not arrive yet: nothing is done and nothing stored, the device sends it again."""

NOT_VISIBLE: Final = "stream.not_visible"
"""The author may not see it, or it does not exist: which of the two is not told."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a mutation.

    Attributes:
        status: See :class:`sync.protocol.Result`, or :data:`BLOCKED`.
        problem: Code of the reason, for ``rejected`` and ``blocked``; else of what the author is to be told of what was done.
        rev: The object's revision after it, 0 when rejected.
        stream: Where it does it.
        changes: What it does, in order.
        conflicts: Ids of the conflict objects among the changes.
    """

    status: str
    problem: str = ""
    rev: int = 0
    changes: tuple[ObjectChange, ...] = ()
    conflicts: tuple[str, ...] = ()
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a decision depends on besides the objects.

    Attributes:
        caller: Who pushes.
        received: The service's time.
        known: Status of the mutations that others stand on, by id; one that has not arrived is absent.
        taken: Ids that the catalogue uses: no body makes an object under them.
        people: Those of the people that grants name who are the body's.
        homes: Which stream an object belongs to, and which ones the author reads.
        restrictions: What is restricted in the body.
        offices: Who holds what in it and who stands in for whom.
        awaiting: Whether what the service lost when it was set back may still come.
        new_id: Makes identifiers for what the service opens.
        shown: What those who push from signing-only computers were ever shown of what they push about, by person.
    """

    caller: Caller
    received: datetime
    known: Mapping[str, str]
    taken: frozenset[str]
    people: frozenset[str]
    homes: Homes
    restrictions: Restrictions
    offices: Offices
    awaiting: bool
    new_id: Callable[[], str]
    shown: Mapping[str, Collection[str]] = field(default_factory=dict)

    def moment(self, mutation: Mutation) -> Moment:
        """Return when a mutation was made, as it is told, and when it came."""
        return Moment(told_at(mutation.at, self.received), self.received)


def decide(mutation: Mutation, working: Working, around: Circumstances) -> Decision:
    """Return what becomes of a mutation."""
    problem = _refusal_by_itself(mutation, around) or _refusal_by_right(mutation, working, around)
    if problem:
        return Decision(REJECTED, problem)
    standing = {around.known.get(each) for each in mutation.after}
    if REJECTED in standing:
        return Decision(REJECTED, "mutation.after_rejected")
    if None in standing or BLOCKED in standing:
        return Decision(BLOCKED, "mutation.after_unknown")
    current = working.get(mutation.object)
    home = current.stream if current else around.homes.of_new(mutation.kind, mutation.object, mutation.fields)
    if not _is_in_sight(mutation, current, home, around):
        # Who made it may send it again; what is hidden is answered in the same way.
        return Decision(BLOCKED if around.awaiting else REJECTED, NOT_VISIBLE)
    problem = _refusal_by_the_body(mutation, current, around) or _refusal_by_others(
        mutation, current, working
    )
    problem = problem or signing.refusal(mutation, current, working, around.offices, around.moment(mutation))
    if problem:
        # What a request or a signature is about may be among what the service lost.
        lacking = problem in signing.UNKNOWN and around.awaiting
        return Decision(BLOCKED if lacking else REJECTED, problem)
    return _merged(mutation, _of_kind(current, mutation), home, working, around)


def _refusal_by_itself(mutation: Mutation, around: Circumstances) -> str | None:
    """Return why the mutation would be refused whatever it is about."""
    problem = shape_problem(mutation) or problem_of(mutation)
    if problem:
        return problem
    if around.caller.signing_only and not rights.is_signers_act(mutation):
        return "rights.signing_only"
    return None


def _refusal_by_right(mutation: Mutation, working: Working, around: Circumstances) -> str | None:
    """Return why the author may not do it, whatever else is so; what they may not see has no fields to them."""
    caller = around.caller
    of = mutation.fields if mutation.op == CREATE else _seen(mutation, working, around)
    if not rights.may_do(caller.profiles, mutation, of):
        day = around.moment(mutation).day
        office, is_theirs = around.offices.now(), rights.is_substitutes_act(mutation, of)
        if not (is_theirs and rights.may_do(office.profiles_on(caller.person, day), mutation, of)):
            return SUBSTITUTION_OVER if is_theirs and office.stood_in(caller.person, day) else "rights.denied"
    return None if mutation.by == caller.person else "rights.author"


def _seen(mutation: Mutation, working: Working, around: Circumstances) -> Fields:
    """Return the fields of the document that a mutation is about, as far as its author may see them."""
    current = working.get(mutation.object) if mutation.kind == "document" else None
    in_sight = current is not None and _is_in_sight(mutation, current, current.stream, around)
    return current.state.fields if current is not None and in_sight else {}


def _is_in_sight(mutation: Mutation, current: Stored | None, home: str, around: Circumstances) -> bool:
    """Tell whether the author may see what a mutation is about; what does not exist is not seen either.

    Something new is not, where it lies in what the service does not know and the body restricts something: it might belong
    where its readers may not read. A class alone keeps a dossier back only while it may still come.
    """
    homes = around.homes
    if around.caller.signing_only:
        return _is_shown(mutation, current, around)
    if not homes.is_read(home):
        return False
    if current is None:
        sure = mutation.kind == "dossier" and not around.awaiting
        return mutation.op == CREATE and (
            sure or not homes.is_unsure(mutation.kind, mutation.object, mutation.fields)
        )
    reclassified = mutation.changes.get("class") if mutation.kind == "dossier" else None
    if reclassified is None or not isinstance(reclassified.to, str):
        return True
    unsure = around.awaiting and homes.is_unsure(mutation.kind, mutation.object, {"class": reclassified.to})
    return not unsure and homes.is_read(homes.of_dossier(mutation.object, reclassified.to))


def _is_shown(mutation: Mutation, current: Stored | None, around: Circumstances) -> bool:
    """Tell whether a signing-only computer was shown what a mutation is about.

    What it was shown once counts: what was signed without a line comes when nobody asks for it any more.
    """
    shown = around.shown.get(around.caller.person, ())
    if current is not None:
        return mutation.object in shown
    return mutation.op == CREATE and parent_of(mutation.kind, mutation.fields) in shown


def _refusal_by_the_body(mutation: Mutation, current: Stored | None, around: Circumstances) -> str | None:
    """Refuse an id of the catalogue, a second restriction of the same thing, and a grant to nobody of the body."""
    if mutation.op == CREATE and mutation.object in around.taken:
        return "object.exists"
    if mutation.kind == "restriction" and mutation.op in {CREATE, SET}:
        fields = current.state.fields if current else mutation.fields
        return (
            "restriction.taken" if restriction_taken(around.restrictions, mutation.object, fields) else None
        )
    if mutation.kind == "grant" and mutation.op == CREATE:
        return None if mutation.fields.get("person") in around.people else "grant.person_unknown"
    return None


def _of_kind(current: Stored | None, mutation: Mutation) -> Stored | None:
    """Return the object unless its kind is another one: then only its creation has to know of it."""
    if current is None or current.state.kind == mutation.kind or mutation.op == CREATE:
        return current
    return None


def _refusal_by_others(mutation: Mutation, current: Stored | None, working: Working) -> str | None:
    new = mutation.op == CREATE
    fields: Fields = mutation.fields if new else current.state.fields if current else {}
    holders = _holders(mutation.kind, mutation.object, fields, working, new=new)
    refusal = refusal_by_dossier(mutation, holders.get("dossier"))
    if refusal is None and (
        mutation.kind in {"document", "version"}
        or (mutation.kind, mutation.op) == ("signature_request", CREATE)
    ):
        refusal = refusal_by_document(mutation, holders.get("document"))
    signed = working.get(signed_of(mutation) or "")
    refusal = refusal or refusal_of_signed(mutation, signed.state.fields if signed else None)
    if refusal is None and (mutation.kind, mutation.command) == ("dossier", "close"):
        refusal = _missing_bytes(mutation.object, working)
    return refusal


def _holders(kind: str, object_id: str, fields: Fields, working: Working, *, new: bool) -> dict[str, Fields]:
    """Return the fields of the object and of what it lies in, by kind; a new one does not hold itself."""
    found: dict[str, Fields] = {} if new else {kind: fields}
    seen = {object_id}
    parent = parent_of(kind, fields)
    while parent is not None and parent not in seen:
        seen.add(parent)
        holder = working.get(parent)
        if holder is None:
            break
        found.setdefault(holder.state.kind, holder.state.fields)
        parent = parent_of(holder.state.kind, holder.state.fields)
    return found


def _missing_bytes(dossier: str, working: Working) -> str | None:
    """Refuse to close a dossier while a version that stands has no bytes here (design §6, law 7)."""
    for document in working.children(dossier, "document"):
        if document.state.get("state") == DISCARDED:
            continue
        versions = {each.state.id: each.state for each in working.children(document.state.id, "version")}
        tops = heads(
            Version(each.id, each.text("parent") or None, each.text("relation")) for each in versions.values()
        )
        if not all(versions[top].get("present") for top in tops):
            return "dossier.bytes_missing"
    return None


def _merged(
    mutation: Mutation, current: Stored | None, home: str, working: Working, around: Circumstances
) -> Decision:
    changed_since = (
        current is not None and current.rev > mutation.rev and current.device != around.caller.device
    )
    moment = around.moment(mutation)
    # A command tells when it was done: never later than it came.
    timed = msgspec.structs.replace(mutation, at=moment.told) if mutation.op == COMMAND else mutation
    outcome = merge(signing.basis(mutation, current, moment), timed, changed_since=changed_since)
    if outcome.status == REJECTED or outcome.state is None:
        return Decision(REJECTED, outcome.problem)
    own = _own_change(mutation, current, outcome, working, around)
    rev = (current.rev if current else 0) + len(own)
    own += tuple(signing.voided(mutation, working, moment.told, around.caller.device))
    own += tuple(second_heads.settled(mutation, working, around.offices, moment))
    if outcome.status != CONFLICT or current is None:
        told = _told(mutation, outcome.state)
        return Decision(outcome.status, told, rev=rev, changes=own, stream=home)
    opened = tuple(_conflict(mutation, current, each, working, around) for each in outcome.conflicts)
    return Decision(
        CONFLICT,
        rev=rev,
        changes=own + opened,
        conflicts=tuple(each.after.id for each in opened),
        stream=home,
    )


def _told(mutation: Mutation, after: ObjectState) -> str:
    """Return what the author has to be told: that a signature came when nobody asked for it any more."""
    is_signature = (mutation.kind, mutation.command) == (REQUEST, SIGN)
    return LATE if is_signature and is_late(after.fields, str(mutation.args.get("version"))) else ""


def _own_change(
    mutation: Mutation, current: Stored | None, outcome: Outcome, working: Working, around: Circumstances
) -> tuple[ObjectChange, ...]:
    """Return the change of the object itself; none when nothing is different afterwards."""
    state = outcome.state
    if state is None or (current is not None and current.hash == state.hash()):
        return ()
    if current is None and state.kind == "version":
        size = state.get("size")
        if isinstance(size, int) and working.holds_bytes(state.text("sha256"), size):
            state = state.with_fields({"present": True})
    return (
        ObjectChange(
            before=current,
            after=state,
            verb=rights.verb_of(mutation),
            by=mutation.by,
            at=told_at(mutation.at, around.received),
            device=around.caller.device,
            mutation=mutation.id,
        ),
    )


def _conflict(
    mutation: Mutation, current: Stored, conflict: FieldConflict, working: Working, around: Circumstances
) -> ObjectChange:
    """Return the conflict object in which both values stand, each with its author."""
    kept_by, kept_at = working.last_change(current, conflict.field)
    told = told_at(mutation.at, around.received)
    state = ObjectState("conflict", around.new_id()).with_fields(
        {
            "object": current.state.id,
            "object_kind": current.state.kind,
            "field": conflict.field,
            "before": conflict.before,
            "kept": conflict.kept,
            "kept_by": kept_by,
            "kept_at": kept_at,
            "other": conflict.other,
            "other_by": mutation.by,
            "other_at": told,
            "mutation": mutation.id,
            "state": OPEN,
        }
    )
    return ObjectChange(
        before=None,
        after=state,
        verb="conflict",
        by=mutation.by,
        at=told,
        device=around.caller.device,
        mutation=mutation.id,
    )


def told_at(claimed: str, received: datetime) -> str:
    """Return the time that people are told: the device's, unless it lies in the future or is none.

    It orders nothing and decides nothing; the audit trail keeps the time of reception beside it.
    """
    try:
        return iso(min(parse_iso(claimed), received))
    except (ValueError, OverflowError):
        return iso(received)
