# SPDX-License-Identifier: EUPL-1.2
"""A law: the same file, the same trust, the same moment: the same answer, in whatever order a process walks through its sets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import tampered
from helpers.signed_pdfs import Maker
from rigs.pki.pki import MOMENT

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ("0", "1", "2")
JUDGE = """
import logging, sys
from datetime import datetime
from pathlib import Path
import msgspec
from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.engine import Conditions, validate

logging.disable(logging.CRITICAL)
folder, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
for anchors in (Anchors(), Anchors.load(folder)):
    for path in sorted(folder.glob("*.pdf")):
        with path.open("rb") as stream:
            report = validate(stream, path.name, Conditions(Believed(anchors), now))
        print(msgspec.json.encode(report).decode())
"""


@pytest.fixture(scope="module")
def folder(maker: Maker, archived: bytes, by_stamps: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Intact and changed files, and trust with more than one way to it."""
    place = tmp_path_factory.mktemp("same")
    changes = (tampered.hidden_layer, tampered.form_of_xml)
    files = [archived, by_stamps, maker.sign(archived, "ec2", "B-LT", field="Segona")]
    files += [tampered.updated(archived, each) for each in changes]
    files += [tampered.unreferenced_update(archived), tampered.defined_later(archived)]
    for number, data in enumerate(files):
        (place / f"{number}.pdf").write_bytes(data)
    maker.pki.anchors_folder(place)
    (place / "roots" / "between.der").write_bytes(maker.pki.der("interm"))
    return place


def test_the_same_file_trust_and_moment_give_the_same_answer(folder: Path) -> None:
    judges = [
        subprocess.Popen(
            [sys.executable, "-c", JUDGE, str(folder), MOMENT.isoformat()],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in SEEDS
    ]
    told = [judge.communicate(timeout=60)[0].splitlines() for judge in judges]
    assert len(told[0]) == 2 * len(list(folder.glob("*.pdf")))
    assert told[1:] == told[:-1]
