# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop export-plan NAME FILE.csv`: a file plan as a table, as `import-plan` reads it."""

import argparse
import sys
from pathlib import Path

from eset_desktop.commands import opening, outputs, wording


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "export-plan",
        help="export a file plan (CSV)",
        description="Writes a file plan of this computer as a table for a spreadsheet, which import-plan reads back the same."
        " A file that is there already is left as it is.",
    )
    parser.add_argument("name", metavar="NAME", help="the plan's stable name")
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    opening.add_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the plan, whole or not at all."""
    from eset_desktop.interop.plan_csv import write_plan
    from eset_desktop.operations.plans import plan_of

    with opening.opened(arguments) as workplace:
        plan = plan_of(workplace.session, arguments.name)
    outputs.write_new(arguments.file, write_plan(plan))
    sys.stdout.write(wording.counted("plan.classes", len(plan), plan=plan.name) + "\n")
    return 0
