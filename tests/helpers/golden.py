# SPDX-License-Identifier: EUPL-1.2
"""Golden profiles: one of each released schema, with unsent work, that every later release must open without loss.

At each release that changes the schema: ``.venv/bin/python tests/helpers/golden.py``. It writes
``tests/store/golden/schema-N.zip``, which is committed and never written again. The passphrase is that of
:mod:`helpers.profiles`; the work in it is made up.
"""

import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[level]) for level in (1, 2)]

from helpers.profiles import WAY, save_unsent_work

from eset_desktop.clock import SystemClock
from eset_desktop.store import profile
from eset_desktop.store.migrations import PRESENT
from eset_desktop.store.opening import open_store

FOLDER: Final = Path(__file__).resolve().parents[1] / "store" / "golden"
FILES: Final = ("profile.json", "keys.json", "cache.db")
EXPECTED: Final = "expected.json"


def make(target: Path) -> None:
    """Write a golden profile of the present schema; raises FileExistsError for one that is there."""
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive,
    ):
        made, key = profile.create(Path(folder) / "p", (WAY,))
        with open_store(made, key, SystemClock()) as store:
            expected = save_unsent_work(store.database, count=8)
            store.database.checkpoint()
        for name in FILES:
            archive.write(made.folder / name, name)
        archive.writestr(EXPECTED, json.dumps(expected, ensure_ascii=False))


def unpack(source: Path, folder: Path) -> dict[str, str]:
    """Put a golden profile into a folder and return the unsent work it must hold."""
    with zipfile.ZipFile(source) as archive:
        for name in FILES:
            archive.extract(name, folder)
        expected: dict[str, str] = json.loads(archive.read(EXPECTED))
    return expected


def main() -> int:
    """Write the golden profile of the present schema into the tests."""
    FOLDER.mkdir(exist_ok=True)
    make(FOLDER / f"schema-{PRESENT.version}.zip")
    return 0


if __name__ == "__main__":
    sys.exit(main())
