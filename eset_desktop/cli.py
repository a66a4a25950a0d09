# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop`: the command line of the client.

Each command is a module of `eset_desktop.commands`, named in :data:`COMMANDS`, with ``register(subparsers)``, which
declares its arguments and sets ``run``, and ``run(arguments) -> int``. What a command needs is imported inside ``run``,
so that ``--help`` is instant.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, Protocol, cast

import eset_desktop
from eset_desktop.commands import answers, wording
from eset_desktop.errors import EsetError

COMMANDS: Final[tuple[str, ...]] = (
    "open",
    "join",
    "stick",
    "import_plan",
    "export_plan",
    "identities",
    "clean",
    "sign",
    "extend",
    "verify",
    "trust",
    "doctor",
    "recover",
)
"""Modules of `eset_desktop.commands`, in the order in which ``--help`` lists them."""

INTERRUPTED = 130
"""Status after Ctrl+C: 128 + SIGINT, as shells have it."""


class CommandModule(Protocol):
    """What a module of `eset_desktop.commands` offers."""

    def register(self, subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        """Declare the command: its name, help and arguments; ``set_defaults(run=run)``."""
        ...


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    made = argparse.ArgumentParser(
        prog="eset-desktop", description="The dossiers of a small town hall, offline first."
    )
    made.add_argument("--version", action="version", version=f"eset-desktop {eset_desktop.__version__}")
    subparsers = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        cast("CommandModule", import_module(f"eset_desktop.commands.{name}")).register(subparsers)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        Its status: 0 done, 1 refused or failed with one line that says why, 2 wrong usage, 130 interrupted, 74 when the
        answer could not be written to standard output, whatever was done.
    """
    try:
        with answers.watched():
            return _run(arguments)
    except answers.AnswerLost as lost:
        return answers.tell_lost(lost)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        chosen = parser().parse_args(arguments)
        status: int = chosen.run(chosen)
    except EsetError as error:
        if getattr(chosen, "json", False):
            sys.stdout.write(f"{wording.as_json(error)}\n")
        sys.stderr.write(f"{wording.explain(error)}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return status
