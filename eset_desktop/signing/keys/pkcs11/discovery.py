# SPDX-License-Identifier: EUPL-1.2
"""Finding the drivers of cards: the person's own, p11-kit's, Firefox's, then the known places. Pure but for :class:`Files`.

Nothing is loaded here: a file that is found may still be no driver, or a bad one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from eset_desktop.signing.keys.pkcs11 import known
from eset_desktop.signing.keys.pkcs11.module_files import libraries_of_firefox, module_of_p11_kit

_PROGRAM: Final = "eset-desktop"
_P11_KIT: Final = ("/usr/share/p11-kit/modules", "/etc/pkcs11/modules", "{home}/.config/pkcs11/modules")
"""Later ones override earlier ones of the same file name (pkcs11.conf(5))."""

_P11_KIT_LIBRARIES: Final = tuple(f"{folder}/pkcs11" for folder in known.LINUX_FOLDERS)
_FIREFOX: Final = {
    "linux": (
        "{home}/.mozilla/firefox",
        "{home}/snap/firefox/common/.mozilla/firefox",
        "{home}/.var/app/org.mozilla.firefox/.mozilla/firefox",
    ),
    "win32": ("%APPDATA%\\Mozilla\\Firefox\\Profiles",),
    "darwin": ("{home}/Library/Application Support/Firefox/Profiles",),
}


class Origin(StrEnum):
    """Who told of a driver."""

    PERSON = "person"
    P11_KIT = "p11_kit"
    FIREFOX = "firefox"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver that may be there.

    Attributes:
        path: Absolute, as found.
        origin: Who told of it.
    """

    path: str
    origin: Origin


class Files(Protocol):
    """What is asked of the file system."""

    def is_file(self, path: str) -> bool:
        """Return whether there is such a file."""
        ...

    def read(self, path: str) -> str:
        """Return a small text; empty when it cannot be read."""
        ...

    def names(self, folder: str) -> list[str]:
        """Return the sorted names in a folder; none when it cannot be read."""
        ...

    def real(self, path: str) -> str:
        """Return the path without links, by which two are known to be one."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What differs from computer to computer.

    Attributes:
        system: As ``sys.platform``.
        home: The person's folder.
        environment: For ``%NAME%`` in Windows' paths.
    """

    system: str
    home: str
    environment: Mapping[str, str]

    @property
    def separator(self) -> str:
        """Between the parts of a path."""
        return "\\" if self.system == "win32" else "/"

    def expand(self, pattern: str) -> str:
        """Return a path with home and variables put in."""
        text = pattern.replace("{home}", self.home)
        for name, value in self.environment.items():
            text = text.replace(f"%{name}%", value)
        return text


def discover(files: Files, around: Surroundings, own: Iterable[str] = ()) -> tuple[Driver, ...]:
    """Return the drivers to try, in order; each file once, however many ways lead to it.

    Args:
        files: The file system.
        around: This computer.
        own: Paths that the person named; they are kept even where there is no such file, so that it can be said.
    """
    found = [Driver(path, Origin.PERSON) for path in own]
    if around.system == "linux":
        found += [Driver(path, Origin.P11_KIT) for path in _p11_kit(files, around)]
    found += [Driver(path, Origin.FIREFOX) for path in _firefox(files, around)]
    found += [Driver(path, Origin.KNOWN) for path in _known(around)]
    kept: dict[str, Driver] = {}
    for driver in found:
        wanted = driver.origin is Origin.PERSON or (_has_cards(driver.path) and files.is_file(driver.path))
        if wanted:
            kept.setdefault(files.real(driver.path), driver)
    return tuple(kept.values())


def _has_cards(path: str) -> bool:
    return not any(part in path for part in known.NO_CARDS)


def _p11_kit(files: Files, around: Surroundings) -> Iterator[str]:
    merged: dict[str, dict[str, str]] = {}
    for pattern in _P11_KIT:
        folder = around.expand(pattern)
        for name in files.names(folder):
            if name.endswith(".module"):
                merged.setdefault(name, {}).update(module_of_p11_kit(files.read(f"{folder}/{name}")))
    for settings in sorted(merged.values(), key=_priority, reverse=True):
        path = settings.get("module", "")
        if not path or not _is_for_us(settings):
            continue
        if path.startswith("/"):
            yield path
        else:
            yield from (f"{folder}/{path}" for folder in _P11_KIT_LIBRARIES)


def _priority(settings: Mapping[str, str]) -> int:
    text = settings.get("priority", "0")
    return int(text) if text.lstrip("-").isdigit() else 0


def _is_for_us(settings: Mapping[str, str]) -> bool:
    """Whether the module's file lets this program use it, and it holds more than authorities (pkcs11.conf(5))."""
    only = settings.get("enable-in", "").replace(",", " ").split()
    never = settings.get("disable-in", "").replace(",", " ").split()
    trusts = settings.get("trust-policy", "no") == "yes"
    return not trusts and _PROGRAM not in never and (not only or _PROGRAM in only)


def _firefox(files: Files, around: Surroundings) -> Iterator[str]:
    for pattern in _FIREFOX.get(around.system, ()):
        folder = around.expand(pattern)
        for profile in files.names(folder):
            text = files.read(around.separator.join((folder, profile, "pkcs11.txt")))
            yield from libraries_of_firefox(text)


def _known(around: Surroundings) -> Iterator[str]:
    folders = {"linux": known.LINUX_FOLDERS, "win32": known.WINDOWS_FOLDERS, "darwin": known.MAC_FOLDERS}
    for name in known.NAMES.get(around.system, ()):
        for folder in folders[around.system]:
            yield around.separator.join((around.expand(folder), name))
