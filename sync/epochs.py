# SPDX-License-Identifier: EUPL-1.2
"""What a client does when it hears that a stream has begun a new life."""

from eset_desktop.domain.kinds import body_stream
from sync.coding import failure_of, problem_in
from sync.context import Context
from sync.messages import Response, Steps
from sync.planner import LOOK_EVERY
from sync.protocol import PUSH_PATH, SCHEMA, PushBatch


def set_back(context: Context, stream: str, response: Response) -> bool:
    """Begin to read a stream again when the answer says that its service was set back; tell whether it does.

    A program that is shown nothing will read it when it is upgraded. Until then it sends what was accepted again.
    """
    problem = problem_in(response) if response.status == 409 else None
    if problem is None or problem.code != "stream.epoch_changed" or not problem.epoch:
        return False
    stream = problem.stream or stream
    context.level.discard(stream)
    context.diverged.discard(stream)
    with context.lock:  # what a carrier's push is answered holds in the former life only
        context.replica.restart_stream(stream, problem.epoch)
    if context.push_only:
        context.replica.send_accepted_again()
    return True


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
    stream = body_stream(context.replica.account().body)
    life = next((each.epoch for each in context.replica.cursors() if each.stream == stream), "")
    nothing = PushBatch(SCHEMA, (), life)
    asked = yield from context.exchange.ask("POST", PUSH_PATH, message=nothing)
    if not set_back(context, stream, asked.response) and asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    context.looked_at[stream] = context.clock.monotonic()
    if context.replica.rereading() and not context.replica.sends_accepted_again():
        context.replica.send_accepted_again()


def is_due(context: Context) -> bool:
    """Tell whether a program that may not read has not asked for long whether the service was set back."""
    if not context.push_only:
        return False
    asked = context.looked_at.get(body_stream(context.replica.account().body))
    return asked is None or context.clock.monotonic() - asked >= LOOK_EVERY
