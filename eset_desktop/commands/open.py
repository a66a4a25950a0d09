# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop open`: open the window."""

import argparse
from pathlib import Path


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "open", help="open the window", description="Opens the window of this profile."
    )
    parser.add_argument("--profile", type=Path, help="folder of the profile (default: your own)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the window; returns when it is closed."""
    from eset_desktop.app import main

    return main(["--profile", str(arguments.profile)] if arguments.profile else [])
