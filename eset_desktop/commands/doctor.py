# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop doctor`: say what is wrong with this machine, and pack a report for support."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from eset_desktop.commands import opening

if TYPE_CHECKING:
    from eset_desktop.doctor import Finding
    from eset_desktop.store.keys import DataKey

_MARKS = {"ok": "✓", "warning": "!", "problem": "✗"}


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
    from eset_desktop import doctor  # noqa: PLC0415 - --help is instant
    from eset_desktop.clock import SystemClock  # noqa: PLC0415
    from eset_desktop.commands import doctor_report  # noqa: PLC0415

    paths, clock = opening.paths_of(arguments), SystemClock()
    findings = doctor.examine(paths, clock, key=_key_of(arguments))
    for finding in findings:
        sys.stdout.write(f"{line(finding, language(os.environ))}\n")
    if arguments.report:
        doctor_report.write(arguments.report, findings, paths, clock)
        sys.stdout.write(f"{arguments.report}\n")
    return int(any(each.problem and not each.warning for each in findings))


def line(finding: "Finding", language_: str) -> str:
    """Return a finding in one line, in the person's language."""
    facts = " ".join(f"{name}={value}" for name, value in finding.facts.items())
    if finding.problem is None:
        return f"{_MARKS['ok']} {finding.check}: {facts}"
    text = resources.error_texts()[finding.problem.code][language_]
    mark = _MARKS["warning" if finding.warning else "problem"]
    return f"{mark} {finding.check}: {text.title} {text.advice}" + (f" [{facts}]" if facts else "")


def language(environment: Mapping[str, str]) -> str:
    """Return the language of messages (POSIX, XBD §8.2)."""
    named = (
        environment.get(name, "")[:2] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)
    )
    chosen = next(named, "en")
    return chosen if chosen in resources.LANGUAGES else "en"


def _key_of(arguments: argparse.Namespace) -> "DataKey | None":
    """Return the key if it can be had; a doctor comes when doors do not open."""
    from eset_desktop.store import keyfile, keys, profile  # noqa: PLC0415 - --help is instant
    from eset_desktop.store.errors import StoreError  # noqa: PLC0415

    if arguments.key_fd is not None or arguments.passphrase:
        return opening.key_of(arguments)
    try:
        found = profile.open(opening.paths_of(arguments).profile)
        if keyfile.KEYRING in keys.ways(found.keys_path):
            return opening.key_of(arguments)
    except StoreError:
        return None  # the checks say what is wrong with it
    return None
