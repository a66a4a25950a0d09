# SPDX-License-Identifier: EUPL-1.2
"""Sending queued mutations and storing their answers.

A mutation is marked as sent before the request leaves, so that it is never edited once the service may know it. A lost
answer is asked for again with the same request: the service answers a repeat from storage.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from eset_desktop.domain.merge import APPLIED, CONFLICT, MERGED, REJECTED
from eset_desktop.domain.mutations import Mutation
from sync.coding import decode, failure_of
from sync.context import Context
from sync.exchange import Asked
from sync.messages import DNS, REFUSED, Steps
from sync.planner import PUSH
from sync.problems import LineDown, NotTheService, PushBlocked, RequestRefused, ServiceFailed
from sync.protocol import PUSH_PATH, SCHEMA, PushAnswer, PushBatch, Result

BLOCKED: Final = "blocked"
"""Not an answer: the service does not know yet what must come first, and did nothing."""
FINAL: Final = (APPLIED, MERGED, CONFLICT, REJECTED)
LARGEST_BATCH: Final = 256
NOT_CONNECTED: Final = (DNS, REFUSED)
"""Failures before a connection stood: the request did not leave this computer."""
_MUTATION: Final = "mutation:"


def batch(context: Context, *, count: int | None = None) -> tuple[Mutation, ...]:
    """Return the next mutations to send: in the person's order, without those set aside and what depends on them."""
    now = context.clock.monotonic()
    aside = {target for target in context.backoffs.failing if not context.backoffs.ready(target, now)}
    waiting = sum(target.startswith(_MUTATION) for target in aside)
    limit = count or context.push_count
    offered = context.replica.sendable(
        max_bytes=context.limits.push_bytes if waiting else context.pushes.size, max_count=limit + waiting
    )
    return _chosen(offered, aside, context.pushes.size, limit) if waiting else offered[:limit]


def push(context: Context) -> Steps[None]:
    """Send one batch and store its results.

    Raises:
        SyncProblem: Nothing was answered, or nothing could be taken yet; all of it stays queued.
    """
    marked = context.replica.mark_sent(batch(context))
    mutations = marked.mutations
    if not mutations:
        return
    message = PushBatch(SCHEMA, mutations)
    try:
        asked = yield from context.exchange.ask("POST", PUSH_PATH, message=message)
        results = _results(context, asked, mutations)
    except (RequestRefused, ServiceFailed) as problem:
        _narrow(context, mutations, refused=isinstance(problem, RequestRefused))
        raise
    except LineDown as problem:
        if problem.details.get("why") in NOT_CONNECTED:
            context.replica.never_left(marked)
        raise
    context.pushes.took(sum(_size(each) for each in mutations), asked.seconds)
    context.push_count = min(LARGEST_BATCH, context.push_count * 2)
    _store(context, results)


def _results(context: Context, asked: Asked, mutations: Sequence[Mutation]) -> tuple[Result, ...]:
    if asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    results = decode(asked.response, PushAnswer).results
    known = all(each.status in FINAL or each.status == BLOCKED for each in results)
    if not known or [each.id for each in results] != [each.id for each in mutations]:
        raise NotTheService(why="results")
    return results


def _store(context: Context, results: Sequence[Result]) -> None:
    final = [each for each in results if each.status in FINAL]
    context.replica.take_results(results)
    now = context.clock.monotonic()
    reached = {each.stream: each.seq for each in context.replica.cursors()}
    for each in results:
        if each.status == BLOCKED:
            context.backoffs.fail(_MUTATION + each.id, now)
            continue
        context.backoffs.succeed(_MUTATION + each.id)
        if each.seq > reached.get(each.stream, 0):
            context.level.discard(each.stream)
    if not final:
        raise PushBlocked


def _narrow(context: Context, mutations: Sequence[Mutation], *, refused: bool) -> None:
    """Halve the batch the service fails on, down to the one mutation at fault, which then steps aside for the others."""
    context.push_count = max(1, len(mutations) // 2)
    if len(mutations) == 1:
        context.backoffs.fail(_MUTATION + mutations[0].id, context.clock.monotonic())
        if refused:
            context.backoffs.succeed(PUSH)


def _chosen(
    offered: Sequence[Mutation], aside: set[str], max_bytes: int, max_count: int
) -> tuple[Mutation, ...]:
    chosen: list[Mutation] = []
    left_out: set[str] = set()
    total = 0
    for each in offered:
        if _MUTATION + each.id in aside or not left_out.isdisjoint(each.after):
            left_out.add(each.id)
            continue
        total += _size(each)
        if chosen and (total > max_bytes or len(chosen) == max_count):
            break
        chosen.append(each)
    return tuple(chosen)


def _size(mutation: Mutation) -> int:
    return len(msgspec.json.encode(mutation))
