# SPDX-License-Identifier: EUPL-1.2
"""Sending queued mutations and storing their answers.

A mutation is marked as sent before the request leaves, so that it is never edited once the service may know it. A lost
answer is asked for again with the same request: the service answers a repeat from storage.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import msgspec

from eset_desktop import packing
from eset_desktop.domain.merge import FINAL_STATUSES
from eset_desktop.domain.mutations import Mutation
from eset_desktop.store.replica import Cursor
from eset_desktop.store.sending import Marked
from sync import parts, snapshots
from sync.coding import coded, decode, failure_of
from sync.context import BULK_CLAIM, CARRIERS, Context
from sync.epochs import set_back
from sync.exchange import Asked
from sync.feeding import take
from sync.messages import Steps
from sync.planner import PUSH
from sync.problems import (
    BodyTooLarge,
    LineDown,
    NotTheService,
    PartFailed,
    PushBlocked,
    RequestRefused,
    ServiceFailed,
    SyncProblem,
)
from sync.protocol import (
    PACKED_TYPE,
    PUSH_PARTS,
    PUSH_PATH,
    SCHEMA,
    SHORT,
    PushAnswer,
    PushBatch,
    Result,
)

BLOCKED: Final = "blocked"
"""Not an answer: the service does not know yet what must come first, and did nothing."""
LARGEST_IN_PARTS: Final = 3_000_000
"""Bytes of mutations in a push that goes in parts: it need not be small, for a carrier sends it and the feed goes on beside it."""
BULKY: Final = 4
"""A push is large when its mutations, not compressed yet, are so many times what goes in one request."""
WINDOW: Final = 4000
"""Queued mutations looked through for sound ones while some fail."""
MUTATION: Final = "mutation:"
"""Before a mutation's id: the name under which its failures are counted."""


def batch(context: Context, *, count: int | None = None) -> tuple[Mutation, ...]:
    """Return the next mutations to send, in the person's order.

    Those that failed by themselves, and what depends on them, let all others go first; then they are tried one by one.
    """
    limit = count or context.push_count
    targets = (each for each in context.backoffs.failing if each.startswith(MUTATION))
    failing = {each.removeprefix(MUTATION) for each in targets}
    most = context.pushes.size
    if PUSH_PARTS in context.features:
        most = min(LARGEST_IN_PARTS, context.limits.push_bytes)
    if not failing:
        return context.replica.sendable(max_bytes=most, max_count=limit)
    offered = _units(context.replica.sendable(max_bytes=context.limits.push_bytes, max_count=WINDOW))
    return _sound(offered, failing, most, limit) or _one_again(context, offered, failing)


def _units(mutations: Sequence[Mutation]) -> list[tuple[Mutation, ...]]:
    """Return mutations by groups; each by itself that has none."""
    return [tuple(each) for _, each in groupby(mutations, key=lambda each: each.group or each.id)]


def _sound(
    offered: Sequence[tuple[Mutation, ...]], failing: set[str], max_bytes: int, max_count: int
) -> tuple[Mutation, ...]:
    chosen: list[Mutation] = []
    left_out = set(failing)
    total = 0
    for unit in offered:
        if any(each.id in left_out or not left_out.isdisjoint(each.after) for each in unit):
            left_out.update(each.id for each in unit)
            continue
        total += sum(_size(each) for each in unit)
        if chosen and (total > max_bytes or len(chosen) + len(unit) > max_count):
            break
        chosen += unit
    return tuple(chosen)


def _one_again(
    context: Context, offered: Sequence[tuple[Mutation, ...]], failing: set[str]
) -> tuple[Mutation, ...]:
    now = context.clock.monotonic()
    for unit in offered:
        mine = [MUTATION + each.id for each in unit if each.id in failing]
        if mine and all(context.backoffs.ready(each, now) for each in mine):
            return unit
    return ()


def is_due(context: Context) -> bool:
    """Tell whether the control lane has something to push; a large push is left to a carrier: news and errands need not wait for it."""
    if BULK_CLAIM in context.claims:
        return False
    if is_held(context) or not batch(context, count=1):
        context.bulk = False
        return False
    by_carrier = bool(context.carriers) and PUSH_PARTS in context.features
    was_bulk, context.bulk = context.bulk, by_carrier and is_bulky(context)
    if context.bulk and not was_bulk:
        context.nudge(CARRIERS)
    return not context.bulk


def is_bulky(context: Context) -> bool:
    """Tell whether so much is queued that it is a large push."""
    limit = BULKY * parts.worth(context)
    some = context.replica.sendable(max_bytes=2 * limit, max_count=context.push_count)
    return sum(map(_size, some)) > limit


def push(context: Context) -> Steps[None]:
    """Send one batch and store its results.

    A service that was set back to a backup takes nothing before its stream was read again: new work may stand on what
    it lost.

    Raises:
        SyncProblem: Nothing was answered, or nothing could be taken yet; all of it stays queued.
    """
    if not is_held(context):
        yield from _push(context, batch(context))


def _push(context: Context, chosen: Sequence[Mutation]) -> Steps[None]:
    marked = context.replica.mark_sent(chosen)
    mutations = marked.mutations
    if not mutations:
        return
    cursor = _cursor(context)
    body = _body(context, mutations, cursor)
    try:
        asked = yield from _asked(context, body, marked, cursor)
        if cursor and set_back(context, cursor.stream, asked.response, (cursor,)):
            return
        answer = _answer(context, asked, mutations, body)
    except PartFailed:
        raise  # the same push goes on where it is
    except (BodyTooLarge, RequestRefused, ServiceFailed) as problem:
        _narrow(context, mutations, problem)
        raise
    except LineDown as problem:
        if problem.details.get("why") in parts.NOT_CONNECTED and not any(context.parts.values()):
            context.replica.never_left(marked)
        raise
    context.pushes.took(sum(_size(each) for each in mutations), asked.seconds)
    context.push_count = min(context.most_mutations, context.push_count * 2)
    with context.lock:
        if cursor and cursor.epoch and _life(context) != cursor.epoch:
            return  # these results are of a life that is over
        _store(context, answer.results)
    if answer.page is not None and cursor is not None:
        take(context, answer.page, (cursor,))
    if all(each.status == BLOCKED for each in answer.results):
        raise PushBlocked


def _body(context: Context, mutations: tuple[Mutation, ...], cursor: Cursor | None) -> bytes:
    """Return the plain body of a push that goes by itself."""
    batch = PushBatch(SCHEMA, mutations, cursor.epoch if cursor else "")
    body = msgspec.json.encode(batch)
    if cursor is None or not _goes_packed(context, body) or not _wants_to_be_told(context, cursor):
        return body
    return msgspec.json.encode(msgspec.structs.replace(batch, seen=cursor.seq))


def _wants_to_be_told(context: Context, cursor: Cursor) -> bool:
    """Tell whether the answer may bring what follows: not in the middle of a snapshot, nor to a program that is too old."""
    return bool(cursor.epoch) and not context.push_only and cursor.stream not in snapshots.due(context)


def _goes_packed(context: Context, body: bytes) -> bool:
    return SHORT in context.features and len(body) <= parts.worth(context)


def _asked(context: Context, plain: bytes, marked: Marked, cursor: Cursor | None) -> Steps[Asked]:
    if _goes_packed(context, plain):
        headers = {"Content-Type": PACKED_TYPE}
        return (yield from context.exchange.ask("POST", PUSH_PATH, body=packing.pack(plain), headers=headers))
    if small := _small(context, plain):
        body, headers = small
        return (yield from context.exchange.ask("POST", PUSH_PATH, body=body, headers=headers))
    large = parts.LargePush.of(marked.mutations, cursor.epoch if cursor else "", context.limits.part_bytes)
    anew = len(marked.first) == len(marked.mutations)
    return (yield from parts.send(context, large, anew=anew))


def _small(context: Context, plain: bytes) -> tuple[bytes, dict[str, str]] | None:
    """Return the body and headers of a push that goes in one request, None for a large one, which is compressed otherwise."""
    in_parts, worth = PUSH_PARTS in context.features, parts.worth(context)
    if in_parts and len(plain) > BULKY * worth:
        return None
    body, headers = coded(plain)
    return None if in_parts and len(body) > worth else (body, headers)


def is_held(context: Context) -> bool:
    """Tell whether nothing may be sent yet: the body's stream is being read again.

    What the service has lost goes first, in its old order; only at the head is it known. A program that is shown nothing
    sends all that was accepted again instead.
    """
    if context.push_only:
        return False
    rereading = context.replica.rereading()
    return bool(rereading) and context.replica.account().home in rereading


def _cursor(context: Context) -> Cursor | None:
    stream = context.replica.account().home
    return next((each for each in context.replica.cursors() if each.stream == stream), None)


def _life(context: Context) -> str:
    """Return which life of the body's stream is being read now: the control lane may have begun a new one meanwhile."""
    cursor = _cursor(context)
    return cursor.epoch if cursor else ""


def _answer(context: Context, asked: Asked, mutations: Sequence[Mutation], plain: bytes) -> PushAnswer:
    if asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    answer = decode(asked.response, PushAnswer, after=plain)
    results = answer.results
    if len(results) == len(mutations) and not any(each.id for each in results):  # told by their order
        pairs = zip(results, mutations, strict=True)
        results = tuple(msgspec.structs.replace(result, id=mutation.id) for result, mutation in pairs)
    known = all(each.status in FINAL_STATUSES or each.status == BLOCKED for each in results)
    if not known or [each.id for each in results] != [each.id for each in mutations]:
        raise NotTheService(why="results")
    return msgspec.structs.replace(answer, results=results)


def _store(context: Context, results: Sequence[Result]) -> None:
    context.replica.take_results(results)
    now = context.clock.monotonic()
    reached = {each.stream: each.seq for each in context.replica.cursors()}
    for each in results:
        if each.status == BLOCKED:
            context.backoffs.fail(MUTATION + each.id, now)
            continue
        context.backoffs.succeed(MUTATION + each.id)
        if each.seq > reached.get(each.stream, 0):
            context.level.discard(each.stream)


def _narrow(context: Context, mutations: Sequence[Mutation], problem: SyncProblem) -> None:
    """Halve the batch the service fails on, down to the one mutation at fault, which then steps aside for the others."""
    context.push_count = max(1, len(mutations) // 2)
    if isinstance(problem, BodyTooLarge):
        context.most_mutations = context.push_count
    if len(_units(mutations)) == 1:
        for each in mutations:
            context.backoffs.fail(MUTATION + each.id, context.clock.monotonic())
        if isinstance(problem, RequestRefused):
            context.backoffs.succeed(PUSH)


def _size(mutation: Mutation) -> int:
    return len(msgspec.json.encode(mutation))
