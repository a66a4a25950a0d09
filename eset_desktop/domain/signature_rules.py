# SPDX-License-Identifier: EUPL-1.2
"""Rules between a signature request and other objects: whose turn it is, what a signature stands on, when a request is void.

Clients run them before they save, the central service before it merges, on the same values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from eset_desktop.domain.mutations import COMMAND, CREATE, SET, Mutation
from eset_desktop.domain.profiles import SECRETARIA
from eset_desktop.domain.rights import may
from eset_desktop.domain.signature_acts import ACTS_OF_SENDERS, ACTS_OF_SIGNERS, REQUEST, SEND, SIGN
from eset_desktop.domain.signature_flow import Signer, flow_of, slots
from eset_desktop.domain.signature_marks import Mark, Progress
from eset_desktop.domain.states import CANCELLED, DISCARDED, DRAFT, EXPIRED, PAUSED, RUNNING
from eset_desktop.domain.substitutions import Office
from eset_desktop.domain.values import Fields, Json
from eset_desktop.domain.versions import CONTENT, SIGNATURE, Version

OWN: Final = "own"
OFFICE: Final = "office"
DELEGATE: Final = "delegate"
SUBSTITUTE: Final = "substitute"

ASKING: Final = (RUNNING, PAUSED)
SUBSTITUTION_OVER: Final = f"{REQUEST}.substitution_over"
_WHILE_RUNNING: Final = frozenset({"priority", "expires_on"})
"""What the sender may change of a request that was sent."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Why somebody may answer for a place of a flow.

    Attributes:
        way: :data:`OWN`, :data:`OFFICE`, :data:`DELEGATE` or :data:`SUBSTITUTE`.
        titular: The person in whose place it is, for the last two (art. 13.4 LRJSP (GK): the act names both).
        substitution: By which one, for a substitute.
    """

    way: str
    titular: str = ""
    substitution: str = ""


def standings(signer: Signer, mark: Mark, person: str, office: Office, on: date) -> tuple[Standing, ...]:
    """Return all the ways in which somebody may answer for a place on a day, the nearest first."""
    asked = {signer.person} if signer.person else office.holders(signer.office)
    found = [Standing(OWN if signer.person else OFFICE)] if person in asked else []
    if mark.to:
        found += [Standing(DELEGATE, mark.delegator)] if person == mark.to else []
        asked |= {mark.to}
    for each in office.active(person, on):
        fits = not (signer.office and each.office) or signer.office == each.office
        if each.absent in asked and fits:
            found.append(Standing(SUBSTITUTE, each.absent, each.id))
    return tuple(found)


def places_of(fields: Fields, person: str, office: Office, on: date) -> dict[str, Standing]:
    """Return the places at which a running request asks somebody now, each with why."""
    if fields.get("state") != RUNNING:
        return {}
    progress = Progress.of(fields)
    signers = slots(progress.flow)
    found = {
        name: standings(signers[name], progress.mark(name), person, office, on) for name in progress.in_turn()
    }
    return {name: ways[0] for name, ways in found.items() if ways}


def refusal_by_person(mutation: Mutation, request: Fields, office: Office, on: date) -> str | None:
    """Return why a person may not do an act of a request, or None.

    Args:
        mutation: The act, of kind ``signature_request``.
        request: The fields of the request as it stands; of a new one its own.
        office: Who holds what and stands in for whom.
        on: The day of the act.
    """
    if mutation.op == CREATE:
        problem = flow_problem(mutation.fields.get("flow"), office)
        return problem or (None if mutation.fields.get("sender") == mutation.by else "rights.author")
    if mutation.op == SET or mutation.command in ACTS_OF_SENDERS:
        return _refusal_of_sender(mutation, request, office)
    if mutation.op == COMMAND and mutation.command in ACTS_OF_SIGNERS:
        return _refusal_of_signer(mutation, request, office, on)
    return None


def _refusal_of_sender(mutation: Mutation, request: Fields, office: Office) -> str | None:
    by = mutation.by
    if request.get("sender") != by and SECRETARIA not in office.profiles.get(by, frozenset()):
        return f"{REQUEST}.not_sender"
    if mutation.op != SET:
        return None
    if request.get("state") != DRAFT and not mutation.changes.keys() <= _WHILE_RUNNING:
        return f"{REQUEST}.not_draft"
    flow = mutation.changes.get("flow")
    return flow_problem(flow.to, office) if flow is not None else None


def flow_problem(value: Json, office: Office) -> str | None:
    """Return why a flow asks for nothing that anybody can answer, or None."""
    flow = flow_of(value)
    if flow is None:
        return f"{REQUEST}.flow_malformed"
    asked = slots(flow).values()
    if not {signer.person for signer in asked if signer.person} <= office.profiles.keys():
        return f"{REQUEST}.person_unknown"
    able = (
        can_sign(signer.person, office) if signer.person else may({signer.office}, REQUEST, SIGN)
        for signer in asked
    )
    return None if all(able) else f"{REQUEST}.person_reads_only"


def can_sign(person: str, office: Office) -> bool:
    """Tell whether somebody answers requests by a profile of their own; whoever may only read does not.

    So a signature is passed on to them only: art. 12.1 LRJSP (GK) names the holders of the organs and units that depend on who
    delegates.
    """
    return may(office.profiles.get(person, frozenset()), REQUEST, SIGN)


def _refusal_of_signer(mutation: Mutation, request: Fields, office: Office, on: date) -> str | None:
    name, named = str(mutation.args.get("signer")), mutation.args.get("substitution") or ""
    progress = Progress.of(request)
    signer = slots(progress.flow).get(name)
    if signer is None:
        return f"{REQUEST}.not_signer"
    ways = standings(signer, progress.mark(name), mutation.by, office, on)
    if not ways:
        return SUBSTITUTION_OVER if named else f"{REQUEST}.not_signer"
    if not any(each.substitution == named for each in ways):
        return SUBSTITUTION_OVER
    return _refusal_to_delegate(mutation, ways, office) if mutation.command == "delegate" else None


def _refusal_to_delegate(mutation: Mutation, ways: tuple[Standing, ...], office: Office) -> str | None:
    """Return why a signature cannot be passed on: only its holder may, and only to who has a charge in the body (art. 12.1 LRJSP (GK))."""
    if mutation.args.get("substitution") or not any(each.way in (OWN, OFFICE) for each in ways):
        return f"{REQUEST}.not_delegable"
    to = str(mutation.args.get("to"))
    if to not in office.profiles:
        return f"{REQUEST}.person_unknown"
    return None if can_sign(to, office) else f"{REQUEST}.delegate_reads_only"


def lineage(versions: Mapping[str, Version], version: str, requested: str) -> tuple[str, ...]:
    """Return what a signed version stands on: from its parent back to the requested one, with it; nothing where it does not.

    On the way there are signatures and evidence added to them; another content would be another document.
    """
    found: list[str] = []
    here = versions.get(version)
    while here is not None and here.parent is not None and len(found) <= len(versions):
        found.append(here.parent)
        if here.parent == requested:
            return tuple(found)
        here = versions.get(here.parent)
        if here is None or here.relation == CONTENT:
            break
    return ()


def refusal_of_signature(mutation: Mutation, request: Fields, versions: Mapping[str, Version]) -> str | None:
    """Return why the version that a ``sign`` names is not what it is said to be, or None."""
    if mutation.command != SIGN:
        return None
    version, requested = str(mutation.args.get("version")), str(request.get("version"))
    known = versions.get(version)
    if known is None or known.relation != SIGNATURE:
        return f"{REQUEST}.version_unknown"
    over: Json = mutation.args.get("over")
    told = tuple(over) if isinstance(over, list | tuple) else ()
    if not all(each in versions for each in told):
        return f"{REQUEST}.version_unknown"
    return None if told and told == lineage(versions, version, requested) else f"{REQUEST}.other_version"


def is_changed(request: Fields, versions: Mapping[str, Version], document: Fields | None) -> bool:
    """Tell whether a document is not any more what a request asks to sign: another content, or discarded.

    More evidence (an augmentation) and signatures change nothing of it.
    """
    if document is not None and document.get("state") == DISCARDED:
        return True
    older, here = set[str](), versions.get(str(request.get("version")))
    while here is not None and here.id not in older:
        older.add(here.id)
        here = versions.get(here.parent or "")
    return any(each.relation == CONTENT and each.id not in older for each in versions.values())


def refusal_to_send(
    mutation: Mutation,
    request: Fields,
    versions: Mapping[str, Version],
    document: Fields | None,
    others: Iterable[Fields],
    *,
    on: date,
) -> str | None:
    """Return why a request cannot be sent: the document moved on, or another request of it runs on a day; None when it can.

    Another one whose last day is over asks for nothing any more, whether its end was written down already or not.
    """
    if mutation.command != SEND:
        return None
    if versions and request.get("version") not in versions:
        return f"{REQUEST}.version_unknown"
    if is_changed(request, versions, document):
        return f"{REQUEST}.version_moved_on"
    running = any(state_on(each, versions, document, on)[0] in ASKING for each in others)
    return f"{REQUEST}.already_running" if running else None


def is_over(request: Fields, on: date) -> bool:
    """Tell whether a request's last day is over."""
    last = request.get("expires_on")
    return isinstance(last, str) and bool(last) and last < on.isoformat()


def refusal_of_last_day(mutation: Mutation, request: Fields, on: date) -> str | None:
    """Return why a last day cannot be asked for on a day, or None: nobody could answer by it.

    Args:
        mutation: The act, of kind ``signature_request``.
        request: The fields of the request as it stands; of a new one its own.
        on: The day on which the person did it.
    """
    change = mutation.changes.get("expires_on")
    told = mutation.op == CREATE or mutation.command == SEND
    asked = {"expires_on": change.to} if change is not None else request if told else {}
    return f"{REQUEST}.expires_on_past" if is_over(asked, on) else None


def refusal_to_change(mutation: Mutation, request: Fields, on: date) -> str | None:
    """Return why a request that is over on a day is not changed any more, or None: its last day is not moved afterwards."""
    over = mutation.op == SET and request.get("state") in ASKING and is_over(request, on)
    return f"{REQUEST}.ended" if over else None


def state_on(
    request: Fields, versions: Mapping[str, Version], document: Fields | None, on: date
) -> tuple[str, str]:
    """Return a request's state on a day, and the cause of its end; also where the central service has not written it yet."""
    state, cause = str(request.get("state") or ""), str(request.get("cause") or "")
    if state not in ASKING:
        return state, cause
    if is_changed(request, versions, document):
        return CANCELLED, "changed"
    return (EXPIRED, "deadline") if is_over(request, on) else (state, cause)
