# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop sign`: sign PDF files with a certificate, without a profile or a window."""

import argparse
import sys
from typing import TYPE_CHECKING

from eset_desktop.commands import answers, opening, wording
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing.errors import SigningError

_LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
_EPILOG = """exit status: 0 everything signed; 1 nothing signed; 2 wrong usage; 3 some files not signed; 4 all signed, some
below the level; 5 stopped because of the card or the PIN, what is signed stays; 6 all signed, some evidence could not be
written; 74 the answer could not be written, what is signed stays; 130 interrupted, what is signed stays"""
_WRONG_USE = 2
_NO_EVIDENCE = 6

if TYPE_CHECKING:
    from eset_desktop.signing.batch.values import BatchReport


class WrongUse(SigningError):
    """Arguments that exclude one another. Details: ``reason``."""

    code = "signing.wrong_use"
    title = "These options do not go together."
    advice = "See `eset-desktop sign --help`."


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = subparsers.add_parser(
        "sign",
        help="sign PDF files with a certificate",
        description="Sign PDF files. All are looked at before the PIN is asked for, once for all of them, or read from "
        "--pin-fd; never give it as an argument. Originals are not changed without --in-place: the signed file begins "
        "with the original's bytes.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "files", type=opening.place, nargs="+", metavar="FILE.pdf", help="the documents, in this order"
    )
    parser.add_argument(
        "--identity", default="", metavar="ID", help="which certificate: its id or fingerprint"
    )
    parser.add_argument("--p12", type=opening.place, metavar="CERT.p12", help="certificate file with its key")
    parser.add_argument("--module", metavar="DRIVER", help="look only behind this PKCS#11 driver")
    parser.add_argument(
        "--pin-fd", "--passphrase-fd", dest="pin_fd", type=int, metavar="N",
        help="read the PIN or passphrase from this open file descriptor",
    )  # fmt: skip
    parser.add_argument("--pin-each", action="store_true", help="ask for the PIN for each signature")
    parser.add_argument(
        "--level", choices=_LEVELS, default="B-B", help="raise to this level (needs a connection)"
    )
    parser.add_argument("--tsa", action="append", default=[], metavar="URL", help="time-stamping service")
    parser.add_argument(
        "--trust",
        type=opening.place,
        metavar="FOLDER",
        help="trusted roots and lists; default: the settings'",
    )
    parser.add_argument(
        "--format", choices=("pdf", "cades", "asice"), default="pdf",
        help="pdf: inside each PDF; cades: beside each file, whatever it is (NAME.p7s); asice: all files in one container",
    )  # fmt: skip
    _add_stamp(parser)
    parser.add_argument("--field", default="", metavar="NAME", help="sign into this empty field")
    parser.add_argument("--certify", type=int, choices=(1, 2, 3), default=0, metavar="P",
                        help="certify: 1 no change, 2 forms, 3 forms and notes")  # fmt: skip
    parser.add_argument(
        "--evidence",
        type=opening.place,
        metavar="FOLDER",
        help="write the evidence of each signature there (JSON and PDF)",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--out", type=opening.place, metavar="OUT.pdf", help="where the signed file goes; for one file"
    )
    where.add_argument(
        "--out-dir", type=opening.place, metavar="FOLDER", help="default: beside each file, NAME-signat.pdf"
    )
    where.add_argument("--in-place", action="store_true", help="make the files themselves the signed ones")
    parser.add_argument("--force", action="store_true", help="replace files that exist")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")
    parser.set_defaults(run=run)


def _add_stamp(parser: argparse.ArgumentParser) -> None:
    """Add what is said of the signature that is shown on the page."""
    parser.add_argument(
        "--stamp",
        nargs="?",
        const="standard",
        metavar="TEMPLATE",
        help="show the signature on the page (PDF)",
    )
    about = parser.add_argument_group("what the signature on the page says, beside name and date")
    about.add_argument("--capacity", default="", metavar="TEXT", help="default: the certificate's")
    about.add_argument(
        "--substitution",
        default="",
        metavar="TEXT",
        help="why in another's place: the decree; it stands in the signature too, shown or not",
    )
    about.add_argument(
        "--delegation",
        default="",
        metavar="TEXT",
        help="who passed the signature on, and as what; it stands in the signature too",
    )
    about.add_argument("--code", default="", metavar="CODE", help="verification code (CSV)")
    about.add_argument(
        "--verify-url", default="", metavar="URL", help="where to check it; becomes the QR code"
    )


def run(args: argparse.Namespace) -> int:
    """Sign and return the exit status; nothing is asked for and nothing written before all files were looked at."""
    try:
        _check_use(args)
        return _pdfs(args) if args.format == "pdf" else _other_formats(args)
    except KeyboardInterrupt:
        return _refused(args, None, Cancelled())
    except EsetError as error:
        return _refused(args, None, error)


def _check_use(args: argparse.Namespace) -> None:
    """Return when the options go together.

    Raises:
        WrongUse: They do not.
        EsetError: The folder of trust is none: told before anything is signed.
    """
    from eset_desktop.commands.trust import folder_of

    if args.out and len(args.files) > 1 and args.format != "asice":
        raise WrongUse(reason="--out FILE FILE")
    if args.level != "B-B" and not args.tsa:
        raise WrongUse(reason=f"--level {args.level}, no --tsa")
    if args.level != "B-B":
        folder_of(args)
    if args.format == "pdf":
        return
    within = {
        "--in-place": args.in_place,
        "--stamp": args.stamp,
        "--field": args.field,
        "--certify": args.certify,
    }
    named = [name for name, given in within.items() if given]
    if named or args.level not in {"B-B", "B-T"}:
        raise WrongUse(reason=f"--format {args.format}, {named[0] if named else f'--level {args.level}'}")


def _refused(args: argparse.Namespace, checked: "BatchReport | None", error: EsetError) -> int:
    """Say why nothing was signed, as JSON too where that was asked for."""
    from eset_desktop.commands.signing import other_formats, results

    if args.json and args.format == "pdf":
        answers.tell_json(results.failed(checked, error))
    elif args.json:
        answers.tell_json(other_formats.failed(args.files, error))
    sys.stderr.write(f"{wording.explain(error)}\n")
    if isinstance(error, Cancelled):
        return results.INTERRUPTED
    return _WRONG_USE if isinstance(error, WrongUse) else results.NONE


def _pdfs(args: argparse.Namespace) -> int:
    from eset_desktop.commands.signing import results
    from eset_desktop.commands.signing.job import Job

    with Job(args) as job:
        try:
            report, levels = job.run()
        except EsetError as error:
            return _refused(args, job.checked, error)
    if args.json:
        answers.tell_json(results.answer_of(report, job.identity, levels))
    else:
        results.tell(report, job.identity, levels)
    job.evidence.tell()
    return results.status_of(report, levels) or (_NO_EVIDENCE if job.evidence.problems else 0)


def _other_formats(args: argparse.Namespace) -> int:
    from eset_desktop.commands.signing import other_formats

    with other_formats.OtherFormats(args) as job:
        answer = job.answer()
    answers.tell_json(answer) if args.json else other_formats.tell(answer, job.problems)
    job.evidence.tell()
    return other_formats.status_of(answer) or (_NO_EVIDENCE if job.evidence.problems else 0)
