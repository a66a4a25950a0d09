# SPDX-License-Identifier: EUPL-1.2
"""``eset-central``: what the keeper of a service does. Answers go to standard output, errors to standard error.

Exit status: 0 done, 1 refused or found wrong, 2 wrong usage.
"""

import argparse
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from central import commands, commands_people, commands_seal, commands_timestamps
from central.store.failures import told
from central.terminal import note
from eset_desktop.domain.rights import PROFILES
from eset_desktop.errors import EsetError

Command = Callable[[argparse.Namespace], int]

_LONGEST_HOURS: Final = 24 * 30
_HIGHEST_PORT: Final = 65_535


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    _check_texts(parser, options)
    command: Command = options.command
    try:
        return command(options)
    except EsetError as error:
        note(f"eset-central: {error}")
        return 1
    except (SQLAlchemyError, sqlite3.Error) as error:
        note(f"eset-central: {told(error)}")
        return 1
    except OSError as error:
        note(f"eset-central: {error.strerror or error}: {error.filename or ''}".rstrip(": "))
        return 1


def _check_texts(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse an argument that is no text: bytes that are not of the system's encoding."""
    for name, value in vars(options).items():
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                parser.error(f"--{name}: not written in the encoding of this system")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="eset-central", description="The e-SET central service.")
    names = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        made = names.add_parser(name, help=text, description=text)
        made.add_argument("--data", type=Path, required=True, metavar="DIR", help="the service's folder")
        made.set_defaults(command=command)
        return made

    made = add("serve", commands.serve, "Serve clients until told to stop.")
    made.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    made.add_argument("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    made.add_argument(
        "--socket", type=Path, metavar="PATH", help="Unix socket to listen on instead, for a proxy beside it"
    )
    made.add_argument("--port-file", type=Path, metavar="FILE", help="where to write the port")
    made.add_argument(
        "--logs", type=Path, metavar="DIR", help="folder for log files (default: standard error)"
    )
    add("migrate", commands.migrate, "Create or update the database and load the catalogue.")
    made = add("create-body", commands_people.create_body, "Create a town hall and its recovery key.")
    made.add_argument("--name", required=True)
    made.add_argument("--dir3", required=True, help="its DIR3 code, for example L01080193")
    made.add_argument("--nif", required=True)
    made.add_argument("--colour", default="#1f6f54", help="the colour on its screens (default: %(default)s)")
    made.add_argument(
        "--recovery-key",
        type=Path,
        required=True,
        metavar="FILE",
        help="where the private recovery key goes; keep it safe",
    )
    made.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="read its passphrase from a file descriptor"
    )
    made = add("create-person", commands_people.create_person, "Create a person of a body.")
    made.add_argument("--body", required=True, help="id, DIR3 code or name")
    made.add_argument("--name", required=True)
    made.add_argument("--profiles", required=True, nargs="+", choices=PROFILES)
    made = add("set-profiles", commands_people.set_profiles, "Give a person other profiles.")
    made.add_argument("--person", required=True, metavar="ID")
    made.add_argument("--profiles", "--profile", required=True, nargs="+", choices=PROFILES)
    made = add(
        "retire-person",
        commands_people.retire_person,
        "Let a person leave: no profile, no computer, no right to read what is restricted.",
    )
    made.add_argument("--person", required=True, metavar="ID")
    add("bodies", commands_people.bodies, "List the town halls.")
    made = add("people", commands_people.list_people, "List the people, their profiles and computers.")
    made.add_argument("--body", help="id, DIR3 code or name (default: all)")
    made = add("enrol", commands_people.enrol, "Print a one-time code with which a person enrols a computer.")
    made.add_argument("--person", required=True, metavar="ID")
    made.add_argument("--hours", type=_hours, default=24, help="how long it is valid (default: %(default)s)")
    made = add("revoke-device", commands_people.revoke_device, "Withdraw a computer's access for good.")
    made.add_argument("--device", required=True, metavar="ID")
    add(
        "devices", commands_people.devices, "List the computers, their versions and when they were last seen."
    )
    add("jobs", commands.jobs, "List the work that waits and the work that fails.")
    _add_signing(add)
    made = add("backup", commands.backup, "Back everything up while serving.")
    made.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help="new folder, or one with an earlier backup"
    )
    made = add("restore", commands.restore, "Make a new service folder of a backup.")
    made.add_argument("--from", dest="source", type=Path, required=True, metavar="DIR")
    add(
        "restored",
        commands.restored,
        "Begin new lives after the database was set back by PostgreSQL's own means.",
    )
    add("verify", commands.verify, "Check bytes, audit trail, positions, digests and numbers.")
    return parser


def _add_signing(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    """Add what has to do with signatures."""
    made = add(
        "timestamps", commands_timestamps.timestamps, "List what is signed and has no timestamp yet, and why."
    )
    made.add_argument("--again", action="store_true", help="ask again for what was refused")
    made = add(
        "seal", commands_seal.seal, "Seal a PDF with a body's certificate, as a resolution authorised."
    )
    made.add_argument("--body", required=True, help="its DIR3 code, as in the settings")
    made.add_argument("--from", dest="source", type=Path, required=True, metavar="FILE.pdf")
    made.add_argument("--to", type=Path, required=True, metavar="FILE.pdf", help="new file")


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= _HIGHEST_PORT:
        msg = f"between 0 and {_HIGHEST_PORT}"
        raise argparse.ArgumentTypeError(msg)
    return port


def _hours(text: str) -> int:
    hours = int(text)
    if not 1 <= hours <= _LONGEST_HOURS:
        msg = f"between 1 and {_LONGEST_HOURS}"
        raise argparse.ArgumentTypeError(msg)
    return hours
