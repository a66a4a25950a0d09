# SPDX-License-Identifier: EUPL-1.2
"""What a change touched, so that views refresh that and no more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The objects that changed.

    Attributes:
        objects: Pairs of kind and id.
        created: The id of the object the person made, if one.
        everything: More changed than is worth listing: read all again.
    """

    objects: frozenset[tuple[str, str]] = frozenset()
    created: str | None = None
    everything: bool = False

    def touches(self, *kinds: str) -> bool:
        """Tell whether an object of one of these kinds changed."""
        return self.everything or any(kind in kinds for kind, _ in self.objects)

    def has(self, object_id: str) -> bool:
        """Tell whether this object changed."""
        return self.everything or any(each == object_id for _, each in self.objects)

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            self.objects | other.objects, self.created or other.created, self.everything or other.everything
        )
