# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop doctor`: say what is wrong with this machine, and pack a report for support."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import resources
from eset_desktop.clock import SystemClock
from eset_desktop.commands import opening, wording
from eset_desktop.store.errors import StoreError

if TYPE_CHECKING:
    from eset_desktop.doctor import Finding
    from eset_desktop.store.data_key import DataKey

_MARKS = {"ok": "✓", "warning": "!", "problem": "✗"}
_WORDED: Final = frozenset({"state", "ways", "compared", "read"})
"""Facts whose values are words of ours."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = subparsers.add_parser(
        "doctor",
        help="say what is wrong with this machine",
        description="Look at Python, Qt, the keyring, the profile's folder, the disk, the clock and the database. "
        "Nothing is changed. Status 0 when nothing keeps the program from working, 1 otherwise.",
    )
    opening.add_arguments(parser)
    parser.add_argument("--report", type=Path, metavar="FILE.zip", help="pack a report without personal data")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make every check, print a line for each and write the report if asked."""
    from eset_desktop import doctor
    from eset_desktop.commands import doctor_report

    paths, clock = opening.paths_of(arguments), SystemClock()
    findings = doctor.examine(paths, clock, key=_key_of(arguments))
    for finding in findings:
        sys.stdout.write(f"{line(finding, wording.language())}\n")
    if arguments.report:
        doctor_report.write(arguments.report, findings, paths, clock)
        sys.stdout.write(f"{arguments.report}\n")
    return int(any(each.problem and not each.warning for each in findings))


def line(finding: "Finding", language: str) -> str:
    """Return a finding in one line, in the person's language."""
    check = wording.word(f"doctor.check.{finding.check}", language, finding.check)
    facts = "; ".join(_fact(name, value, language) for name, value in finding.facts.items())
    if finding.problem is None:
        return f"{_MARKS['ok']} {check}: {facts}"
    text = resources.error_texts()[finding.problem.code][language]
    mark = _MARKS["warning" if finding.warning else "problem"]
    return f"{mark} {check}: {text.title} {text.advice}" + (f" [{facts}]" if facts else "")


def _fact(name: str, value: str | int, language: str) -> str:
    told = ", ".join(wording.word(f"doctor.value.{each}", language, each) for each in str(value).split(" "))
    known = wording.word(f"doctor.fact.{name}", language, name)
    return f"{known}: {told if name in _WORDED else value}"


def _key_of(arguments: argparse.Namespace) -> "DataKey | None":
    """Return the key if it can be had; a doctor comes when doors do not open."""
    from eset_desktop.store import keyfile, keys, profile

    if arguments.key_fd is not None or arguments.passphrase:
        return opening.key_of(arguments)
    try:
        found = profile.open(opening.paths_of(arguments).profile)
        if keyfile.KEYRING in keys.ways(found.keys_path):
            return opening.key_of(arguments)
    except StoreError:
        return None  # the checks say what is wrong with it
    return None
