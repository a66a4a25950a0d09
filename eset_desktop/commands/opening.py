# SPDX-License-Identifier: EUPL-1.2
"""How commands open a profile: by a key on a descriptor, by the keyring, by the passphrase."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from eset_desktop.commands import wording
from eset_desktop.errors import Cancelled

if TYPE_CHECKING:
    from eset_desktop.paths import Paths
    from eset_desktop.store.data_key import DataKey
    from eset_desktop.workplace import Workplace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which profile and how it is opened."""
    parser.add_argument("--profile", type=place, help="folder of the profile (default: your own)")
    parser.add_argument("--key-fd", type=int, metavar="N", help="read the data key from this descriptor")
    parser.add_argument(
        "--passphrase", action="store_true", help="ask for the passphrase instead of the keyring"
    )


def place(text: str) -> Path:
    """Return the file or folder that an argument names; an empty one names nothing, not the folder one happens to be in."""
    if not text:
        raise argparse.ArgumentTypeError("empty")
    return Path(text)


def secret(question: str) -> str:
    """Ask a person for a secret, or take the next line of the input where there is no terminal.

    Raises:
        Cancelled: The person ended the input (Ctrl+D).
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    try:
        return getpass.getpass(question)
    except EOFError as error:
        raise Cancelled from error


def new_secret() -> str:
    """Ask for a new passphrase; a person types it twice until both are the same, because nobody sees what is typed."""
    given = secret(wording.text("prompt.new_passphrase"))
    while sys.stdin.isatty() and given != secret(wording.text("prompt.again")):
        sys.stderr.write(wording.text("prompt.differ") + "\n")
        given = secret(wording.text("prompt.new_passphrase"))
    return given


def paths_of(arguments: argparse.Namespace) -> "Paths":
    """Return the folders that the arguments name."""
    from eset_desktop import paths

    return paths.find(arguments.profile)


def key_of(arguments: argparse.Namespace) -> "DataKey":
    """Return the profile's data key.

    Raises:
        StoreError: One of the ways' own errors; each says what to do.
    """
    from eset_desktop.store import data_key, keyfile, keyrings, keys, profile

    if arguments.key_fd is not None:
        return data_key.from_descriptor(arguments.key_fd)
    found = profile.open(paths_of(arguments).profile)
    if arguments.passphrase or keyfile.KEYRING not in keys.ways(found.keys_path):
        return keys.open_with_passphrase(found.keys_path, secret(wording.text("prompt.passphrase")))
    return keys.open_with_keyring(found.keys_path, keyrings.SystemKeyring())


def opened(arguments: argparse.Namespace) -> "Workplace":
    """Return the opened profile.

    Raises:
        DeviceRevoked: The service withdrew this computer's access: no command gives out what the window hides.
        StoreError: See :meth:`eset_desktop.workplace.Workplace.open_for_tool`.
    """
    from eset_desktop.workplace import Workplace
    from sync.problems import DeviceRevoked

    workplace = Workplace.open_for_tool(paths_of(arguments), key_of(arguments))
    if workplace.replica.is_revoked():
        workplace.close()
        raise DeviceRevoked
    return workplace
