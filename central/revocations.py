# SPDX-License-Identifier: EUPL-1.2
"""What a backup cannot know: the devices that were revoked after it was taken.

Beside the database lies a file to which every revocation is appended, before it is committed. A restore reads the file
where the keeper puts it into the new folder, so that a stolen computer stays locked out.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from eset_desktop.clock import iso, parse_iso
from eset_desktop.platform import fsync_file, fsync_folder


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


def noted(path: Path) -> tuple[tuple[str, datetime], ...]:
    """Return the revoked devices and when; nothing where there is no file. A line cut short counts for nothing."""
    if not path.is_file():
        return ()
    found = []
    for line in path.read_text("ascii", "replace").splitlines():
        device, _, moment = line.partition("\t")
        with suppress(ValueError):
            found.append((device, parse_iso(moment)))
    return tuple(found)
