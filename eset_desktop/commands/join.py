# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop join URL`: join this computer to a town hall with the code that the administrator gave."""

import argparse
import sys
from typing import TYPE_CHECKING

from eset_desktop.commands import opening

if TYPE_CHECKING:
    from eset_desktop.store.keys import Way


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "join",
        help="join this computer to a town hall's central service",
        description="Asks for the one-time enrolment code and makes this person's profile. The local copy is encrypted;"
        " it opens with the system's keyring, with a passphrase, or with the body's recovery key.",
    )
    parser.add_argument("url", metavar="URL", help="address of the central service")
    opening.add_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Join; the code and a passphrase are asked for, never taken as arguments."""
    from eset_desktop.clock import SystemClock  # noqa: PLC0415 - --help is instant
    from eset_desktop.joining import join  # noqa: PLC0415 - --help is instant

    code = (input("Enrolment code: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    answer, _ = join(
        opening.paths_of(arguments).profile, arguments.url, code, _ways(arguments), SystemClock()
    )
    sys.stdout.write(f"Joined: {answer.person_name}, {answer.body_name}, device {answer.device_code}\n")
    return 0


def _ways(arguments: argparse.Namespace) -> "tuple[Way, ...]":
    from eset_desktop.store import keyrings, keys  # noqa: PLC0415 - --help is instant

    if not arguments.passphrase:
        return (keys.ByKeyring(keyrings.SystemKeyring()),)
    return (keys.ByPassphrase(opening.secret("Passphrase: ")),)
