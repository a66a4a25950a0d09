# SPDX-License-Identifier: EUPL-1.2
"""Which byte work there is, and who does a step of it."""

from collections.abc import Iterator
from typing import Final

from eset_desktop.domain.stretches import WHOLE_BYTES, Stretch
from eset_desktop.store import pins
from eset_desktop.store.replica import Download, Upload
from sync import parts, snapshots
from sync.batching import is_small, send_batch
from sync.context import Context
from sync.downloading import download
from sync.messages import Steps
from sync.planner import BULK, DOWNLOAD, FINISH, PINNED, SMALL, SNAPSHOT, UPLOAD, WANTED, Carry
from sync.pushing import is_bulky, push
from sync.uploading import is_divided, upload

SEEN: Final = 20
"""Uploads, and downloads, that are looked at together, without those that are put off."""
LANES: Final = 3
"""Carriers that move bytes beside each other."""
TARGETS: Final = (f"{UPLOAD}:", f"{DOWNLOAD}:", f"{SNAPSHOT}:")
"""What the targets of byte work begin with."""


def jobs(context: Context) -> tuple[Carry, ...]:
    """Return what no lane is at, most urgent first within its kind."""
    return tuple(each for each in _all(context) if each.claim not in context.claims)


def connections(context: Context) -> int:
    """Return how many connections carriers will want as soon as the service has told what it can do."""
    if is_bulky(context):
        return parts.TOGETHER
    uploads = context.replica.uploads_due(LANES)
    return LANES if any(each.size > WHOLE_BYTES for each in uploads) else len(uploads)


def carry(context: Context, job: Carry) -> Steps[None]:
    """Do one step of a job that this lane has claimed; raises :class:`sync.problems.SyncProblem`."""
    if job.kind == BULK:
        yield from push(context)
    elif job.claim[0] == SNAPSHOT:
        yield from snapshots.snapshot(context, job.name)
    elif job.kind == SMALL:
        yield from send_batch(context, job.name)
    elif job.claim[0] == UPLOAD:
        due = context.replica.upload(job.name)
        if due is not None:
            yield from upload(context, due, job.stretch)
    elif job.claim[0] == DOWNLOAD:
        wanted = context.replica.download(job.name)
        if wanted is not None:
            yield from download(context, wanted, job.stretch)


def _all(context: Context) -> Iterator[Carry]:
    if context.bulk:
        yield Carry(BULK, "")
    yield from (Carry(SNAPSHOT, stream) for stream in snapshots.due(context))
    later = context.put_off_now()
    for wanted in () if context.push_only else context.replica.downloads_due(SEEN, without=later):
        yield from _of_download(context, wanted)
    for due in context.replica.uploads_due(SEEN, without=later):
        yield from _of_upload(context, due)


def _of_download(context: Context, due: Download) -> Iterator[Carry]:
    kind = WANTED if due.wanted >= pins.OPENED else PINNED if due.wanted == pins.PINNED else DOWNLOAD
    if not due.offset:  # perhaps a recipe brings all of it
        yield Carry(kind, due.sha256, since=due.since)
    else:
        yield from _of_stretches(context, kind, due, due.stretches)


def _of_upload(context: Context, due: Upload) -> Iterator[Carry]:
    if is_small(context, due):
        yield Carry(SMALL, due.sha256, since=due.since)
    elif is_divided(context, due):
        yield from _of_stretches(context, UPLOAD, due, due.stretches)
    else:
        yield Carry(UPLOAD, due.sha256, since=due.since)


def _of_stretches(
    context: Context, kind: str, due: Upload | Download, stretches: tuple[Stretch, ...]
) -> Iterator[Carry]:
    """Yield the stretches that are not carried yet, or the end of it all when no lane is at any."""
    jobs = [Carry(kind, due.sha256, number, due.since) for number in range(len(stretches))]
    missing = [job for job, each in zip(jobs, stretches, strict=True) if not each.complete]
    opening = context.daring or any(
        job.claim in context.claims and not stretches[job.stretch].url for job in missing
    )
    yield from sorted(missing, key=lambda job: _readiness(context, stretches[job.stretch], opening=opening))
    if not missing and not any(job.claim in context.claims for job in jobs):
        yield Carry(kind, due.sha256, FINISH, due.since)


def _readiness(context: Context, stretch: Stretch, *, opening: bool) -> int:
    """Return the place of a stretch: those that go on at once, one that may be begun with bytes, those to ask about first."""
    if stretch.url in context.sessions:
        return 0
    if not stretch.url and not opening:
        return 1
    return 2 if stretch.url else 3
