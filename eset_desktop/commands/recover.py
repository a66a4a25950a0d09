# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop recover`: open a profile whose passphrase and keyring are lost with the body's recovery key."""

import argparse
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from eset_desktop.commands import opening, wording
from eset_desktop.errors import EsetError

if TYPE_CHECKING:
    from eset_desktop.domain.recovery import RecoveryKey


class KeyFileUnreadable(EsetError):
    """The file that was named is not there, is a folder, or may not be read."""

    code = "recovery.file_unreadable"
    title = "The file of the recovery key is not there or cannot be read."
    advice = "Check its name, and that the disk or stick where it is kept is connected."


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "recover",
        help="open a profile with the body's recovery key and give it a new passphrase",
        description="For a lost passphrase, a lost keyring or a computer whose access was withdrawn. Asks for the "
        "passphrase of the recovery key and for a new passphrase of the profile; nothing in the profile is changed but "
        "that. Says how much waits to be sent.",
    )
    parser.add_argument(
        "recovery_key", type=Path, metavar="FILE.pem", help="the body's recovery key, from where it is kept"
    )
    parser.add_argument("--profile", type=Path, help="folder of the profile (default: your own)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Recover; passphrases are asked for, never taken as arguments."""
    from eset_desktop.store import keys, profile
    from eset_desktop.store.queries import waiting
    from eset_desktop.workplace import Workplace

    paths = opening.paths_of(arguments)
    found = profile.open(paths.profile)
    key = keys.open_with_recovery(found.keys_path, _recovery_key(arguments.recovery_key))
    passphrase = opening.new_secret()
    keys.put(found.keys_path, key, keys.ByPassphrase(passphrase), secrets.token_bytes)
    with Workplace.open_for_tool(paths, key) as place:
        counts = waiting.counts(place.database.reader())
    changes = wording.counted("recover.changes", counts.queued + counts.attention)
    files = wording.counted("recover.files", counts.uploads)
    sys.stdout.write(wording.text("recover.done", changes=changes, files=files) + "\n")
    return 0


def _recovery_key(path: Path) -> "RecoveryKey":
    from eset_desktop.domain import recovery

    try:
        pem = path.read_bytes()
    except OSError as error:
        raise KeyFileUnreadable(file=str(path)) from error
    return recovery.from_pem(pem, opening.secret(wording.text("prompt.recovery_key")))
