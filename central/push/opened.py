# SPDX-License-Identifier: EUPL-1.2
"""What a push lets somebody read who could not before: the bytes there may be those of versions that wait for theirs."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a push may have let somebody read more.

    Attributes:
        versions: Versions that came from another stream, by the one they lie in now.
        streams: Streams that were granted to somebody.
    """

    versions: Mapping[str, frozenset[str]]
    streams: frozenset[str]

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.versions or self.streams)
