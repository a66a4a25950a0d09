# SPDX-License-Identifier: EUPL-1.2
"""The outer shape of a pushed mutation: what must hold before any rule looks at it."""

import re
from typing import Final

import msgspec

from eset_desktop.domain.mutations import CREATE, Mutation
from eset_desktop.domain.values import Json, canonical, is_sha256
from sync.protocol import Limits

DEEPEST: Final = 32
"""Levels of lists and objects inside a value; people's data needs three."""

MOST_BYTES: Final = 256_000
"""One mutation as JSON: a long note is 20,000 characters."""

MOST_TOGETHER: Final = 1_000
"""Mutations of one group; what a person does at once is a handful."""

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def is_uuid(text: str) -> bool:
    """Tell whether a text is a UUID in its one 36-character form."""
    return _UUID.fullmatch(text) is not None


def can_be_kept(mutation: Mutation) -> bool:
    """Tell whether a result can be stored under a mutation's id and number at all."""
    return is_uuid(mutation.id) and 0 <= mutation.n < 1 << 53


def shape_problem(mutation: Mutation) -> str | None:
    """Return ``mutation.malformed`` when ids, names or values are none, or None."""
    ids = (mutation.object, *mutation.after, *filter(None, (mutation.group,)))
    names = [mutation.kind, *mutation.fields, *mutation.changes, *mutation.args]
    if mutation.command:
        names.append(mutation.command)
    values: list[Json] = [*mutation.fields.values(), *mutation.args.values()]
    for change in mutation.changes.values():
        values += (change.before, change.to)
    sound = (
        all(map(is_uuid, ids))
        and all(_NAME.fullmatch(name) for name in names)
        and 0 <= mutation.rev < 1 << 31
        and len(mutation.by) <= 36
        and (not mutation.group or 0 < mutation.group_size <= MOST_TOGETHER)
        and _is_shallow(values)
        and len(msgspec.json.encode(mutation)) <= MOST_BYTES
    )
    if not sound:
        return "mutation.malformed"
    return _version_problem(mutation) if (mutation.kind, mutation.op) == ("version", CREATE) else None


def _version_problem(mutation: Mutation) -> str | None:
    """Return what is wrong with the bytes that a new version announces, or None."""
    sha256, size = mutation.fields.get("sha256"), mutation.fields.get("size")
    if sha256 is not None and not (isinstance(sha256, str) and is_sha256(sha256)):
        return "version.sha256_malformed"
    if size is None or (type(size) is int and 0 <= size <= Limits().blob_bytes):
        return None
    return "version.size_malformed"


def _is_shallow(values: list[Json]) -> bool:
    level = values
    for _ in range(DEEPEST):
        deeper: list[Json] = []
        for value in level:
            if isinstance(value, list):
                deeper.extend(value)
            elif isinstance(value, dict):
                deeper.extend(value.values())
        if not deeper:
            return True
        level = deeper
    return False


def content_key(mutation: Mutation) -> bytes:
    """Return the canonical content that a repeat must have in common with the first one.

    The device's number is not part of it: it orders a device's own mutations and says nothing of what they do.
    """
    parts = [
        mutation.op, mutation.kind, mutation.object, mutation.by, mutation.at, mutation.fields,
        {name: [change.before, change.to] for name, change in mutation.changes.items()},
        mutation.command, mutation.args, mutation.after, mutation.rev,
    ]  # fmt: skip
    # Only where there is a group, so that mutations without one keep the hash that is stored of them.
    return canonical([*parts, mutation.group, mutation.group_size] if mutation.group else parts)
