# SPDX-License-Identifier: EUPL-1.2
"""Takes a picture of every view, offscreen, in Catalan, light and dark, at 100 % and 150 %.

    .venv/bin/python packaging/pictures.py [FOLDER]

Without a folder, those at 100 % go to ``docs/images``, for the manual; with one, all go there, to be looked at. Each variant is a process of its own, because Qt reads the scale at start.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VARIANTS = (("light", "1"), ("dark", "1"), ("light", "1.5"), ("dark", "1.5"))


def take_variant(scheme: str, scale: str, target: Path) -> None:
    """Take all pictures of one variant in a process of its own."""
    suffix = ("" if scheme == "light" else "-fosc") + ("" if scale == "1" else "-150")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": scale,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
    }
    command = [sys.executable, str(ROOT / "packaging" / "picture_walk.py"), scheme, suffix, str(target)]
    subprocess.run(command, env=environment, check=True)


def main(arguments: list[str]) -> int:
    """Take every variant."""
    parser = argparse.ArgumentParser(description="Takes a picture of every view.")
    parser.add_argument(
        "folder", nargs="?", type=Path, help="for all variants; without it those at 100 %% go to docs/images"
    )
    folder: Path | None = parser.parse_args(arguments).folder
    target = folder or ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    for scheme, scale in VARIANTS if folder else VARIANTS[:2]:
        take_variant(scheme, scale, target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
