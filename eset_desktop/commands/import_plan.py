# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop import-plan FILE.csv`: take a file plan into the body; all of it or nothing."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from eset_desktop.commands import opening, wording

if TYPE_CHECKING:
    from eset_desktop.domain.file_plan import FilePlan
    from eset_desktop.errors import EsetError
    from eset_desktop.interop.csv_text import Problem


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "import-plan",
        help="import a file plan (CSV)",
        description="Imports a file plan: hierarchy from the codes or from a parent column. What is wrong is told with"
        " line and column, and nothing is imported then.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    parser.add_argument("--name", help="the plan's stable name (default: the file's)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be imported")
    opening.add_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import the plan; 1 when the file was rejected."""
    from eset_desktop.interop.plan_csv import PlanRejected, read_plan

    try:
        plan = read_plan(arguments.file.read_bytes(), plan=arguments.name or arguments.file.stem)
    except PlanRejected as rejected:
        for problem in rejected.problems:
            sys.stderr.write(f"{arguments.file.name}:{_told(problem)}\n")
        sys.stderr.write(f"{_error_title(rejected)}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{arguments.file}: {error.strerror}\n")
        return 1
    if arguments.dry_run:
        sys.stdout.write(wording.counted("plan.classes", len(plan), plan=plan.name) + "\n")
        return 0
    return _take(arguments, plan)


def _take(arguments: argparse.Namespace, plan: "FilePlan") -> int:
    from eset_desktop.operations.plans import import_plan

    with opening.opened(arguments) as workplace:
        done = import_plan(workplace.session, plan)
    counts = {
        name: wording.counted(f"plan.{name}", count)
        for name, count in (("added", done.added), ("changed", done.changed), ("same", done.same))
    }
    sys.stdout.write(wording.text("plan.imported", plan=plan.name, **counts) + "\n")
    return 0


def _error_title(error: "EsetError") -> str:
    return resources.error_texts()[error.code][wording.language()].title


def _told(problem: "Problem") -> str:
    """Return a problem as one line: place, what is wrong, what stands there."""
    text = resources.error_texts().get(problem.code, {}).get(wording.language())
    place = f"{problem.line}:{problem.column}" if problem.column else f"{problem.line}"
    if text is None:
        return f"{place}: {problem.code} [{problem.value}]"
    first = f" (→ {problem.other_line})" if problem.other_line else ""
    return f"{place}: {text.title.format(value=problem.value)}{first} {text.advice}"
