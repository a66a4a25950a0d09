# SPDX-License-Identifier: EUPL-1.2
"""What a client does when it hears that a stream has begun a new life."""

from collections.abc import Iterable

from eset_desktop.store.replica import Cursor
from sync.coding import failure_of, problem_in
from sync.context import Context
from sync.messages import Response, Steps
from sync.planner import LOOK_EVERY
from sync.protocol import PUSH_PATH, SCHEMA, PushBatch


def set_back(context: Context, stream: str, response: Response, asked: Iterable[Cursor]) -> bool:
    """Begin to read a stream again when the answer says that its service was set back; tell whether it says so.

    Each lane hears it: the first begins, and what is being read by then is not begun once more. A program that is shown nothing
    will read it when it is upgraded. Until then it sends what was accepted again.

    Args:
        context: The engine's memory.
        stream: Which one it is about, unless the answer names another.
        response: The answer.
        asked: Where the streams were when the question was asked.
    """
    problem = problem_in(response) if response.status == 409 else None
    if problem is None or problem.code != "stream.epoch_changed" or not problem.epoch:
        return False
    stream = problem.stream or stream
    with context.lock:  # what a carrier's push is answered holds in the former life only
        before = next((each for each in asked if each.stream == stream), None)
        now = cursor_of(context, stream)
        if before is None or now is None:
            return False
        if now.epoch == before.epoch and now.seq >= before.seq:
            restart(context, stream, problem.epoch)
    return True


def restart(context: Context, stream: str, epoch: str) -> None:
    """Begin to read a stream again; inside the lock of the context."""
    context.restarts += 1
    context.level.discard(stream)
    context.diverged.discard(stream)
    context.replica.restart_stream(stream, epoch)
    if context.push_only:
        context.replica.send_accepted_again()


def cursor_of(context: Context, stream: str) -> Cursor | None:
    """Return where a stream is now, None when it is not read."""
    return next((each for each in context.replica.cursors() if each.stream == stream), None)


def compare_or_repeat(context: Context) -> Steps[None]:
    """See whether the service was set back, in a program that may not read, and begin to send what was accepted again.

    A colleague's work may wait for it, also when there is nothing new to send. What another life of the program had begun to
    read and may not any more is sent again too; one that may read finds out by reading.

    Raises:
        SyncProblem: It could not be asked.
    """
    if not context.push_only:
        context.replica.no_more_again()
        return
    stream = context.replica.account().home
    cursor = cursor_of(context, stream)
    nothing = PushBatch(SCHEMA, (), cursor.epoch if cursor else "")
    asked = yield from context.exchange.ask("POST", PUSH_PATH, message=nothing)
    heard = cursor is not None and set_back(context, stream, asked.response, (cursor,))
    if not heard and asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    context.looked_at[stream] = context.clock.monotonic()
    if context.replica.rereading() and not context.replica.sends_accepted_again():
        context.replica.send_accepted_again()


def is_due(context: Context) -> bool:
    """Tell whether a program that may not read has not asked for long whether the service was set back."""
    if not context.push_only:
        return False
    asked = context.looked_at.get(context.replica.account().home)
    return asked is None or context.clock.monotonic() - asked >= LOOK_EVERY
