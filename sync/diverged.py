# SPDX-License-Identifier: EUPL-1.2
"""The streams whose content is known to differ from the service's. It is told once, at the end of a page, so it must not be forgotten."""

from eset_desktop.store.replica import Replica


class Diverged:
    """Their names; what is added is durable when the call returns, and known to the next run."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._names = set(replica.differing())

    def __contains__(self, stream: str) -> bool:
        return stream in self._names

    def add(self, stream: str) -> None:
        """Note that a stream differs."""
        if stream not in self._names:
            self._replica.note_differing(stream, differs=True)
            self._names.add(stream)

    def discard(self, stream: str) -> None:
        """Note that a stream is as the service has it, or that nothing is known of it any more."""
        if stream in self._names:
            self._replica.note_differing(stream, differs=False)
            self._names.discard(stream)
