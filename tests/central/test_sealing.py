# SPDX-License-Identifier: EUPL-1.2
"""The body's seal: only with a resolution, only its own certificate, its secret tried once."""

import dataclasses
import json
import os
import signal
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from helpers.pdfs import make_pdf
from pyhanko.pdf_utils.reader import PdfFileReader
from rigs.cards.modules import Shim
from rigs.cards.softhsm import PIN, SoftToken, softhsm_module
from rigs.pki.pki import MOMENT, Pki

from central.cli import main
from central.errors.keeping import SettingsUnsound
from central.errors.sealing import SealStopped, SealUnfit
from central.folder import DataFolder
from central.sealing.seal import BodySeal, authority_of
from eset_desktop.clock import ManualClock
from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore

SETTINGS = """
[[seal]]
body = "L01080193"
nif = "Q0000000J"
resolution = "Decret d'Alcaldia 2026/12"
resolved_on = 2026-03-02
secret_file = "seal.secret"
file = "seal.p12"
"""


def configured(
    root: Path, pki: Pki, name: str = "seal", settings: str = SETTINGS, secret: str = ""
) -> DataFolder:
    signer = pki.signer(name)
    (root / "seal.p12").write_bytes(signer.pkcs12)
    (root / "seal.secret").write_text(f"{secret or signer.passphrase}\n", "utf-8")
    (root / "central.toml").write_text(settings, "utf-8")
    for each in ("seal.p12", "seal.secret", "central.toml"):
        (root / each).chmod(0o600)
    return DataFolder(root)


def sealer(folder: DataFolder, now: datetime = MOMENT) -> BodySeal:
    (settings,) = folder.seals()
    return BodySeal(settings, ManualClock(now))


def test_a_sealed_document_says_what_authorised_it(pki: Pki, tmp_path: Path) -> None:
    folder = configured(tmp_path, pki)
    pdf = make_pdf()
    with sealer(folder) as seal:
        sealed = seal.seal(pdf)
        assert seal.seal(pdf).data.startswith(pdf)
    assert sealed.data.startswith(pdf)
    assert (sealed.resolution, sealed.resolved_on) == ("Decret d'Alcaldia 2026/12", date(2026, 3, 2))
    assert sealed.evidence.confirmation == sealed.authority == authority_of(pdf, folder.seals()[0])
    assert len(PdfFileReader(BytesIO(sealed.data)).embedded_regular_signatures) == 1


@pytest.mark.parametrize(("name", "reason"), [("employee", "capacity"), ("signer1", "capacity")])
def test_a_persons_certificate_seals_nothing(pki: Pki, tmp_path: Path, name: str, reason: str) -> None:
    with sealer(configured(tmp_path, pki, name)) as seal, pytest.raises(SealUnfit) as found:
        seal.seal(make_pdf())
    assert found.value.details["reason"] == reason


def test_another_bodys_seal_seals_nothing(pki: Pki, tmp_path: Path) -> None:
    settings = SETTINGS.replace("Q0000000J", "P0000000B")
    with sealer(configured(tmp_path, pki, settings=settings)) as seal, pytest.raises(SealUnfit) as found:
        seal.seal(make_pdf())
    assert found.value.details["reason"] == "body"


def test_nothing_is_sealed_before_the_resolution(pki: Pki, tmp_path: Path) -> None:
    day_before = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with sealer(configured(tmp_path, pki), day_before) as seal, pytest.raises(SealUnfit):
        seal.seal(make_pdf())


def test_a_refused_secret_is_not_tried_again(pki: Pki, tmp_path: Path) -> None:
    folder = configured(tmp_path, pki, secret="not that")
    with sealer(folder) as seal:
        with pytest.raises(SealStopped) as first:
            seal.seal(make_pdf())
        configured(tmp_path, pki)
        with pytest.raises(SealStopped) as again:
            seal.seal(make_pdf())
    assert again.value.details == first.value.details
    assert (
        again.value is not first.value
    )  # one that is raised again keeps every document that was to be sealed


def test_a_key_that_failed_is_closed_and_opened_anew(
    pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process that may hold the secret is left behind."""
    opened: list[FileKeyStore] = []

    class Noted(FileKeyStore):
        def __init__(self) -> None:
            super().__init__()
            opened.append(self)

    monkeypatch.setattr("central.sealing.seal.FileKeyStore", Noted)
    with sealer(configured(tmp_path, pki)) as seal:
        seal.seal(make_pdf())
        worker = opened[0].pid
        assert worker
        os.kill(worker, signal.SIGTERM)
        with pytest.raises(SigningError):
            seal.seal(make_pdf())
        assert opened[0].pid is None
        assert seal.seal(make_pdf()).data.startswith(make_pdf())
    assert [each.pid for each in opened] == [None, None]


@pytest.mark.parametrize(
    "change",
    [
        ('resolution = "Decret d\'Alcaldia 2026/12"', ""),
        ('resolution = "Decret d\'Alcaldia 2026/12"', 'resolution = " "'),
        ("resolved_on = 2026-03-02", ""),
        ("resolved_on = 2026-03-02", 'resolved_on = "avui"'),
        ('file = "seal.p12"', ""),
        ('file = "seal.p12"', 'file = "seal.p12"\nmodule = "/lib/x.so"'),
        ('file = "seal.p12"', 'file = "absent.p12"'),
        ('nif = "Q0000000J"', 'pin = "1234"'),
        ("[[seal]]", "[seal]"),
    ],
)
def test_settings_without_a_resolution_or_that_make_no_sense_are_refused(
    pki: Pki, tmp_path: Path, change: tuple[str, str]
) -> None:
    folder = configured(tmp_path, pki, settings=SETTINGS.replace(*change))
    with pytest.raises(SettingsUnsound):
        folder.seals()


def test_a_secret_that_others_may_read_is_refused(pki: Pki, tmp_path: Path) -> None:
    folder = configured(tmp_path, pki)
    (tmp_path / "seal.secret").chmod(0o644)
    with pytest.raises(SettingsUnsound):
        folder.seals()


def test_the_keeper_seals_a_file(pki: Pki, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    configured(tmp_path, pki)
    (tmp_path / "receipt.pdf").write_bytes(make_pdf())
    names = ["--from", str(tmp_path / "receipt.pdf"), "--to", str(tmp_path / "sealed.pdf")]
    command = ["seal", "--data", str(tmp_path), "--body", "L01080193", *names]
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out)["resolution"] == "Decret d'Alcaldia 2026/12"
    assert (tmp_path / "sealed.pdf").read_bytes().startswith(make_pdf())
    assert main(command) == 1, "a file that is there is not written over"
    assert main([*command[:4], "L01080194", *names]) == 1


def behind_a_driver(root: Path, pki: Pki, monkeypatch: pytest.MonkeyPatch, pin: str = PIN) -> DataFolder:
    """Put the seal on a SoftHSM token and name it in the settings."""
    module = softhsm_module()
    if module is None:
        pytest.skip("no SoftHSM (package softhsm2)")
    token = SoftToken.create(root / "token", module)
    token.add(pki.signer("seal"), "01")
    for name, value in token.environment.items():
        monkeypatch.setenv(name, value)
    store = card_store(str(module))
    (identity,) = store.identities().result()
    store.close()
    settings = SETTINGS.replace('file = "seal.p12"', f'module = "{module}"\nkey = "{identity.id}"')
    return configured(root, pki, settings=settings, secret=pin)


def test_a_key_behind_a_driver_seals(pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sealer(behind_a_driver(tmp_path, pki, monkeypatch)) as seal:
        assert seal.seal(make_pdf()).data.startswith(make_pdf())


def test_a_wrong_pin_is_typed_once(pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = behind_a_driver(tmp_path, pki, monkeypatch, pin="0000")
    with sealer(folder) as seal:
        with pytest.raises(SealStopped) as found:
            seal.seal(make_pdf())
        assert found.value.details["reason"] == "signing.wrong_pin"
        (tmp_path / "seal.secret").write_text(PIN, "utf-8")
        with pytest.raises(SealStopped):
            seal.seal(make_pdf())
    (settings,) = folder.seals()
    absent = dataclasses.replace(settings, key="pkcs11:other:0")
    with BodySeal(absent, ManualClock(MOMENT)) as other, pytest.raises(SealUnfit):
        other.seal(make_pdf())


def test_a_pin_that_is_refused_while_sealing_is_not_tried_again(
    pki: Pki, tmp_path: Path, compiled_shim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a card that asks for it with each signature: once in the life of the process (0035)."""
    plain = behind_a_driver(tmp_path, pki, monkeypatch)
    (settings,) = plain.seals()
    shim = Shim.create(tmp_path / "shim", compiled_shim, Path(settings.module))
    monkeypatch.setenv("ESET_SHIM", str(shim.folder))
    shim.tell("fail.Sign", "0xa0")
    with BodySeal(dataclasses.replace(settings, module=str(shim.module)), ManualClock(MOMENT)) as seal:
        with pytest.raises(SealStopped) as found:
            seal.seal(make_pdf())
        assert found.value.details["reason"] == "signing.wrong_pin"
        shim.behave("fail.Sign")
        with pytest.raises(SealStopped):
            seal.seal(make_pdf())
    assert len(shim.calls("Login")) == 1
