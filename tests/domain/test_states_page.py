# SPDX-License-Identifier: EUPL-1.2
"""The page of states says what the table says."""

from pathlib import Path

from eset_desktop.domain.states import REQUEST_TRANSITIONS, SIGNER_TRANSITIONS, TRANSITIONS

PAGE = Path(__file__).parents[2] / "docs" / "states.md"
OTHERS = "\n## Signing a list\n"
"""What follows is the table of another room, with a test of its own."""


def test_the_page_has_each_row_of_the_table_and_no_other() -> None:
    rows = [
        f"| {row.kind} | {row.command} | {row.field} | {', '.join(row.origin)} | {row.target} | {', '.join(row.needs)} |"
        f" {', '.join(row.choices)} |"
        for row in (*TRANSITIONS, *REQUEST_TRANSITIONS, *SIGNER_TRANSITIONS)
    ]
    told = [
        line
        for line in PAGE.read_text("utf-8").partition(OTHERS)[0].splitlines()
        if line.startswith("| ") and not line.startswith("| kind")
    ]
    assert told == rows
