# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop extend`: give signed PDF files their timestamp and the evidence that lasts, or renew it."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from eset_desktop.clock import SystemClock, iso
from eset_desktop.commands import answers, opening, wording
from eset_desktop.commands.signing.raising import conditions
from eset_desktop.commands.signing.results import Problem
from eset_desktop.errors import EsetError
from eset_desktop.signing.levels.client import LevelsClient, write_raised
from eset_desktop.signing.levels.errors import OutTaken
from eset_desktop.signing.levels.values import Facts, Level, Services
from eset_desktop.signing.plain_files import exact, shown

ALL: Final = 0
NONE: Final = 1
SOME: Final = 3
_EPILOG = "exit status: 0 every file has the level; 1 none has; 2 wrong usage; 3 some have; 130 interrupted"


class Extended(msgspec.Struct, frozen=True):
    """What became of one file.

    Attributes:
        file: As it was named; what is in no known encoding is ``?``.
        out: Where the raised file is, likewise; None when nothing was written.
        before: Its level before; None when it cannot be told.
        level: Its level now.
        stamped_at: The moment that its timestamp proves.
        renew_by: When the timestamp over its evidence must have been renewed.
        changed: Whether there was anything to do.
        error: Why it was not raised.
        file_base64: The bytes of ``file`` where that does not say all of it.
        out_base64: Those of ``out``.
    """

    file: str
    out: str | None = None
    before: str | None = None
    level: str | None = None
    stamped_at: str | None = None
    renew_by: str | None = None
    changed: bool = False
    error: Problem | None = None
    file_base64: str | UnsetType = UNSET
    out_base64: str | UnsetType = UNSET


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = subparsers.add_parser(
        "extend",
        help="give signed PDF files a timestamp and lasting evidence",
        description="Raise the signatures of PDF files to a level that lasts (needs a connection), or renew them when "
        "that is due. The signatures stay as they are. A file is replaced in one step once it is raised, where "
        "a symbolic link is named what it names; one that has other names (hard links) is refused. With --out-dir "
        "it stays and the raised one goes there.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "files", type=opening.place, nargs="+", metavar="FILE.pdf", help="the signed documents"
    )
    parser.add_argument(
        "--level", choices=[each.value for each in Level if each is not Level.B_B], default=Level.B_LTA.value,
        help="at least this level (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--tsa",
        action="append",
        required=True,
        metavar="URL",
        help="time-stamping service; several are asked in turn",
    )
    parser.add_argument(
        "--trust",
        type=opening.place,
        metavar="FOLDER",
        help="trusted roots and lists; default: the settings'",
    )
    parser.add_argument("--out-dir", type=opening.place, metavar="FOLDER", help="where raised files go")
    parser.add_argument("--json", action="store_true", help="print one JSON object a file, one a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raise the files one after the other and return the exit status."""
    services, anchors = conditions(args)
    reached = 0
    with LevelsClient() as client:
        for path in args.files:
            found, error = _extended(client, path, args, services, anchors, now=SystemClock().now())
            reached += error is None
            answers.tell_json(found) if args.json else _tell(path, found, error)
    return ALL if reached == len(args.files) else SOME if reached else NONE


def _extended(
    client: LevelsClient,
    path: Path,
    args: argparse.Namespace,
    services: Services,
    anchors: tuple[bytes, ...],
    *,
    now: datetime,
) -> tuple[Extended, EsetError | None]:
    out: Path = args.out_dir / path.name if args.out_dir else path
    try:
        if args.out_dir and os.path.lexists(out):
            raise OutTaken(file=shown(out))
        raised = client.raise_level(path, Level(args.level), services, anchors, now)
        if raised.changed or args.out_dir:
            write_raised(raised, path, out, over=not args.out_dir)
    except EsetError as error:
        return Extended(shown(path), error=Problem.of(error), file_base64=exact(path) or UNSET), error
    return _told(path, out, raised.before, raised.facts, changed=raised.changed), None


def _told(path: Path, out: Path, before: Facts, facts: Facts, *, changed: bool) -> Extended:
    return Extended(
        file=shown(path),
        out=shown(out),
        before=before.level.value,
        level=facts.level.value,
        stamped_at=iso(facts.stamped_at) if facts.stamped_at else None,
        renew_by=iso(facts.renew_by) if facts.renew_by else None,
        changed=changed,
        file_base64=exact(path) or UNSET,
        out_base64=exact(out) or UNSET,
    )


def _tell(path: Path, found: Extended, error: EsetError | None) -> None:
    if error is not None:
        sys.stderr.write(f"{shown(path)}: {wording.explain(error)}\n")
        return
    key = "extend.done" if found.changed else "extend.already"
    sys.stdout.write(wording.text(key, file=found.out or "", at=found.stamped_at or "") + "\n")
    if found.renew_by is not None:
        sys.stdout.write(wording.text("extend.renew", date=found.renew_by[:10]) + "\n")
