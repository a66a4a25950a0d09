# SPDX-License-Identifier: EUPL-1.2
"""Why the demonstration stopped."""

from eset_desktop.errors import EsetError


class DemoFailed(EsetError):
    """A step of the demonstration did not hold; ``step`` and ``reason`` say which and why."""

    code = "demo.failed"
    title = "The demonstration stopped."
    advice = "Read the step and the reason; the logs are in the demonstration's folder."


class DemoRunning(EsetError):
    """Another demonstration runs in the folder."""

    code = "demo.running"
    title = "A demonstration is running in this folder already."
    advice = "Close it first, or give another folder with --data; nothing was changed."


class FolderUnusable(EsetError):
    """No folder can be made or written to at the place that was named."""

    code = "demo.folder_unusable"
    title = "There can be no demonstration in this folder: it cannot be made or written to."
    advice = "Give another folder with --data, or with --out for --headless."


class WindowGone(DemoFailed):
    """The window ended, by its own or by force, before it answered."""

    code = "demo.window_gone"
    title = "The window ended before it answered."
    advice = "Read the window's log in the demonstration's folder."


class EndedAtStart(DemoFailed):
    """A program ended before it was ready; ``status`` says how, as :attr:`subprocess.Popen.returncode` does."""
