# SPDX-License-Identifier: EUPL-1.2
"""Preferences: declared once, never in the way of starting."""

import dataclasses
import json
from pathlib import Path

import pytest
from helpers.logs import ExpectedLogs
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop import settings
from eset_desktop.settings import Settings, SettingsNotSaved


def test_without_a_file_defaults_stand(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.json") == Settings()
    assert Settings().language == "ca"


def test_what_was_chosen_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    chosen = dataclasses.replace(Settings(), language="es", theme="dark")
    settings.save(chosen, path)
    assert settings.load(path) == chosen


def test_keys_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"language": "es", "invented_later": {"a": [1]}}')
    settings.save(dataclasses.replace(settings.load(path), language="en"), path)
    assert json.loads(path.read_bytes()) == {
        "language": "en",
        "theme": "system",
        "card_driver": "",
        "invented_later": {"a": [1]},
    }


@pytest.mark.parametrize("text", ["", "[]", "{", "\xff", "null"])
def test_a_damaged_file_is_put_aside_and_defaults_stand(
    tmp_path: Path, text: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("preferences unreadable")
    path = tmp_path / "settings.json"
    path.write_bytes(text.encode("latin-1"))
    assert settings.load(path) == Settings()
    assert path.with_name("settings.json.damaged").read_bytes() == text.encode("latin-1")
    assert settings.load(path) == Settings()


def test_a_value_that_is_not_permitted_gives_way_to_the_default(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("preference language")
    path = tmp_path / "settings.json"
    path.write_text('{"language": "fr", "theme": "light"}')
    assert settings.load(path) == Settings(theme="light")


def test_a_refused_save_says_so_and_the_old_file_stands(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SettingsNotSaved):
        settings.save(Settings(), tmp_path / "file" / "settings.json")


@given(
    st.sampled_from(settings.OPTIONS),
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.none()),
)
def test_only_permitted_values_are_accepted(option: settings.Option, value: object) -> None:
    assert option.accepts(option.default)
    if option.accepts(value):
        assert value in option.permitted if option.permitted else type(value) is type(option.default)
