# SPDX-License-Identifier: EUPL-1.2
"""What a batch needs to know beforehand: which objects, ids and bytes its mutations are about."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import Connection

from central.push.signing import changes_document
from central.push.wellformed import is_uuid
from central.push.working import Places, Working
from central.store import holdings, objects
from central.store.gates import AloneNeeded
from central.store.restrictions import Restrictions
from eset_desktop.domain.kinds import KINDS, parent_of
from eset_desktop.domain.mutations import CREATE, Mutation
from eset_desktop.domain.signature_acts import REQUEST
from eset_desktop.domain.signature_files import signed_of
from eset_desktop.domain.values import is_sha256

_STANDS_ALONE: Final = frozenset({"class", "dossier", "procedure"})
"""Kinds whose parent may be in the catalogue."""
_IN_DOSSIERS: Final = frozenset({"document", "party"})
"""Kinds whose parent is a dossier."""


def loaded(
    connection: Connection,
    body: str,
    mutations: Sequence[Mutation],
    restrictions: Restrictions,
    *,
    alone: bool,
    trusted: bool = False,
    reads: Collection[str] | None = None,
) -> Working:
    """Return the objects that mutations are about, locked, with what they lie in and what they restrict.

    Args:
        connection: The push's transaction.
        body: The body whose objects they are.
        mutations: What is pushed.
        restrictions: What the pusher reads.
        alone: Whether nobody else is inside the body's gate.
        trusted: The service loads a past itself: it has the bytes that it names.
        reads: What the pusher's device reads, where that is less than the pusher may.

    Raises:
        AloneNeeded: Somebody else inside the gate might bring what something new lies in.
    """
    tops = _tops(mutations)
    touched = _touched(mutations) | _asking(connection, restrictions.streams, mutations)
    found = objects.lock(connection, restrictions.streams, touched, tops)
    mistold = {key for key in tops & found.keys() if found[key].state.kind not in _STANDS_ALONE}
    if mistold:
        found |= objects.lock(connection, restrictions.streams, mistold)
    scopes = {
        each.state.text("scope") for each in found.values() if each.state.kind == "restriction"
    } - found.keys()
    missing = _holders(mutations) - found.keys() - created(mutations)
    if missing and not alone:
        raise AloneNeeded
    if scopes:
        found |= objects.lock(connection, restrictions.streams, scopes)
    places = Places(lambda: restrictions.streams, lambda: restrictions.past_streams)
    seen = reads or [each for each in restrictions.streams if restrictions.is_read(each)]
    named = _announced(mutations)
    held = (
        holdings.held(connection, body, named)
        if trusted
        else holdings.readable(connection, body, seen, named)
    )
    return Working(connection, places, found, held)


def _asking(connection: Connection, streams: Collection[str], mutations: Sequence[Mutation]) -> set[str]:
    """Return the signature requests that mutations may make void; new documents have none."""
    changed = {changes_document(each) for each in mutations if not _is_first(each)} - {None}
    documents = {each for each in changed if each is not None and is_uuid(each)} - created(mutations)
    below = objects.outlines_below(connection, streams, documents) if documents else {}
    return {key for key, each in below.items() if each.kind == REQUEST}


def _is_first(mutation: Mutation) -> bool:
    """Tell whether a mutation is the first version of its document."""
    return mutation.kind == "version" and not mutation.fields.get("parent")


def ids_of(mutations: Iterable[Mutation]) -> set[str]:
    """Return the ids of the mutations and of those that they stand on."""
    return {key for each in mutations for key in (each.id, *each.after) if is_uuid(key)}


def created(mutations: Iterable[Mutation]) -> set[str]:
    """Return the ids of the objects that mutations create."""
    return {each.object for each in mutations if each.op == CREATE and is_uuid(each.object)}


def subjects(mutations: Iterable[Mutation]) -> set[str]:
    """Return the ids of the objects that mutations are about, and of what new ones lie in."""
    found = {each.object for each in mutations}
    found |= {key for each in mutations if (key := parent_of(each.kind, each.fields)) is not None}
    return {each for each in found if is_uuid(each)}


def granted(mutations: Iterable[Mutation]) -> set[str]:
    """Return the people that new grants name."""
    people = (each.fields.get("person") for each in mutations if each.kind == "grant")
    return {each for each in people if isinstance(each, str) and is_uuid(each)}


def _announced(mutations: Iterable[Mutation]) -> set[str]:
    """Return the hashes of the bytes that new versions announce."""
    hashes = (each.fields.get("sha256") for each in mutations if each.kind == "version")
    return {each for each in hashes if isinstance(each, str) and is_sha256(each)}


def _holders(mutations: Iterable[Mutation]) -> set[str]:
    """Return what new objects lie in that is an object of the body in any case."""
    holders = (
        parent_of(each.kind, each.fields)
        for each in mutations
        if each.op == CREATE and each.kind in KINDS and each.kind not in _STANDS_ALONE
    )
    return {each for each in holders if each is not None and is_uuid(each)}


def _tops(mutations: Iterable[Mutation]) -> set[str]:
    """Return the objects that no rule looks above, if they are of the kinds that the mutations tell.

    A class above may not change meanwhile, because who changes classes is alone inside the gate.
    """
    tops = {each.object for each in mutations if each.kind in _STANDS_ALONE}
    for each in mutations:
        parent = parent_of(each.kind, each.fields)
        if parent is not None and each.kind in {*_STANDS_ALONE, *_IN_DOSSIERS}:
            tops.add(parent)
    return tops


def _touched(mutations: Iterable[Mutation]) -> set[str]:
    """Return the objects that mutations are about, what the new ones lie in, what they restrict and what they sign."""
    touched = {each.object for each in mutations}
    for each in mutations:
        parent = parent_of(each.kind, each.fields)
        scope = each.fields.get("scope") if each.kind == "restriction" else None
        touched |= {key for key in (parent, scope, signed_of(each)) if isinstance(key, str)}
    return {key for key in touched if is_uuid(key)}
