# SPDX-License-Identifier: EUPL-1.2
"""Why the demonstration stopped."""

from eset_desktop.errors import EsetError


class DemoFailed(EsetError):  # noqa: N818 - an outcome
    """A step of the demonstration did not hold; ``step`` and ``reason`` say which and why."""

    code = "demo.failed"
    title = "The demonstration stopped."
    advice = "Read the step and the reason; the logs are in the demonstration's folder."


class WindowGone(DemoFailed):
    """The window ended, by its own or by force, before it answered."""

    code = "demo.window_gone"
    title = "The window ended before it answered."
    advice = "Read the window's log in the demonstration's folder."
