# SPDX-License-Identifier: EUPL-1.2
"""A profile: the folder where one person's cache, documents and keys lie on one computer.

``profile.json`` holds nothing secret: it lets a window show whose profile it is before it is opened. It says "creating"
until everything stands, so that a crash in between leaves nothing that could be taken for a profile that lost its data.
"""

import contextlib
import os
import secrets
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import msgspec

from eset_desktop import platform
from eset_desktop.clock import RandomBytes
from eset_desktop.crashpoints import crashpoint
from eset_desktop.store import keys, schema
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import Database
from eset_desktop.store.errors import (
    BlobMissing,
    NetworkFolder,
    NewerProfile,
    ProfileExists,
    ProfileMissing,
    ReadOnlyFolder,
    RoamingFolder,
)
from eset_desktop.store.files import typed_failures
from eset_desktop.store.keys import Way
from eset_desktop.store.profile_locks import AGENT, WINDOW, InstanceLock, Seat
from eset_desktop.store.turnstile import FileTurnstile, NoTurnstile

FORMAT: Final = 1
CREATING: Final = "creating"
READY: Final = "ready"

_TRIAL_BYTES: Final = 1 << 20
"""An empty profile takes less than this."""

CLOUD_FOLDERS: Final = frozenset(
    {"dropbox", "google drive", "icloud drive", "mega", "nextcloud", "owncloud", "onedrive"}
)
"""Names under which programs that copy folders between computers put them; ``OneDrive - Ajuntament`` counts too."""


class About(msgspec.Struct, frozen=True):
    """What ``profile.json`` says; nothing of it is secret.

    Attributes:
        id: Identifier of the profile, bound to its keys.
        state: :data:`CREATING` or :data:`READY`.
        colour: The body's colour as ``#rrggbb``, or empty.
    """

    format: int
    id: str
    state: str
    body_name: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Where everything of a profile is, and who may be in it."""

    folder: Path
    about: About

    @property
    def database_path(self) -> Path:
        """The encrypted database."""
        return self.folder / "cache.db"

    @property
    def blobs_path(self) -> Path:
        """The folder of documents' bytes."""
        return self.folder / "blobs"

    @property
    def backups_path(self) -> Path:
        """The folder of copies of the database, each encrypted as it is."""
        return self.folder / "backups"

    @property
    def keys_path(self) -> Path:
        """The wrapped data key."""
        return self.folder / "keys.json"

    @property
    def runtime_path(self) -> Path:
        """The folder of locks and sockets; exists."""
        return self.folder / "run"

    def turnstile(self) -> FileTurnstile:
        """Return the queue of this profile's writers."""
        return FileTurnstile(self.runtime_path / "turnstile")

    def window_lock(self) -> InstanceLock:
        """Return the right to be the profile's only window."""
        return InstanceLock(self.runtime_path, WINDOW)

    def agent_lock(self) -> InstanceLock:
        """Return the right to be the profile's only agent."""
        return InstanceLock(self.runtime_path, AGENT)

    def seat(self) -> Seat:
        """Return a place among those who have the database open, not yet taken."""
        return Seat(self.runtime_path / "seats")

    def described(self, body_name: str, colour: str) -> Self:
        """Write what a window shows before the profile is opened, and return the profile with it."""
        about = msgspec.structs.replace(self.about, body_name=body_name, colour=colour)
        if about != self.about:
            _write(self.folder, about)
        return type(self)(self.folder, about)


def create(
    folder: Path,
    ways: tuple[Way, ...],
    *,
    body_name: str = "",
    colour: str = "",
    random: RandomBytes = secrets.token_bytes,
) -> tuple[Profile, DataKey]:
    """Make a profile with an empty database.

    Args:
        folder: Where; made when absent. Other files in it are left alone.
        ways: How it can be opened, see :func:`eset_desktop.store.keys.create`.
        body_name: Shown before it is opened.
        colour: Shown before it is opened.
        random: Source of the data key.

    Raises:
        ProfileExists: There is one, or remains of one that must not be lost.
        NetworkFolder, RoamingFolder: SQLite's log or the keys are not safe there.
        DiskFull, ReadOnlyFolder: And whatever :func:`eset_desktop.store.keys.create` raises; it can be tried again.
    """
    refuse_unsafe(folder)
    about = About(FORMAT, random(16).hex(), CREATING, body_name, colour)
    made = Profile(folder.absolute(), about)
    with typed_failures():
        platform.private_folder(folder)
        platform.private_folder(made.runtime_path)
        _clear_unfinished(made)
        _write(folder, about)
        crashpoint("profile.begun")
        key = keys.create(made.keys_path, about.id, ways, random)
        crashpoint("profile.keys")
        _make_database(made, key)
        crashpoint("profile.database")
        ready = msgspec.structs.replace(about, state=READY)
        _write(folder, ready)
    return Profile(made.folder, ready), key


def open(folder: Path) -> Profile:  # noqa: A001 - read as profile.open
    """Return the profile in a folder.

    Raises:
        ProfileMissing: None was ever completed there.
        NewerProfile: A later release made it.
        NetworkFolder, RoamingFolder: It was moved to where it is not safe.
        ReadOnlyFolder: It cannot be worked with.
    """
    folder = folder.absolute()
    about = _read(folder)
    if about is None:
        about = _rebuilt(folder)
    if about.state != READY:
        raise ProfileMissing
    refuse_unsafe(folder)
    with typed_failures():
        found = Profile(folder, about)
        platform.private_folder(found.runtime_path)
        return found


def rehearse(folder: Path) -> None:
    """Refuse a folder in which :func:`create` would fail, and leave at most an empty folder behind.

    Raises:
        ProfileExists, NetworkFolder, RoamingFolder, DiskFull, ReadOnlyFolder: As :func:`create` would.
    """
    refuse_unsafe(folder)
    _refuse_taken(folder)
    try:
        with typed_failures():
            platform.private_folder(folder)
            trial = folder / "trial"
            platform.write_atomically(trial, bytes(_TRIAL_BYTES))
            trial.unlink()
    except (BlobMissing, FileExistsError, NotADirectoryError) as error:  # no folder can be there
        raise ReadOnlyFolder from error


def refuse_unsafe(folder: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Raise NetworkFolder or RoamingFolder where a profile would lose data."""
    if platform.is_network_filesystem(folder):
        raise NetworkFolder
    if is_roaming(folder, environment):
        raise RoamingFolder


def is_roaming(folder: Path, environment: Mapping[str, str]) -> bool:
    """Return whether a folder is copied to other computers.

    Windows copies %APPDATA% at log-on where profiles roam ("Roaming User Profiles"); programs like OneDrive copy theirs
    while they are open, a database file and its log at different moments.
    """
    place = folder.absolute()
    marked = (
        environment.get(name, "")
        for name in ("APPDATA", "OneDrive", "OneDriveCommercial", "OneDriveConsumer")
    )
    if sys.platform == "win32" and any(each and place.is_relative_to(each) for each in marked):
        return True
    return any(part.lower().split(" - ")[0] in CLOUD_FOLDERS for part in place.parts)


def _read(folder: Path) -> About | None:
    """Return what ``profile.json`` says, None when it is not there or says nothing."""
    try:
        about = msgspec.json.decode((folder / "profile.json").read_bytes(), type=About)
    except (FileNotFoundError, NotADirectoryError, msgspec.MsgspecError):
        return None
    if about.format > FORMAT:
        raise NewerProfile
    return about


def _rebuilt(folder: Path) -> About:
    """Return what a lost or spoilt ``profile.json`` must have said: the keys know the profile's identifier."""
    if not (folder / "keys.json").exists() and not (folder / "cache.db").exists():
        raise ProfileMissing
    about = About(FORMAT, keys.profile_of(folder / "keys.json"), READY)
    _write(folder, about)
    return about


def _write(folder: Path, about: About) -> None:
    with typed_failures():
        platform.write_atomically(folder / "profile.json", msgspec.json.encode(about) + b"\n")


def _clear_unfinished(made: Profile) -> None:
    """Remove what a crash during creation left; raises ProfileExists for anything else."""
    for each in _refuse_taken(made.folder):
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink(missing_ok=True)


def _refuse_taken(folder: Path) -> list[Path]:
    """Return what an unfinished creation may have left in a folder; raises ProfileExists where it may hold work."""
    about = _read(folder)
    remains = [*folder.glob("cache.db*"), folder / "keys.json", folder / "blobs"]
    if about is None and any(each.exists() for each in remains):
        raise ProfileExists
    if about is not None and about.state != CREATING:
        raise ProfileExists
    return remains


def _make_database(made: Profile, key: DataKey) -> None:
    database = Database(made.database_path, key.database(), NoTurnstile(), schema_version=None)
    with contextlib.closing(database), database.write() as connection:
        schema.create(connection)
    made.database_path.chmod(0o600)
