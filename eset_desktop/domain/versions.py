# SPDX-License-Identifier: EUPL-1.2
"""The versions of a document: which one stands, and when there are two.

Versions are immutable. A version's relation to its parent is ``content``, ``signature`` or ``augmentation``; an
augmentation (same signatures, more evidence) never competes: a signature on its parent passes it by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CONTENT: Final = "content"
SIGNATURE: Final = "signature"
AUGMENTATION: Final = "augmentation"


@dataclass(frozen=True, slots=True)
class Version:
    """A version as far as the question "which one stands" needs it; ids sort by creation (UUIDv7)."""

    id: str
    parent: str | None
    relation: str


def heads(versions: Iterable[Version]) -> tuple[str, ...]:
    """Return the ids of the versions on which no other stands, oldest first; two mean that a person must choose.

    An augmentation whose parent also carries another child is no head: it is redone on what came.
    """
    known = {version.id: version for version in versions}
    children: dict[str, list[Version]] = {}
    for version in known.values():
        if version.parent in known:
            children.setdefault(str(version.parent), []).append(version)
    found = []
    for version in known.values():
        if children.get(version.id):
            continue
        siblings = children.get(version.parent or "", [version])
        passed_by = version.relation == AUGMENTATION and any(
            each.relation != AUGMENTATION for each in siblings
        )
        twin = version.relation == AUGMENTATION and any(
            each.relation == AUGMENTATION and each.id < version.id for each in siblings
        )
        if not passed_by and not twin:
            found.append(version.id)
    return tuple(sorted(found))


def head(versions: Iterable[Version], chosen: str | None = None) -> str | None:
    """Return the version that stands: the chosen head or what came upon it, else the newest head, else None."""
    listed = list(versions)
    tops = heads(listed)
    if len(tops) < 2 or chosen is None:
        return tops[-1] if tops else None
    parents = {version.id: version.parent for version in listed}
    for top in reversed(tops):
        node: str | None = top
        while node is not None:
            if node == chosen:
                return top
            node = parents.get(node)
    return tops[-1]


def needs_choice(versions: Iterable[Version], chosen: str | None = None) -> bool:
    """Tell whether two versions stand side by side and nobody chose yet."""
    tops = heads(versions)
    return len(tops) > 1 and chosen not in tops
