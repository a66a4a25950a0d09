# SPDX-License-Identifier: EUPL-1.2
"""Trusted lists come in when their signature holds, and say who was granted when; nothing else comes in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from helpers.logs import ExpectedLogs
from rigs.trusted_lists import Listed, Operator, trusted_list

from eset_desktop.cli import main
from eset_desktop.signing.trust.anchors import LISTS, LOTL, ROOTS, Anchors, ServiceKind
from eset_desktop.signing.trust.errors import (
    ListOlder,
    ListSignatureInvalid,
    ListUnknown,
    NotAList,
    TrustError,
)
from eset_desktop.signing.trust.importing import european_first, import_list

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
YEAR = timedelta(days=365)
EUROPE = Operator("Comissió de prova")
SPAIN = Operator("Ministeri de prova")
STRANGER = Operator("Qualsevol")
EIDAS = datetime(2016, 7, 1, tzinfo=UTC)


def lotl(due: datetime = NOW + timedelta(days=150)) -> bytes:
    issued = NOW - timedelta(days=30)
    return EUROPE.sign(trusted_list("EU", pointers=[("ES", SPAIN.der)], issued=issued, due=due))


def spanish(*services: Listed, signer: Operator = SPAIN, territory: str = "ES", sequence: int = 1) -> bytes:
    issued, due = NOW - timedelta(days=30), NOW + timedelta(days=150)
    return signer.sign(trusted_list(territory, services, sequence=sequence, issued=issued, due=due))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    signers = tmp_path / LOTL
    signers.mkdir()
    (signers / "lotl.pem").write_bytes(EUROPE.certificate.public_bytes(Encoding.PEM))
    return tmp_path


def service(*statuses: tuple[str, datetime], kind: str = "CA/QC") -> Listed:
    return Listed(kind, STRANGER.der, statuses)


def test_a_list_named_by_the_european_one_is_kept_with_its_dates_and_services(folder: Path) -> None:
    import_list(lotl(), folder, NOW)
    import_list(spanish(service(("granted", NOW - YEAR))), folder, NOW)
    found = Anchors.load(folder).list_of("ES")
    assert found is not None
    assert (found.sequence, found.operator, found.imported_at) == (1, "Operador ES", NOW)
    assert found.next_update == NOW + timedelta(days=150)
    (listed,) = found.services
    assert (listed.kind, listed.certificates) == (ServiceKind.CA_QC, (STRANGER.der,))
    assert Anchors.load(folder).certificates == (STRANGER.der,)


@pytest.mark.parametrize(
    ("moment", "granted"),
    [
        (NOW, False),
        (NOW - YEAR, True),
        (NOW - 2 * YEAR + timedelta(seconds=1), True),
        (NOW - 3 * YEAR, False),
    ],
)
def test_a_service_counts_while_it_was_granted(folder: Path, moment: datetime, *, granted: bool) -> None:
    withdrawn = service(("withdrawn", NOW - timedelta(days=9)), ("granted", NOW - 2 * YEAR))
    import_list(lotl(), folder, NOW)
    read = import_list(spanish(withdrawn), folder, NOW)
    assert read.services[0].granted_at(moment) is granted


@pytest.mark.parametrize("status", ["undersupervision", "supervisionincessation", "accredited"])
def test_before_the_regulation_supervised_and_accredited_services_count(folder: Path, status: str) -> None:
    """TS 119 615 §4.3; Regulation (EU) 910/2014 applies from 2016-07-01 (art. 52)."""
    import_list(lotl(), folder, NOW)
    read = import_list(spanish(service((status, EIDAS - YEAR))), folder, NOW)
    assert read.services[0].granted_at(EIDAS - timedelta(seconds=1))
    assert not read.services[0].granted_at(EIDAS)


def test_a_list_is_stale_after_its_next_update(folder: Path) -> None:
    read = import_list(lotl(due=NOW + timedelta(days=1)), folder, NOW)
    assert not read.stale(NOW + timedelta(days=1))
    assert read.stale(NOW + timedelta(days=1, seconds=1))


REFUSED: dict[str, tuple[Callable[[], bytes], type[TrustError]]] = {
    "a changed letter": (
        lambda: spanish(service(("granted", NOW))).replace(b"Servei", b"Cervei"),
        ListSignatureInvalid,
    ),
    "another signer": (lambda: spanish(signer=STRANGER), ListSignatureInvalid),
    "not named": (lambda: spanish(territory="FR"), ListUnknown),
    "not signed": (
        lambda: trusted_list("ES", issued=NOW, due=NOW + YEAR).encode(),
        ListSignatureInvalid,
    ),
    "no XML": (lambda: b"%PDF-1.7", NotAList),
    "another XML": (lambda: b"<html/>", NotAList),
    "a path for a territory": (lambda: spanish(territory="../X"), NotAList),
    "many entities": (
        lambda: b'<!DOCTYPE a [<!ENTITY b "' + b"b" * 99 + b'">]><a>&b;</a>',
        NotAList,
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_signed_by_whom_it_should_is_refused_and_nothing_changes(folder: Path, case: str) -> None:
    make, expected = REFUSED[case]
    import_list(lotl(), folder, NOW)
    before = Anchors.load(folder)
    with pytest.raises(expected):
        import_list(make(), folder, NOW)
    assert Anchors.load(folder) == before


def test_the_european_list_itself_must_be_signed_by_the_commission(folder: Path) -> None:
    forged = STRANGER.sign(trusted_list("EU", pointers=[("ES", STRANGER.der)], issued=NOW, due=NOW + YEAR))
    with pytest.raises(ListSignatureInvalid):
        import_list(forged, folder, NOW)


def test_an_older_list_does_not_come_back(folder: Path) -> None:
    import_list(lotl(), folder, NOW)
    import_list(spanish(sequence=7), folder, NOW)
    with pytest.raises(ListOlder):
        import_list(spanish(sequence=6), folder, NOW)


def test_the_european_list_comes_first() -> None:
    first, second = lotl(), spanish()
    assert [name for name, _ in european_first([("es", second), ("eu", first)])] == ["eu", "es"]


def test_a_copy_that_was_changed_on_the_disk_is_left_out(folder: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("trusted list")
    import_list(lotl(), folder, NOW)
    (folder / LISTS / "EU.xml").write_bytes(b"<changed/>")
    assert Anchors.load(folder).lists == ()


def test_roots_come_as_pem_and_der_and_what_is_neither_is_left_out(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("trust root")
    roots = tmp_path / ROOTS
    roots.mkdir()
    (roots / "a.pem").write_bytes(EUROPE.certificate.public_bytes(Encoding.PEM))
    (roots / "b.der").write_bytes(SPAIN.der)
    (roots / "c.crt").write_bytes(b"hola")
    (roots / "notes.txt").write_bytes(b"hola")
    found = Anchors.load(tmp_path)
    assert [each.origin for each in found.roots] == ["a.pem", "b.der"]
    assert found.certificates == (EUROPE.der, SPAIN.der)


def test_nobody_is_believed_where_nothing_is_configured(tmp_path: Path) -> None:
    assert Anchors.load(tmp_path / "nowhere").certificates == ()


def run(folder: Path, *arguments: str) -> int:
    return main(["trust", *arguments, "--trust", str(folder)])


def test_the_command_imports_and_shows(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")
    europe, spain = tmp_path / "eu-lotl.xml", tmp_path / "ES.xml"
    europe.write_bytes(lotl())
    spain.write_bytes(spanish(service(("granted", NOW - YEAR))))
    assert run(folder, "import", str(spain), str(europe)) == 0
    assert run(folder, "list") == 0
    shown = capsys.readouterr().out
    assert "Importada la llista de ES, núm. 1" in shown
    assert "ES, núm. 1" in shown.split("Llistes de confiança")[1]
    assert run(folder, "list", "--json") == 0
    lists = json.loads(capsys.readouterr().out)["lists"]
    assert [each["territory"] for each in lists] == ["ES", "EU"]


def test_a_refused_list_and_a_folder_that_is_not_there_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = tmp_path / "ES.xml"
    forged.write_bytes(spanish())
    assert run(folder, "import", str(forged)) == 1
    assert run(tmp_path / "no", "list") == 1
    assert run(forged, "list") == 1
    assert capsys.readouterr().out == ""
