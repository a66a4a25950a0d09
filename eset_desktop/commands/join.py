# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop join URL`: join this computer to a town hall with the code that the administrator gave."""

import argparse
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from eset_desktop.clock import SystemClock
from eset_desktop.commands import opening, wording
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.store.errors import ProfileMissing

if TYPE_CHECKING:
    from eset_desktop.store.keys import Way
    from sync.protocol import EnrolAnswer


class NotReached(EsetError):
    """Nobody answers at the address; there is no work here yet that could wait for the line."""

    code = "join.not_reached"
    title = "The central service can't be reached. Nothing was set up on this computer yet."
    advice = (
        "Check the address and the connection and try again; if the code is not valid then, "
        "ask the administrator for a new one."
    )


class AddressMalformed(EsetError):
    """What was given is no address of a service."""

    code = "join.address_malformed"
    title = "This is not the address of a central service."
    advice = "Type it as the administrator gave it, for example https://eset.example.cat; nothing was set up."


class Unfinished(EsetError):
    """The service failed or its answer broke off: it may have taken the code, and nothing is here yet."""

    code = "join.unfinished"
    title = "The central service did not answer as it should. Nothing was set up on this computer yet."
    advice = "Try again in a while; if the code is not valid then, ask the administrator for a new one."


class NotChanged(EsetError):
    """A profile that is there asked to go on, and the service did not answer."""

    code = "join.not_changed"
    title = "The central service did not answer. Nothing was changed and what is on this computer is kept."
    advice = (
        "Check the address and the connection and try again; if the code is not valid then, "
        "ask the administrator for a new one."
    )


class StaysAsJoined(EsetError):
    """A computer that was joined in one way is asked to go on in the other."""

    code = "join.stays_as_joined"
    title = "This computer was joined with all of the town hall's data and can't become one that is only for signing."
    advice = "Join it anew under another user of this computer, or remove its local copy first; nothing was changed."


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
    parser.add_argument(
        "--signing-only",
        action="store_true",
        help="this computer holds what waits for the person's signature and nothing else of the town hall",
    )
    opening.add_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Join; the code and a passphrase are asked for, never taken as arguments."""
    _check_address(arguments.url)
    code = _code()
    answer = _go_on(arguments, code) if _has_profile(arguments) else _begin(arguments, code)
    done = {"person": answer.person_name, "body": answer.body_name, "device": answer.device_code}
    sys.stdout.write(wording.text("join.done", **done) + "\n")
    if answer.signing_only:
        sys.stdout.write(wording.text("join.signing_only") + "\n")
    return 0


def _check_address(url: str) -> None:
    """Raise AddressMalformed before a code is asked for."""
    try:
        parts = urlsplit(url)
        sound = bool(parts.scheme and parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that make no sense
        sound = False
    if not sound:
        raise AddressMalformed


def _code() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    try:
        return input(wording.text("prompt.code")).strip()
    except EOFError as error:
        raise Cancelled from error


def _has_profile(arguments: argparse.Namespace) -> bool:
    from eset_desktop.store import profile

    try:
        profile.open(opening.paths_of(arguments).profile)
    except ProfileMissing:
        return False
    return True


def _begin(arguments: argparse.Namespace, code: str) -> "EnrolAnswer":
    from eset_desktop.joining import join
    from sync import problems

    folder = opening.paths_of(arguments).profile
    ways = _ways(arguments)
    try:
        return join(folder, arguments.url, code, ways, SystemClock(), signing_only=arguments.signing_only)[0]
    except problems.LineDown as error:
        raise NotReached from error
    except (problems.ShortAnswer, problems.ServiceFailed, problems.ServiceBusy) as error:
        raise Unfinished from error


def _go_on(arguments: argparse.Namespace, code: str) -> "EnrolAnswer":
    from eset_desktop.joining import is_signing_only, rejoin
    from sync import problems

    folder, key = opening.paths_of(arguments).profile, opening.key_of(arguments)
    if arguments.signing_only and not is_signing_only(folder, key):
        raise StaysAsJoined
    try:
        return rejoin(folder, key, arguments.url, code, SystemClock())
    except (
        problems.LineDown, problems.ShortAnswer, problems.ServiceFailed, problems.ServiceBusy,
    ) as error:  # fmt: skip
        raise NotChanged from error


def _ways(arguments: argparse.Namespace) -> "tuple[Way, ...]":
    from eset_desktop.store import keyrings, keys

    if not arguments.passphrase:
        return (keys.ByKeyring(keyrings.SystemKeyring()),)
    return (keys.ByPassphrase(opening.new_secret()),)
