# SPDX-License-Identifier: EUPL-1.2
"""The versions of a document: which one stands, and when there are two.

Versions are immutable. A version's relation to its parent is ``content``, ``signature`` or ``augmentation``; an
augmentation (same signatures, more evidence) never competes: a signature on its parent passes it by.
"""

from collections.abc import Iterable, Mapping
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


def content_of(version: str, known: Mapping[str, Version]) -> str:
    """Return the version whose content a version signs or has: itself, or the one below its signatures and evidence."""
    here, seen = version, {version}
    while here in known and known[here].relation != CONTENT:
        parent = known[here].parent
        if parent is None or parent in seen:
            break
        here = parent
        seen.add(here)
    return here


def _below(version: str, known: Mapping[str, Version]) -> list[str]:
    """Return a version and all that it stands on, the nearest first."""
    found, here = list[str](), known.get(version)
    while here is not None and here.id not in found:
        found.append(here.id)
        here = known.get(here.parent or "")
    return found


def signatures_of(version: str, known: Mapping[str, Version]) -> frozenset[str]:
    """Return the versions that brought the signatures that a version carries."""
    return frozenset(each for each in _below(version, known) if known[each].relation == SIGNATURE)


def is_beside(made: str, chosen: str, known: Mapping[str, Version]) -> bool:
    """Tell whether a version does not stand on the one that was chosen: the choice was made without it."""
    return chosen not in _below(made, known)


def signed_meanwhile(made: str, standing: str, known: Mapping[str, Version]) -> bool:
    """Tell whether a signature was put beside the version that stands: over the same content, but not over its signatures.

    Two signatures side by side cannot be put together (sync/1, law 8): one stands, whoever made the other signs again.
    """
    missed = not signatures_of(standing, known) <= signatures_of(made, known)
    return missed and content_of(made, known) == content_of(standing, known)


def needs_choice(versions: Iterable[Version], chosen: str | None = None) -> bool:
    """Tell whether two contents stand side by side and nobody chose yet.

    Signatures of one content are no choice: which of them stands is settled by who came first, and all are kept.
    """
    listed = list(versions)
    tops = heads(listed)
    standing = head(listed, chosen)
    if len(tops) < 2 or standing is None:
        return False
    known = {version.id: version for version in listed}
    contents = {content_of(top, known) for top in tops}
    if len(contents) == 1 and all(known[top].relation != CONTENT for top in tops):
        return False
    return chosen is None or not any(
        content_of(top, known) == content_of(chosen, known) and chosen in _below(top, known) for top in tops
    )
