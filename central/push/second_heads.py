# SPDX-License-Identifier: EUPL-1.2
"""What a version that comes second means: a signature is asked for again, a content opens the choice that was made before it.

Two signatures over the same version cannot be put together (sync/1, law 8). The one that came first stands: clocks decide
nothing, the service's order does. Whoever made the other one is asked to sign again over it; its bytes are kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from central.push.signing import versions_by_id
from central.push.working import Working
from central.store.changes import ObjectChange
from central.store.objects import Stored
from eset_desktop.domain.commands import CHOOSE_HEAD
from eset_desktop.domain.mutations import CREATE, Mutation, ObjectState
from eset_desktop.domain.signature_acts import REQUEST
from eset_desktop.domain.signature_flow import Block, Signer, flow_json, slot
from eset_desktop.domain.signature_marks import Mark, mark_json
from eset_desktop.domain.states import AGAIN, DRAFT, RUNNING
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


def settled(
    mutation: Mutation, working: Working, told: str, new_id: Callable[[], str]
) -> Iterator[ObjectChange]:
    """Yield what a new version changes of its document's standing version, and the request that it leads to.

    Args:
        mutation: Not taken yet.
        working: The body's objects.
        told: When it was done, as people are told.
        new_id: Makes the id of a request.
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
        yield _chosen(document, None, told)
    if relation != SIGNATURE or first is None or not signed_meanwhile(mutation.object, first, versions):
        return
    if head(versions.values(), chosen) != first:
        yield _chosen(document, first, told)
    base = stored.get(content_of(first, versions))
    signers = {stored[each].created_by for each in signatures_of(first, versions) if each in stored}
    if base is not None and mutation.by not in signers and not _was_asked_for(document, working):
        state = _asking_again(mutation, document, base, first, told)
        yield ObjectChange(None, replace(state, id=new_id()), VERB, mutation.by, told)


def _chosen(document: Stored, version: str | None, told: str) -> ObjectChange:
    return ObjectChange(document, document.state.with_fields({"chosen_head": version}), CHOOSE_HEAD, "", told)


def _was_asked_for(document: Stored, working: Working) -> bool:
    """Tell whether a request was made for a document: it asks again by itself, or somebody ended it."""
    return any(each.state.get("state") != DRAFT for each in working.children(document.state.id, REQUEST))


def _asking_again(mutation: Mutation, document: Stored, base: Stored, over: str, told: str) -> ObjectState:
    """Return the request that asks the author of a second signature to sign once more, over what stands."""
    mark = Mark(AGAIN, mutation.by, told, mutation.object, over=over)
    return ObjectState(REQUEST, "").with_fields(
        {
            "document": document.state.id, "version": base.state.id, "sha256": base.state.get("sha256"),
            "sender": mutation.by, "subject": document.state.get("title"), "priority": "normal", "state": RUNNING,
            "flow": flow_json((Block((Signer(person=mutation.by),)),)), "head": over,
            "marks": {slot(0, 0): mark_json(mark)},
        }
    )  # fmt: skip
