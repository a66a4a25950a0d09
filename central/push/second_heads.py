# SPDX-License-Identifier: EUPL-1.2
"""What a version that comes second means: a signature is asked for again, a content opens the choice that was made before it.

Two signatures over the same version cannot be put together (sync/1, law 8). The one that came first stands: clocks decide
nothing, the service's order does. Whoever made the other one is asked to sign again over it; its bytes are kept.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from central.push.signing import Moment, Offices, versions_by_id
from central.push.working import Working
from central.store.changes import ObjectChange
from central.store.objects import Stored
from eset_desktop.domain.commands import CHOOSE_HEAD
from eset_desktop.domain.mutations import CREATE, Mutation, ObjectState
from eset_desktop.domain.signature_acts import REQUEST
from eset_desktop.domain.signature_flow import Block, Signer, flow_json, slot, slots
from eset_desktop.domain.signature_marks import ANSWERED, Mark, Progress, mark_json
from eset_desktop.domain.signature_rules import ASKING, is_changed, lineage, standings
from eset_desktop.domain.states import AGAIN, DRAFT, RUNNING, SIGNED
from eset_desktop.domain.substitutions import Office
from eset_desktop.domain.values import Fields
from eset_desktop.domain.versions import (
    CONTENT,
    SIGNATURE,
    Version,
    content_of,
    head,
    is_beside,
    signatures_of,
    signed_meanwhile,
)

VERB: Final = "second_signature"
"""What the audit trail calls the service's own request to sign again."""


def settled(mutation: Mutation, working: Working, offices: Offices, at: Moment) -> Iterator[ObjectChange]:
    """Yield what a new version changes of its document's standing version, and the request that it leads to.

    Args:
        mutation: Not taken yet.
        working: The body's objects.
        offices: Who holds what, for whom a request names.
        at: When it was done, as people are told.
    """
    document = working.get(str(mutation.fields.get("document")))
    if document is None or (mutation.kind, mutation.op) != ("version", CREATE):
        return
    stored = {each.state.id: each for each in working.children(document.state.id, "version")}
    versions, chosen = versions_by_id(stored), document.state.text("chosen_head") or None
    first = head(versions.values(), chosen)
    relation, parent = str(mutation.fields.get("relation")), mutation.fields.get("parent")
    versions[mutation.object] = Version(mutation.object, str(parent) if parent else None, relation)
    if relation == CONTENT and chosen is not None and is_beside(mutation.object, chosen, versions):
        yield _chosen(document, None, at.told)
    if relation != SIGNATURE or first is None or not signed_meanwhile(mutation.object, first, versions):
        return
    if (
        chosen is None
        or is_beside(first, chosen, versions)
        or not is_beside(mutation.object, chosen, versions)
    ):
        # also where it stands as yet: which one is newer changes with the timestamps that each of them gets
        yield _chosen(document, first, at.told)
    base = stored.get(content_of(first, versions))
    signers = {stored[each].created_by for each in signatures_of(first, versions) if each in stored}
    if base is None or mutation.by in signers:
        return
    state = _asking_again(mutation, document, base, first, at.told)
    if is_changed(state.fields, versions, document.state.fields):
        return
    requests = (each.state.fields for each in working.children(document.state.id, REQUEST))
    if not any(_asks_by_itself(each, mutation, versions, offices.now(), at.day) for each in requests):
        yield ObjectChange(None, state, VERB, mutation.by, at.told)


def _chosen(document: Stored, version: str | None, told: str) -> ObjectChange:
    return ObjectChange(document, document.state.with_fields({"chosen_head": version}), CHOOSE_HEAD, "", told)


def _asks_by_itself(
    request: Fields, mutation: Mutation, versions: Mapping[str, Version], office: Office, on: date
) -> bool:
    """Tell whether a request asks the author of a signature again without the service's, or nobody wants it to.

    It is one of this content that names them. While it runs it sees a signature that misses what it knows; of what was
    signed without it, it knows nothing. Ended, by whomever, it was the answer to whether they are to sign. Where another one
    answered at their place, who held the office or stood in for them, theirs is not wanted any more.
    """
    requested, state = str(request.get("version")), request.get("state")
    below = lineage(versions, mutation.object, requested)
    if state == DRAFT or not below:
        return False
    progress = Progress.of(request)
    marks = [
        progress.mark(name)
        for name, signer in slots(progress.flow).items()
        if _stood(signer, progress.mark(name), mutation.by, office, on)
    ]
    if any(mark.state in ANSWERED and mark.by != mutation.by for mark in marks):
        return True
    return state != SIGNED and bool(marks) and (state not in ASKING or request.get("head") not in below)


def _stood(signer: Signer, mark: Mark, person: str, office: Office, on: date) -> bool:
    """Tell whether somebody may answer for a place on a day, or might have while they stood in for another."""
    theirs = (each.from_on for each in office.substitutions if each.substitute == person)
    days = (on, *map(date.fromisoformat, theirs))
    return any(standings(signer, mark, person, office, day) for day in days)


def request_id(version: str) -> str:
    """Return the id of the service's request about a second signature: of the version's millisecond, and always the same.

    A service that was set back makes the request anew when the signature is sent again: what was done about it still fits.
    """
    tail = int.from_bytes(hashlib.sha256(f"{VERB}:{version}".encode()).digest()[:10], "big")
    moment = UUID(version).int >> 80 << 80
    return str(UUID(int=moment | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64 | 0b10 << 62 | tail & (1 << 62) - 1))


def _asking_again(mutation: Mutation, document: Stored, base: Stored, over: str, told: str) -> ObjectState:
    """Return the request that asks the author of a second signature to sign once more, over what stands."""
    mark = Mark(AGAIN, mutation.by, told, mutation.object, over=over)
    return ObjectState(REQUEST, request_id(mutation.object)).with_fields(
        {
            "document": document.state.id, "version": base.state.id, "sha256": base.state.get("sha256"),
            "sender": mutation.by, "subject": document.state.get("title"), "priority": "normal", "state": RUNNING,
            "flow": flow_json((Block((Signer(person=mutation.by),)),)), "head": over, "second": mutation.object,
            "marks": {slot(0, 0): mark_json(mark)},
        }
    )  # fmt: skip
