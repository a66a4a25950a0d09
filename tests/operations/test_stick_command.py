# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop stick`: request, export and import between two real encrypted profiles."""

import io
from pathlib import Path

import pytest
from helpers.cache import ANNA, BERTA, BODY, EPOCH, FIRST_ROWS, STREAM
from helpers.profiles import PASSPHRASE, WAY

from eset_desktop import cli
from eset_desktop.clock import SystemClock
from eset_desktop.store import keys, profile
from eset_desktop.store.meta import Account
from eset_desktop.store.opening import open_store
from eset_desktop.store.replica import Replica
from sync.protocol import FeedPage


def joined(folder: Path, person: str, code: str, *, filled: bool) -> None:
    """Make a profile that has joined."""
    made, key = profile.create(folder, (WAY,))
    with open_store(made, key, SystemClock()) as store:
        replica = Replica(store.database, store.blobs, SystemClock())
        account = Account("http://127.0.0.1:9", "secret", code, code, person, "Anna", BODY, "Ribalta")
        replica.join(account, ("catalogue", STREAM))
        last = FIRST_ROWS[-1].seq
        for _ in replica.take_page(FeedPage(STREAM, EPOCH, 0, last, last, FIRST_ROWS, ())) if filled else ():
            pass


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")
    joined(tmp_path / "giver", ANNA, "A7", filled=True)
    joined(tmp_path / "taker", BERTA, "B2", filled=False)
    (tmp_path / "stick").mkdir()
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, places: Path, who: str, step: str, *said: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in said)))
    return cli.main(["stick", step, str(places / "stick"), "--profile", str(places / who), "--passphrase"])


def test_three_commands_fill_a_computer(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, places, "taker", "import", PASSPHRASE) == 1
    assert "encara no hi ha res" in capsys.readouterr().err
    assert run(monkeypatch, places, "taker", "request", PASSPHRASE) == 0
    code = capsys.readouterr().out.strip().rpartition(" ")[2]
    assert run(monkeypatch, places, "giver", "export", "AAAA", PASSPHRASE) == 1
    assert "El codi no correspon" in capsys.readouterr().err
    assert run(monkeypatch, places, "giver", "export", code, PASSPHRASE) == 0
    assert "El llapis és complet" in capsys.readouterr().out
    assert run(monkeypatch, places, "taker", "import", PASSPHRASE) == 0
    assert f"{len(FIRST_ROWS)} fitxes" in capsys.readouterr().out


def test_a_damaged_package_is_named_and_makes_the_command_fail(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, places, "taker", "request", PASSPHRASE)
    code = capsys.readouterr().out.strip().rpartition(" ")[2]
    run(monkeypatch, places, "giver", "export", code, PASSPHRASE)
    (package,) = places.glob("stick/*/*/00001.eset")
    sealed = package.read_bytes()
    package.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert run(monkeypatch, places, "taker", "import", PASSPHRASE) == 1
    assert capsys.readouterr().err.startswith("A7/00001.eset: Un paquet del llapis està malmès.")


def test_a_computer_whose_access_was_withdrawn_gives_nothing_out(
    places: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, places, "taker", "request", PASSPHRASE)
    code = capsys.readouterr().out.strip().rpartition(" ")[2]
    found = profile.open(places / "giver")
    key = keys.open_with_passphrase(found.keys_path, PASSPHRASE)
    with open_store(found, key, SystemClock()) as store:
        Replica(store.database, store.blobs, SystemClock()).revoked()
    assert run(monkeypatch, places, "giver", "export", code, PASSPHRASE) == 1
    assert "ha retirat l'accés" in capsys.readouterr().err
    assert not list(places.glob("stick/*/*/*.eset"))
