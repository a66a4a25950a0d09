# SPDX-License-Identifier: EUPL-1.2
"""Waiting until a worker's process has been given what was asked."""

from threading import Event
from typing import Protocol


class Worked(Protocol):
    """What has a worker behind it."""

    @property
    def busy(self) -> bool:
        """Whether the worker has been given a request and its answer has not come yet."""
        ...


def until_busy(client: Worked) -> None:
    """Return when a request is with the worker."""
    while not client.busy:
        Event().wait(0.001)
