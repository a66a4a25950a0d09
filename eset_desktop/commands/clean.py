# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop clean`: list what nobody sees in a PDF and write a copy without it, before it is signed or published."""

import argparse
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from eset_desktop.commands import answers, opening, outputs, wording
from eset_desktop.documents.errors import UnreadableFile
from eset_desktop.signing.plain_files import is_no_file, shown

if TYPE_CHECKING:
    from eset_desktop.documents.values import Hidden, HiddenReport

_SUFFIX: Final = "-net"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "clean",
        help="take out of a PDF what nobody sees in it",
        description="Writes a copy of a PDF without author, history, private data, scripts and what else nobody sees, and says what "
        "went and what can be seen and stays. The original is not changed; a signed document is never touched.",
    )
    parser.add_argument("pdf", type=opening.place, metavar="FILE.pdf")
    parser.add_argument("--list", action="store_true", help="only say what would go")
    parser.add_argument(
        "--title", default="", metavar="TEXT", help="what the copy calls itself; default: nothing"
    )
    parser.add_argument(
        "--out", type=opening.place, metavar="OUT.pdf", help="default: FILE-net.pdf beside it"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List, or write the copy; nothing is written when anything is wrong."""
    from eset_desktop.documents.render_client import RenderClient

    source: Path = arguments.pdf
    target: Path = arguments.out or source.with_name(f"{source.stem}{_SUFFIX}{source.suffix}")
    pdf = _read(source)
    with RenderClient() as client:
        if arguments.list:
            report, written = client.find_hidden(pdf), None
        else:
            cleaned = client.clean(pdf, arguments.title)
            report, written = cleaned.report, target
            outputs.write_new(target, cleaned.pdf)
    _tell_json(report, written) if arguments.json else _tell(report, written)
    return 0


def _read(path: Path) -> bytes:
    """Read a file; a pipe or a device, which would never end, is none."""
    if is_no_file(path):
        raise UnreadableFile(reason=os.strerror(errno.EINVAL))
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(reason=error.strerror or type(error).__name__) from error


def _tell(report: "HiddenReport", written: Path | None) -> None:
    if not report.removed:
        print(wording.text("clean.nothing"))
    for key, found in (
        ("clean.goes" if written is None else "clean.gone", report.removed),
        ("clean.stays", report.staying),
    ):
        if found:
            print(wording.text(key))
        for each in found:
            print(f"  {_line(each)}")
    if written is not None:
        print(wording.text("clean.written", file=shown(written)))


def _line(found: "Hidden") -> str:
    examples = "; ".join(found.examples)
    count = f" ({found.count})" if found.count > 1 else ""
    return wording.text(f"hidden.{found.kind}") + count + (f": {examples}" if examples else "")


def _tell_json(report: "HiddenReport", written: Path | None) -> None:
    out = None if written is None else shown(written)
    answers.tell_json({"out": out, "removed": report.removed, "staying": report.staying})
