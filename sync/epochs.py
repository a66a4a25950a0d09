# SPDX-License-Identifier: EUPL-1.2
"""What a client does when it hears that a stream has begun a new life."""

from sync.coding import problem_in
from sync.context import Context
from sync.messages import Response


def set_back(context: Context, stream: str, response: Response) -> bool:
    """Begin to read a stream again when the answer says that its service was set back; tell whether it does."""
    problem = problem_in(response) if response.status == 409 else None
    if problem is None or problem.code != "stream.epoch_changed" or not problem.epoch:
        return False
    stream = problem.stream or stream
    context.level.discard(stream)
    context.diverged.discard(stream)
    context.replica.restart_stream(stream, problem.epoch)
    return True
