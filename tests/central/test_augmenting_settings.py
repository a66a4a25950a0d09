# SPDX-License-Identifier: EUPL-1.2
"""What the settings say of timestamps: nothing unless asked for, and no nonsense."""

from pathlib import Path

import pytest
from helpers.signers import SETTINGS, write_settings
from helpers.town import Town
from rigs.pki.pki import Pki

from central.errors.keeping import SettingsUnsound
from central.folder import DataFolder


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
def test_without_settings_nothing_is_raised(town: Town) -> None:
    assert town.service.augmenting is None


@pytest.mark.parametrize(
    "text",
    [
        "timestamps = 3",
        "[timestamps]",
        "[timestamps]\nservice = []",
        "[timestamps]\nurl = 'http://localhost'",
        "[[timestamps.service]]\nurl = 'ftp://localhost'",
        "[[timestamps.service]]\nurl = 'http://user:secret@localhost'",
        "[[timestamps.service]]\nurl = 'http://localhost'\nuser = 'u'",
        "[[timestamps.service]]\nurl = 'http://localhost'\npin = 'u'",
        "[timestamps]\ntimeout = 0\n[[timestamps.service]]\nurl = 'http://localhost'",
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, pki: Pki, text: str) -> None:
    pki.anchors_folder(tmp_path / "trust")
    write_settings(tmp_path, text)
    with pytest.raises(SettingsUnsound) as found:
        DataFolder(tmp_path).augmenting()
    assert "secret" not in str(found.value)


def test_settings_without_anybody_to_trust_are_refused(tmp_path: Path) -> None:
    write_settings(tmp_path, SETTINGS.format(url="http://localhost"))
    with pytest.raises(SettingsUnsound):
        DataFolder(tmp_path).augmenting()


@pytest.mark.parametrize("inside", ["'ocsp'", "['10.0.0.0/99']", "['http://ocsp']", "[3]", "['']"])
def test_what_is_inside_is_a_list_of_names_and_networks(tmp_path: Path, pki: Pki, inside: str) -> None:
    pki.anchors_folder(tmp_path / "trust")
    service = "[[timestamps.service]]\nurl = 'http://localhost'"
    write_settings(tmp_path, f"[timestamps]\ninside = {inside}\n{service}")
    with pytest.raises(SettingsUnsound):
        DataFolder(tmp_path).augmenting()


def test_the_service_asks_nobody_inside_unless_told(tmp_path: Path, pki: Pki) -> None:
    pki.anchors_folder(tmp_path / "trust")
    write_settings(tmp_path, "[[timestamps.service]]\nurl = 'http://localhost'")
    found = DataFolder(tmp_path).augmenting()
    assert found is not None
    assert found.services.inside == ()
