# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop join URL`: join this computer to a town hall with the code that the administrator gave."""

import argparse
import sys
from typing import TYPE_CHECKING

from eset_desktop.commands import opening

if TYPE_CHECKING:
    from eset_desktop.store.keys import Way
    from sync.protocol import EnrolAnswer


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "join",
        help="join this computer to a town hall's central service",
        description="Asks for the one-time enrolment code and makes this person's profile. The local copy is encrypted;"
        " it opens with the system's keyring, with a passphrase, or with the body's recovery key. A profile that is there"
        " already goes on with a new code of the same person: after its access was withdrawn, when the service does not"
        " know it any more, or when joining broke off. What was not sent yet is kept and sent.",
    )
    parser.add_argument("url", metavar="URL", help="address of the central service")
    opening.add_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Join; the code and a passphrase are asked for, never taken as arguments."""
    code = (input("Enrolment code: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    answer = _go_on(arguments, code) if _has_profile(arguments) else _begin(arguments, code)
    sys.stdout.write(f"Joined: {answer.person_name}, {answer.body_name}, device {answer.device_code}\n")
    return 0


def _has_profile(arguments: argparse.Namespace) -> bool:
    from eset_desktop.store import profile  # noqa: PLC0415 - --help is instant
    from eset_desktop.store.errors import ProfileMissing  # noqa: PLC0415 - --help is instant

    try:
        profile.open(opening.paths_of(arguments).profile)
    except ProfileMissing:
        return False
    return True


def _begin(arguments: argparse.Namespace, code: str) -> "EnrolAnswer":
    from eset_desktop.clock import SystemClock  # noqa: PLC0415 - --help is instant
    from eset_desktop.joining import join  # noqa: PLC0415 - --help is instant

    folder = opening.paths_of(arguments).profile
    return join(folder, arguments.url, code, _ways(arguments), SystemClock())[0]


def _go_on(arguments: argparse.Namespace, code: str) -> "EnrolAnswer":
    from eset_desktop.clock import SystemClock  # noqa: PLC0415 - --help is instant
    from eset_desktop.joining import rejoin  # noqa: PLC0415 - --help is instant

    folder, key = opening.paths_of(arguments).profile, opening.key_of(arguments)
    return rejoin(folder, key, arguments.url, code, SystemClock())


def _ways(arguments: argparse.Namespace) -> "tuple[Way, ...]":
    from eset_desktop.store import keyrings, keys  # noqa: PLC0415 - --help is instant

    if not arguments.passphrase:
        return (keys.ByKeyring(keyrings.SystemKeyring()),)
    return (keys.ByPassphrase(opening.secret("Passphrase: ")),)
