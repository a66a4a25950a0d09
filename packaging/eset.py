# SPDX-License-Identifier: EUPL-1.2
"""The commands of the `eset` script. It starts on any Python from 3.11 to 3.14, with the standard library only."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from console import SetupFailed, say
from environment import Environment, ensure_environment, is_ready
from judges import ensure_pyhanko
from system_packages import install_judges

ROOT = Path(__file__).resolve().parent.parent
USAGE_STATUS = 2
SETUP_STATUS = 3

HELP = """usage: ./eset COMMAND [ARGUMENTS]

Prepares this machine and this work tree as far as needed, then:

  demo    opens the demonstration town hall (--headless --out DIR: runs its story and writes what it did)
  test    runs every test; with arguments: pytest with those arguments
  check   runs the quick checks: style, types, layers, translations, dependency hash, house rules
  bench   measures (a name runs one; no name lists them)
  setup   only prepares

`./eset COMMAND --help` says more, once this machine is prepared.
"""

ASKS_HELP = frozenset({"-h", "--help"})

Arguments = Sequence[str]


@dataclass(frozen=True, slots=True)
class Command:
    """One word after `./eset`: the requirement set it needs and the process it becomes.

    Attributes:
        at_root: It runs in the project's folder, whatever folder it was called from.
        judges: It wants the outside programs that some tests compare with.
    """

    requirements: str
    program: Callable[[Arguments], Arguments]
    at_root: bool = True
    judges: bool = False


def _demo(arguments: Arguments) -> Arguments:
    return ["-m", "eset_desktop.demo", *arguments]


def _test(arguments: Arguments) -> Arguments:
    if arguments:
        return ["-m", "pytest", *arguments]
    workers = str(max(2, min(4, len(os.sched_getaffinity(0)))))
    return ["-m", "pytest", "-n", workers]


def _check(arguments: Arguments) -> Arguments:
    return [str(ROOT / "packaging" / "checks.py"), *arguments]


def _bench(arguments: Arguments) -> Arguments:
    return [str(ROOT / "tests" / "bench" / "run.py"), *arguments]


def _setup(arguments: Arguments) -> Arguments:
    return ["-c", "", *arguments]


COMMANDS: Mapping[str, Command] = {
    "demo": Command("app", _demo, at_root=False),
    "test": Command("dev", _test, judges=True),
    "check": Command("dev", _check),
    "bench": Command("dev", _bench, at_root=False),
    "setup": Command("dev", _setup),
}


def main(arguments: Arguments) -> int:
    """Prepare and become the command asked for.

    Returns:
        2 for a wrong command, 3 when the machine could not be prepared; else the process is the command's own.
    """
    if not arguments or arguments[0] in {*ASKS_HELP, "help"}:
        sys.stdout.write(HELP)
        return 0 if arguments else USAGE_STATUS
    command = COMMANDS.get(arguments[0])
    if command is None:
        say(f"no command {arguments[0]!r}; ./eset --help lists them")
        return USAGE_STATUS
    if ASKS_HELP.intersection(arguments[1:]) and not is_ready(ROOT, command.requirements):
        sys.stdout.write(HELP)  # nobody who only asks wants half a gigabyte installed
        return 0
    try:
        environment = ensure_environment(ROOT, command.requirements)
        if command.judges:
            install_judges()
            ensure_pyhanko(environment)
    except SetupFailed as failure:
        say(str(failure))
        return SETUP_STATUS
    return _become(environment, command, arguments[1:])


def _become(environment: Environment, command: Command, arguments: Arguments) -> NoReturn:
    """Replace this process by the command's, so that signals and status are its own."""
    settings = dict(os.environ)
    settings.pop("PYTHONDONTWRITEBYTECODE", None)  # uncompiled imports cost half a second at every start
    if command.at_root:
        os.chdir(ROOT)
    python = str(environment.python)
    os.execve(python, [python, *command.program(arguments)], settings)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
