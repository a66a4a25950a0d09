# SPDX-License-Identifier: EUPL-1.2
"""Progress lines and quiet subprocesses of the `eset` script; standard library only."""

import subprocess
import sys
from collections.abc import Mapping, Sequence


class SetupFailed(Exception):
    """The machine could not be prepared; the message is one line that says what to do."""


def say(text: str) -> None:
    """Print one progress line on the error stream, so that a command's own output stays clean."""
    print(f"eset: {text}", file=sys.stderr, flush=True)  # noqa: T201 - this script's voice


def run_quietly(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> bool:
    """Run a command without input; show what it printed only if it fails.

    Returns:
        Whether it ran and ended with status 0.
    """
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        say(f"{command[0]}: {error.strerror}")
        return False
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        say(f"status {done.returncode}: {' '.join(command)}")
    return done.returncode == 0
