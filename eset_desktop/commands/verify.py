# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop verify`: say whether the signatures of files are valid, and why, without a profile or a window."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from eset_desktop import paths
from eset_desktop.commands import answers, opening, wording
from eset_desktop.errors import EsetError
from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.plain_files import exact

if TYPE_CHECKING:
    from eset_desktop.signing.validation.messages import Trusting
    from eset_desktop.signing.validation.report import FileReport, SignatureReport

_MAX_PASSWORD_BYTES: Final = 4096
STATUS: Final = {"PASSED": 0, "FAILED": 1, "INDETERMINATE": 3}
"""Exit status by the worst verdict."""
WRONG_USE: Final = 2

_GRAVITY: Final = ("FAILED", "INDETERMINATE", "PASSED")
_EPILOG = """exit status: 0 every file is valid; 1 at least one is not valid; 2 wrong usage; 3 none is known not to be valid, but
at least one could not be checked or carries no signature; 74 the answer could not be written; 130 interrupted"""


class PasswordUnreadable(SigningError):
    """The descriptor of the password cannot be read. Details: ``reason``."""

    code = "signing.password_unreadable"
    title = "The password could not be read."
    advice = "Check the number given with --password-fd."


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = subparsers.add_parser(
        "verify",
        help="check the signatures of files",
        description="Check the signatures of PDF and CAdES files: whether they hold, who signed, and whether that could "
        "be checked. Nothing is asked over the network without --online. A detached signature NAME.p7s is checked "
        "against the file NAME beside it.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "files", type=opening.place, nargs="+", metavar="FILE", help="the files, in this order"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a file, one a line")
    parser.add_argument("--online", action="store_true", help="ask certification authorities for revocations")
    parser.add_argument(
        "--trust",
        type=opening.place,
        metavar="FOLDER",
        help="trusted roots and lists; default: the settings'",
    )
    parser.add_argument(
        "--password-fd",
        type=int,
        metavar="N",
        help="read the password of encrypted files from this descriptor",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check each file and return the exit status; a file that cannot be checked stops nothing."""
    from eset_desktop.signing.validation.client import ValidationClient

    try:
        password, trusting = _password(args.password_fd), _trusting(args)
    except EsetError as error:  # said like everything else, but 1 would mean that a file is not valid
        sys.stderr.write(f"{wording.explain(error)}\n")
        return WRONG_USE
    verdicts: set[str] = set()
    with ValidationClient(trusting) as client:
        for path in args.files:
            report = client.validate_file(path, password=password)
            verdicts.add(report.verdict)
            if args.json:
                answers.tell_json(_named(report, path))
            else:
                sys.stdout.write(_told(report))
                sys.stdout.flush()
    return STATUS[next(each for each in _GRAVITY if each in verdicts)]


def _trusting(args: argparse.Namespace) -> "Trusting":
    from eset_desktop.commands.trust import folder_of
    from eset_desktop.signing.validation.messages import Trusting

    return Trusting(str(folder_of(args)), str(paths.find().answers), args.online)


def _password(descriptor: int | None) -> bytes:
    if descriptor is None:
        return b""
    try:
        # closefd=False: the descriptor belongs to whoever opened it
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.readline(_MAX_PASSWORD_BYTES).rstrip(b"\r\n")
    except (OSError, ValueError) as error:
        reason = type(error).__name__  # the cause could quote the password
    raise PasswordUnreadable(reason=reason)


def _named(report: "FileReport", path: Path) -> dict[str, Any]:
    """Return a report for programs, with the bytes of a name that is in no known encoding."""
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(report)
    return told | ({"file_base64": name} if (name := exact(path)) else {})


def _told(report: "FileReport") -> str:
    verdict = wording.text(f"verify.verdict.{report.verdict}")
    lines = [wording.text("verify.file", file=report.file, verdict=verdict)]
    if report.problem:
        lines.append(f"  {wording.text(f'verify.problem.{report.problem}')}")
    for signature in report.signatures:
        lines += _signature(signature)
    return "\n".join(lines) + "\n"


def _signature(signature: "SignatureReport") -> list[str]:
    from eset_desktop.signing.validation.policy import TIMESTAMP, effect_of

    effect = effect_of(signature)
    kind = "timestamp" if signature.level == TIMESTAMP else "signature"
    lines = [
        wording.text(
            f"verify.{kind}",
            signer=signature.signer or wording.text("verify.unknown_signer"),
            verdict=wording.text(f"verify.verdict.{effect.verdict if effect else 'PASSED'}"),
            when=_when(signature),
        )
    ]
    if signature.problems:  # one cause, one action: the gravest
        lines.append(f"    {wording.text(f'verify.problem.{signature.problems[0]}')}")
    elif f"verify.trust.{signature.trust}" in _TRUST_TEXTS:
        lines.append(wording.text(f"verify.trust.{signature.trust}"))
    return lines


_TRUST_TEXTS: Final = frozenset({"verify.trust.CONFIGURED", "verify.trust.TRUSTED_LIST"})


def _when(signature: "SignatureReport") -> str:
    if signature.time is None:
        return wording.text("verify.when.never")
    at = f"{signature.time.astimezone():%d/%m/%Y %H:%M}"
    return wording.text(f"verify.when.{signature.proof}", at=at)
