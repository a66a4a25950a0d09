# SPDX-License-Identifier: EUPL-1.2
"""Profiles of every released schema open today with all their unsent work; so does one of the present schema."""

from pathlib import Path

import pytest
from helpers import golden
from helpers.profiles import PASSPHRASE, save_unsent_work, unsent_work

from eset_desktop.clock import ManualClock
from eset_desktop.store import keys, profile
from eset_desktop.store.opening import open_store

RELEASED = sorted(golden.FOLDER.glob("schema-*.zip"))


def _opens_whole(source: Path, folder: Path, clock: ManualClock) -> None:
    expected = golden.unpack(source, folder)
    found = profile.open(folder)
    key = keys.open_with_passphrase(found.keys_path, PASSPHRASE)
    with open_store(found, key, clock) as store:
        assert unsent_work(store.database) == expected
        expected |= save_unsent_work(store.database)
        assert unsent_work(store.database) == expected


def test_a_profile_of_the_present_schema_opens_whole(tmp_path: Path, clock: ManualClock) -> None:
    golden.make(tmp_path / "present.zip")
    with pytest.raises(FileExistsError):
        golden.make(tmp_path / "present.zip")
    _opens_whole(tmp_path / "present.zip", tmp_path / "p", clock)


def test_a_profile_of_every_released_schema_opens_whole(tmp_path: Path, clock: ManualClock) -> None:
    for source in RELEASED:
        _opens_whole(source, tmp_path / source.stem, clock)
