# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop trust`: which roots and trusted lists this computer believes, and new copies of the lists."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eset_desktop.commands import answers, opening, wording
from eset_desktop.signing.trust.errors import NoTrustFolder, TrustError

if TYPE_CHECKING:
    from eset_desktop.signing.trust.anchors import Anchors, TrustedList


class ListUnreadable(TrustError):
    """The file of a list cannot be read. Details: ``file``, ``reason``."""

    code = "trust.unreadable"
    title = "A file cannot be read."
    advice = "Check that it is still there and that you may open it."


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = subparsers.add_parser(
        "trust",
        help="show what is believed when signatures are checked, and import trusted lists",
        description="Roots that were added on this computer, and signed copies of the European trusted lists with "
        "their dates. The list of the lists (eu-lotl.xml) says who may sign the others.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    shown = actions.add_parser("list", help="show roots and lists with their dates")
    shown.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    taken = actions.add_parser("import", help="check signed copies of lists and keep them")
    taken.add_argument("files", type=Path, nargs="+", metavar="FILE.xml", help="as they were published")
    for action, run in ((shown, run_list), (taken, run_import)):
        action.add_argument(
            "--trust",
            type=opening.place,
            metavar="FOLDER",
            help="where they are kept; default: the settings'",
        )
        action.set_defaults(run=run)


def run_list(args: argparse.Namespace) -> int:
    """Show what is believed."""
    from eset_desktop.clock import SystemClock
    from eset_desktop.signing.trust.anchors import Anchors

    anchors, now = Anchors.load(folder_of(args)), SystemClock().now()
    if args.json:
        answers.tell_json(_told_to_programs(anchors, now))
    else:
        sys.stdout.write(_told(anchors, now))
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Take each list in; the first that is refused ends it, those before it stay.

    Raises:
        TrustError: Why a list was refused.
    """
    from eset_desktop.clock import SystemClock
    from eset_desktop.signing.trust.importing import european_first, import_list

    now, folder = SystemClock().now(), folder_of(args, make=True)
    for name, data in european_first((path.name, _read(path)) for path in args.files):
        try:
            read = import_list(data, folder, now)
        except TrustError as error:
            raise type(error)(file=name, **error.details) from error
        issued = f"{read.issued_at:%d/%m/%Y}"
        told = wording.text("trust.imported", territory=read.territory, sequence=read.sequence, issued=issued)
        sys.stdout.write(f"{told}\n")
    return 0


def folder_of(args: argparse.Namespace, *, make: bool = False) -> Path:
    """Return the ``trust`` folder: the one that was named, which must be there unless it may be made, or the settings'.

    Raises:
        NoTrustFolder: A folder was named that is not there.
    """
    from eset_desktop import paths
    from eset_desktop.signing.trust.anchors import trust_folder

    named: Path | None = args.trust
    if named is None:
        return trust_folder(paths.find().settings)
    if not named.is_dir() and (named.exists() or not make):
        raise NoTrustFolder(folder=named.name)
    return named.absolute()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ListUnreadable(file=path.name, reason=error.strerror or type(error).__name__) from error


def _told(anchors: "Anchors", now: datetime) -> str:
    lines = [wording.text("trust.roots", number=len(anchors.roots))]
    lines += [
        wording.text("trust.root", name=each.name, until=f"{each.not_after:%d/%m/%Y}")
        for each in anchors.roots
    ]
    lines.append(wording.text("trust.lists", number=len(anchors.lists)))
    for each in anchors.lists:
        lines.append(_line(each))
        if each.stale(now):
            lines.append(wording.text("trust.stale"))
    return "\n".join(lines) + "\n"


def _line(found: "TrustedList") -> str:
    due = f"{found.next_update:%d/%m/%Y}" if found.next_update else wording.text("trust.never")
    return wording.text(
        "trust.list",
        territory=found.territory,
        sequence=found.sequence,
        issued=f"{found.issued_at:%d/%m/%Y}",
        services=len(found.services),
        due=due,
    )


def _told_to_programs(anchors: "Anchors", now: datetime) -> dict[str, Any]:
    roots = [
        {"name": each.name, "not_after": each.not_after, "origin": each.origin} for each in anchors.roots
    ]
    lists = [
        {
            "territory": each.territory,
            "operator": each.operator,
            "sequence": each.sequence,
            "issued_at": each.issued_at,
            "next_update": each.next_update,
            "imported_at": each.imported_at,
            "stale": each.stale(now),
            "services": len(each.services),
            "sha256": each.sha256,
            "signer_sha256": each.signer_sha256,
        }
        for each in anchors.lists
    ]
    return {"roots": roots, "lists": lists}
