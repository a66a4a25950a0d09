# SPDX-License-Identifier: EUPL-1.2
"""What a backup cannot know: the devices that were revoked after it was taken.

Beside the database lies a file to which every revocation is appended, before it is committed. A restore reads the file
where the keeper puts it into the new folder, so that a stolen computer stays locked out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from eset_desktop.clock import iso, parse_iso
from eset_desktop.platform import fsync_file, fsync_folder


@dataclass(frozen=True, slots=True)
class Noted:
    """What a file of revocations says.

    Attributes:
        devices: The revoked devices and when.
        whole: Whether there is a file that says something, every line of it readable: else devices may be missing here.
    """

    devices: tuple[tuple[str, datetime], ...] = ()
    whole: bool = False


def note(path: Path, devices: Iterable[str], at: datetime) -> None:
    """Append revoked devices, durably: one line each, device and moment."""
    fresh = not path.exists()
    path.touch(mode=0o600)
    with path.open("a", encoding="ascii") as file:
        file.write("" if fresh else "\n")  # a line that a crash cut short must not swallow the next one
        file.writelines(f"{device}\t{iso(at)}\n" for device in devices)
        file.flush()
        fsync_file(file.fileno())
    if fresh:
        fsync_folder(path.parent)


def noted(path: Path) -> Noted:
    """Return what the file says; nothing where there is none. A line that was cut short or damaged counts for nothing."""
    if not path.is_file():
        return Noted()
    lines = [line for line in path.read_text("ascii", "replace").splitlines() if line]
    found = [each for each in map(_read, lines) if each is not None]
    return Noted(tuple(found), whole=0 < len(found) == len(lines))


def _read(line: str) -> tuple[str, datetime] | None:
    device, _, moment = line.partition("\t")
    try:
        at = parse_iso(moment)
    except ValueError:
        return None
    return (device, at) if device.isprintable() and "\ufffd" not in device and device else None
