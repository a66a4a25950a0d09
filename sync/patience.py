# SPDX-License-Identifier: EUPL-1.2
"""How long an engine that is to end when nothing more can be done waits for what failed or was put off.

A service that begins, a database that is being recovered, bytes that are being put together: a moment later it works.
"""

from dataclasses import dataclass

from sync.context import Context
from sync.messages import Steps
from sync.planner import LINE, Action, Feed


@dataclass(slots=True)
class Patience:
    """The seconds that one run has for waiting.

    Attributes:
        left: How many there are still; those of work that goes on do not count.
    """

    context: Context
    left: float

    def covers(self, action: Action) -> bool:
        """Tell whether waiting by an idle lane's action is worth while: something is tried again before the patience is over.

        What waits for want of room, or of bytes that nobody has sent, is no matter of moments.
        """
        if self.left <= 0:
            return False
        now, failing = self.context.clock.monotonic(), self.context.backoffs.failing
        lacking = {target for target, each in failing.items() if each.lack}
        retries = (at - now for target, at in self.context.retries().items() if target not in lacking)
        tries_the_line = LINE in failing and isinstance(action, Feed)
        return tries_the_line or any(0 < seconds <= self.left for seconds in retries)

    def spent_on(self, steps: Steps[None]) -> Steps[None]:
        """Do the steps of a wait and count its seconds."""
        began = self.context.clock.monotonic()
        try:
            yield from steps
        finally:
            self.left -= self.context.clock.monotonic() - began
