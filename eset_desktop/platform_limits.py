# SPDX-License-Identifier: EUPL-1.2
"""Limits of a process for itself, where the system has them."""

import sys
from pathlib import Path


def limit_memory(more: int) -> None:
    """Let this process take so many bytes more than it has now; what goes beyond raises :class:`MemoryError`.

    Linux only: elsewhere a process is watched from outside by time alone.
    """
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + more
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
