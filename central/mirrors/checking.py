# SPDX-License-Identifier: EUPL-1.2
"""Checking mirrors against the objects that they copy: what is missing in one, what is too much, what is not as it is at home."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, select

from central.mirrors import days, following, nearby
from central.mirrors.contents import Contents, Signer
from central.mirrors.copies import is_same
from central.store import streams, tables
from central.store.objects import Stored
from eset_desktop.clock import parse_iso
from eset_desktop.domain.kinds import signer_stream
from eset_desktop.domain.office_day import office_day

MISSING: Final = "copy for a signer is missing"
SUPERFLUOUS: Final = "copy for a signer is asked for by nothing"
DIFFERENT: Final = "copy for a signer differs from its object"
NO_MIRROR: Final = "signer has no stream of copies"
IN_STEP_SOON: Final = frozenset({MISSING, SUPERFLUOUS, DIFFERENT})
"""What the service itself sets right within an hour of serving."""

_JOB = tables.job.c
_COMES_ROUND = select(_JOB.not_before).where(_JOB.kind == days.JOB, _JOB.key == "")
_BODIES = select(tables.body.c.id).order_by(tables.body.c.id)


def differences(connection: Connection, on: Collection[date]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the mirrors of all bodies, and where.

    What comes or goes with the day alone is brought in step each hour. So a copy may be as any of the days says to which its
    mirror may have been brought (:func:`possible_days`).
    """
    for body in connection.execute(_BODIES).scalars().all():
        signers = following.signers(connection, body)
        if not signers:
            continue
        contents = [Contents(connection, body, day) for day in sorted(on)]
        possible = contents[0].possible(signers)
        for signer in signers:
            yield from _of_one(connection, signer, contents, possible)


def _of_one(
    connection: Connection, signer: Signer, contents: Collection[Contents], possible: frozenset[str]
) -> Iterator[tuple[str, str]]:
    name = signer_stream(signer.person)
    if streams.read(connection, name) is None:
        yield NO_MIRROR, name
        return
    here = nearby.all_of(connection, name)
    wanted = [each.all_of(signer, possible) for each in contents]
    for key in sorted(here.keys() | set[str]().union(*wanted)):
        problem = _problem(here.get(key), [each.get(key) for each in wanted])
        if problem is not None:
            yield problem, f"{name} {key}"


def _problem(copy: Stored | None, homes: Collection[Stored | None]) -> str | None:
    if copy is None:
        return MISSING if None not in homes else None
    asked = [each for each in homes if each is not None]
    if not asked:
        return SUPERFLUOUS
    return None if any(is_same(copy, each) for each in asked) else DIFFERENT


def possible_days(connection: Connection, now: datetime) -> frozenset[date]:
    """Return the days to which mirrors may have been brought: from when all last were, a push may since have brought a part on."""
    today = office_day(now)
    due = connection.execute(_COMES_ROUND).scalar()
    if due is None:
        return frozenset({today})
    last = parse_iso(due) - days.EVERY
    return frozenset({today, *(min(office_day(each), today) for each in (last, last + days.EVERY))})
