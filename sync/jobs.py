# SPDX-License-Identifier: EUPL-1.2
"""Which byte work there is, and who does a step of it."""

from collections.abc import Iterator
from typing import Final

from sync import snapshots
from sync.context import Context
from sync.messages import Steps
from sync.planner import DOWNLOAD, SNAPSHOT, UPLOAD, WANTED, Carry
from sync.transfers import download, upload

SEEN: Final = 20
"""Uploads, and downloads, that are looked at together, without those that failed just now."""

TARGETS: Final = (f"{UPLOAD}:", f"{DOWNLOAD}:", f"{SNAPSHOT}:")
"""What the targets of byte work begin with."""


def jobs(context: Context) -> tuple[Carry, ...]:
    """Return what no lane is at, most urgent first within its kind."""
    return tuple(each for each in _all(context) if each.claim not in context.claims)


def carry(context: Context, job: Carry) -> Steps[None]:
    """Do one step of a job that this lane has claimed; raises :class:`sync.problems.SyncProblem`."""
    if job.claim[0] == SNAPSHOT:
        yield from snapshots.snapshot(context, job.name)
    elif job.claim[0] == UPLOAD:
        due = context.replica.upload(job.name)
        if due is not None:
            yield from upload(context, due)
    elif job.claim[0] == DOWNLOAD:
        wanted = context.replica.download(job.name)
        if wanted is not None:
            yield from download(context, wanted)


def _all(context: Context) -> Iterator[Carry]:
    yield from (Carry(SNAPSHOT, stream) for stream in snapshots.due(context))
    later = _put_off(context)
    for wanted in context.replica.downloads_due(SEEN, without=later):
        yield Carry(WANTED, wanted.sha256, since=wanted.since)
    for due in context.replica.uploads_due(SEEN, without=later):
        yield Carry(UPLOAD, due.sha256, since=due.since)


def _put_off(context: Context) -> tuple[str, ...]:
    """Return the hashes of bytes that failed and are not to be tried yet: they hide nothing else."""
    now = context.clock.monotonic()
    return tuple(
        target.partition(":")[2]
        for target, each in context.backoffs.failing.items()
        if target.startswith((f"{UPLOAD}:", f"{DOWNLOAD}:")) and each.retry_at > now
    )
