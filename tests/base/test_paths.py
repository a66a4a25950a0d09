# SPDX-License-Identifier: EUPL-1.2
"""Where a profile keeps its things."""

from pathlib import Path

import pytest

from eset_desktop import paths


def test_everything_is_below_an_explicit_folder(tmp_path: Path) -> None:
    found = paths.find(tmp_path, environment={"ESET_HOME": "/elsewhere"})
    assert found.profile == tmp_path
    for place in (found.logs, found.runtime, found.settings):
        assert place.is_relative_to(tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_environment_names_the_folder_too(tmp_path: Path) -> None:
    assert paths.find(environment={"ESET_HOME": str(tmp_path)}) == paths.Paths.below(tmp_path)


def test_a_relative_folder_stays_the_same_when_the_program_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.find(Path("profile")).profile == tmp_path / "profile"


def test_otherwise_it_is_the_persons_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = paths.find(environment={"ESET_HOME": ""})
    assert found.profile == tmp_path / "data" / "eset-desktop"
    assert found.settings == tmp_path / "config" / "eset-desktop" / "settings.json"
