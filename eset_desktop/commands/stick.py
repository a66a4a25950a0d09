# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop stick request|export|import FOLDER`: first installation by a folder or a USB stick."""

import argparse
import sys
from typing import TYPE_CHECKING

import resources
from eset_desktop.commands import opening, wording
from eset_desktop.errors import Cancelled

if TYPE_CHECKING:
    from eset_desktop.operations.stick import Taken, Written

MEGABYTE = 1_000_000


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "stick",
        help="fill a new computer from a USB stick",
        description="A new computer that has joined asks (request) and shows a code; a computer that has the data writes"
        " packages that only the first one can open (export); the first one takes them in (import). Each step may be"
        " interrupted and repeated: it goes on.",
    )
    steps = parser.add_subparsers(title="steps", metavar="STEP", required=True)
    for name, run, help_ in (
        ("request", _request, "on the new computer: write a request and show its code"),
        ("export", _export, "on a computer that has the data: write packages; asks for the code"),
        ("import", _import, "on the new computer: take the packages in"),
    ):
        step = steps.add_parser(name, help=help_, description=help_)
        step.add_argument("folder", type=opening.place, metavar="FOLDER")
        if name == "export":
            step.add_argument(
                "--restricted", action="store_true", help="also what only some people of the body may read"
            )
        opening.add_arguments(step)
        step.set_defaults(run=run)


def _request(arguments: argparse.Namespace) -> int:
    from eset_desktop.operations.stick import request

    with opening.opened(arguments) as workplace:
        made = request(workplace.session, arguments.folder)
    sys.stdout.write(wording.text("stick.requested", folder=str(made.folder), code=made.code) + "\n")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from eset_desktop.operations.stick_export import export

    code = _code()
    with opening.opened(arguments) as workplace:
        steps = export(workplace.session, arguments.folder, code, restricted=arguments.restricted)
        for done in steps:
            _show(done)
    _show(None)
    key = "stick.complete" if done.complete else "stick.partial"
    facts = {"documents": done.documents, "left_out": done.left_out, "megabytes": done.done // MEGABYTE}
    sys.stdout.write(wording.text(key, **facts) + "\n")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    """Take packages in; 1 when some could not be used, each named on a line of its own."""
    from eset_desktop.operations.stick_import import take_in

    with opening.opened(arguments) as workplace:
        for done in take_in(workplace.session, arguments.folder):
            _show(done)
    _show(None)
    for trouble in done.troubles:
        told = resources.error_texts()[trouble.code][wording.language()]
        sys.stderr.write(f"{trouble.file}: {told.title} {told.advice}\n")
    text = wording.text("stick.taken", objects=done.objects, documents=done.documents)
    sys.stdout.write(text + "\n")
    return 1 if done.troubles else 0


def _code() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    try:
        return input(wording.text("stick.code")).strip()
    except EOFError as error:
        raise Cancelled from error


def _show(done: "Written | Taken | None") -> None:
    """Show how far it is on a terminal; None ends the line."""
    if not sys.stderr.isatty():
        return
    if done is None:
        sys.stderr.write("\n")
        return
    share = 100 * done.done // done.total if done.total else 0
    sys.stderr.write(f"\r{share:3d} %  {done.done // MEGABYTE} / {done.total // MEGABYTE} MB ")
    sys.stderr.flush()
