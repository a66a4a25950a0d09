# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: T201 - a command answers on standard output
"""`eset-desktop sign`: sign a PDF with a certificate file, without a profile, a window or a network."""

import argparse
import hashlib
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from eset_desktop.commands import outputs, wording
from eset_desktop.errors import Cancelled
from eset_desktop.signing.batch.errors import OutputExists
from eset_desktop.signing.errors import SigningError

if TYPE_CHECKING:
    from eset_desktop.signing.values import Identity, SignedPdf

# Longer than any passphrase; a mistaken descriptor must not fill the memory.
_MAX_PASSPHRASE_BYTES = 4096


class FileUnreadable(SigningError):
    """The document or the certificate cannot be read. Details: ``file``, ``reason``."""

    code = "signing.file_unreadable"
    title = "A file cannot be read."
    advice = "Check that it is still there and that you may open it."


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = subparsers.add_parser(
        "sign",
        help="sign a PDF with a certificate file (.p12, .pfx)",
        description="Sign a PDF with a certificate file. The original is not changed; the signed file begins with "
        "its bytes. The passphrase is asked for, or read from --passphrase-fd; never give it as an argument.",
    )
    parser.add_argument("pdf", type=Path, metavar="FILE.pdf", help="the document to sign")
    parser.add_argument(
        "--p12", type=Path, required=True, metavar="CERT.p12", help="certificate with its key"
    )
    parser.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="read the passphrase from this open file descriptor"
    )
    parser.add_argument(
        "--out", type=Path, metavar="OUT.pdf", help="default: FILE-signat.pdf beside the document"
    )
    parser.add_argument("--force", action="store_true", help="replace OUT.pdf if it exists")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Sign and return the exit status; every refusal is a typed error and leaves the disk as it was."""
    from eset_desktop.signing.client import SigningClient  # noqa: PLC0415 - `--help` needs none of these
    from eset_desktop.signing.confirmation import confirmation_of  # noqa: PLC0415 - as above

    target: Path = args.out or args.pdf.with_name(f"{args.pdf.stem}-signat.pdf")
    pdf = _read(args.pdf)
    _check_target(args.pdf, target, force=args.force)
    with SigningClient() as client:
        client.check(pdf)
        archive = _read(args.p12)
        identity = client.open_pkcs12(archive, _passphrase(args.passphrase_fd, args.p12))
        confirmation = confirmation_of([(args.pdf.name, hashlib.sha256(pdf).hexdigest())])
        signed = client.sign(pdf, identity, confirmation=confirmation)
    outputs.write(target, signed.data, mode=stat.S_IMODE(args.pdf.stat().st_mode) | stat.S_IWUSR)
    _tell_json(target, signed) if args.json else _tell(target, identity, signed)
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=path.name, reason=error.strerror or type(error).__name__) from error


def _check_target(source: Path, target: Path, *, force: bool) -> None:
    if target.exists() and (not force or target.samefile(source)):
        raise OutputExists(file=target.name)


def _passphrase(descriptor: int | None, certificate: Path) -> str:
    if descriptor is None:
        from getpass import getpass  # noqa: PLC0415 - only for a person

        try:
            return getpass(wording.text("prompt.certificate", file=certificate.name))
        except EOFError as error:
            raise Cancelled from error
    try:
        # closefd=False: the descriptor belongs to whoever opened it
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            secret = stream.readline(_MAX_PASSPHRASE_BYTES)
        return secret.rstrip(b"\r\n").decode()
    except (OSError, ValueError) as error:
        # the cause could quote the passphrase
        reason = type(error).__name__
    raise FileUnreadable(file=f"--passphrase-fd {descriptor}", reason=reason)


def _tell(target: Path, identity: "Identity", signed: "SignedPdf") -> None:
    at = f"{signed.evidence.signed_at:%Y-%m-%d %H:%M:%S}"
    print(wording.text("sign.done", name=identity.name, issuer=identity.issuer, at=at))
    print(wording.text("sign.checked"))
    print(wording.text("sign.written", file=str(target)))


def _tell_json(target: Path, signed: "SignedPdf") -> None:
    import msgspec  # noqa: PLC0415 - only here

    answer = {"out": str(target), "bytes": len(signed.data), "evidence": signed.evidence}
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.flush()
