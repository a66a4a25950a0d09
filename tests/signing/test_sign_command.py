# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop sign` as a person or a script runs it: in a process, with a real file and a real pipe."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from helpers.forked import Starts
from helpers.pdfs import encrypted, make_pdf
from pyhanko.pdf_utils.reader import PdfFileReader
from rigs.pki.pki import Pki

from eset_desktop.clock import SystemClock
from eset_desktop.commands.signing.results import Answer
from eset_desktop.demo.authority import Authority, KeyKind, Signer, Variant
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.values import Integrity

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def todays() -> Signer:
    """The command goes by the machine's clock."""
    return Authority(SystemClock().now()).issue("Persona de Prova", "clau ç", kind=KeyKind.EC)


@dataclass
class Desk:
    """A folder with a document and a certificate."""

    folder: Path
    signer: Signer
    starts: Starts

    def sign(self, *arguments: str, passphrase: str | None = None) -> "subprocess.CompletedProcess[str]":
        readable, writable = os.pipe()
        os.write(writable, (self.signer.passphrase if passphrase is None else passphrase).encode() + b"\n")
        os.close(writable)
        command = [sys.executable, "-m", "eset_desktop", "sign", "decret.pdf", "--p12", "clau.p12"]
        try:
            return self.starts.run(
                [*command, "--passphrase-fd", str(readable), *arguments], [readable], folder=self.folder,
                environment={"LC_ALL": "ca_ES.UTF-8"},
            )  # fmt: skip
        finally:
            os.close(readable)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def desk(tmp_path: Path, todays: Signer, starts: Starts) -> Desk:
    (tmp_path / "decret.pdf").write_bytes(make_pdf())
    (tmp_path / "decret.pdf").chmod(0o640)
    (tmp_path / "clau.p12").write_bytes(todays.pkcs12)
    return Desk(tmp_path, todays, starts)


def test_a_document_is_signed_beside_the_original(desk: Desk) -> None:
    before = (desk.folder / "decret.pdf").read_bytes()
    done = desk.sign()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Signat per Persona de Prova (Autoritat de demostració (sense validesa)), ")
    assert "La signatura s'ha comprovat." in done.stdout
    assert done.stdout.endswith("Fitxer signat: decret-signat.pdf\n")
    assert desk.files() == ["clau.p12", "decret-signat.pdf", "decret.pdf"]
    result = desk.folder / "decret-signat.pdf"
    assert result.read_bytes().startswith(before)
    assert result.stat().st_mode & 0o777 == 0o640
    (found,) = inspect_pdf(result.read_bytes())
    assert found.integrity is Integrity.GOOD


@pytest.mark.parametrize("way", ["--substitution", "--delegation"])
def test_what_is_said_of_in_whose_place_stands_in_the_signature_though_nothing_is_shown(
    desk: Desk, way: str
) -> None:
    done = desk.sign(way, "Decret 45/2026", "--json")
    (result,) = json.loads(done.stdout)["results"]
    said = {"--substitution": "Per substitució, ", "--delegation": "Per delegació de signatura: "}[way]
    assert result["evidence"]["acting"] == f"{said}Decret 45/2026"
    signed = PdfFileReader(BytesIO((desk.folder / "decret-signat.pdf").read_bytes()))
    assert signed.embedded_signatures[0].sig_object["/Reason"] == f"{said}Decret 45/2026"


def test_a_signature_that_is_raised_at_once_waits_for_nothing(desk: Desk, pki: Pki, tmp_path: Path) -> None:
    pki.moment = None
    signer = pki.signer("ec1")
    (desk.folder / "clau.p12").write_bytes(signer.pkcs12)
    trust = pki.anchors_folder(tmp_path / "trust")
    done = desk.sign(
        "--level", "B-LTA", "--tsa", pki.tsa_url("tsa"), "--trust", str(trust), passphrase=signer.passphrase
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "La signatura s'ha comprovat i té el segell de temps." in done.stdout


def test_json_is_one_document_without_the_passphrase(desk: Desk) -> None:
    done = desk.sign("--json", "--out", "signat.pdf")
    answer = msgspec.json.decode(done.stdout, type=Answer, strict=True)
    assert (answer.state, answer.error) == ("done", None)
    assert answer.identity
    assert answer.identity.name == "Persona de Prova"
    (result,) = answer.results
    assert (result.file, result.state, result.out) == ("decret.pdf", "signed", "signat.pdf")
    assert (result.level, result.error) == ("B-B", None)
    assert result.bytes == (desk.folder / "signat.pdf").stat().st_size
    assert result.evidence
    assert result.evidence.subject.startswith("2.5.4.5=IDCES-00000000T")
    assert result.evidence.confirmation == answer.confirmation
    assert desk.signer.passphrase not in done.stdout
    assert set(json.loads(done.stdout)) == {
        "state",
        "confirmation",
        "identity",
        "seconds",
        "results",
        "error",
    }


def test_nothing_is_overwritten_without_force(desk: Desk) -> None:
    (desk.folder / "signat.pdf").write_bytes(b"mine")
    assert desk.sign("--out", "signat.pdf").returncode == 1
    assert (desk.folder / "signat.pdf").read_bytes() == b"mine"
    assert desk.sign("--out", "signat.pdf", "--force").returncode == 0
    assert desk.sign("--out", "decret.pdf", "--force").returncode == 1, (
        "the original itself is never replaced"
    )
    assert (desk.folder / "decret.pdf").read_bytes() == make_pdf()


def test_a_wrong_passphrase_is_one_line_and_leaves_nothing(desk: Desk) -> None:
    done = desk.sign(passphrase="no és aquesta")
    assert done.returncode == 1
    assert (
        done.stderr
        == "La contrasenya no obre aquest certificat. Torneu-la a introduir; vigileu amb les majúscules.\n"
    )
    assert desk.files() == ["clau.p12", "decret.pdf"]


def test_an_expired_certificate_is_told_with_its_date(desk: Desk) -> None:
    old = Authority(SystemClock().now()).issue("Prova", "clau ç", kind=KeyKind.EC, variant=Variant.EXPIRED)
    (desk.folder / "clau.p12").write_bytes(old.pkcs12)
    done = desk.sign()
    assert done.returncode == 1
    assert done.stderr.startswith(
        f"El certificat va caducar el {old.certificate.not_valid_after_utc:%d/%m/%Y}."
    )
    assert desk.files() == ["clau.p12", "decret.pdf"]


@pytest.mark.parametrize(
    "pdf", [b"", b"hola", make_pdf()[:200], encrypted()], ids=["empty", "text", "cut", "encrypted"]
)
def test_a_document_that_cannot_be_signed_is_refused(desk: Desk, pdf: bytes) -> None:
    (desk.folder / "decret.pdf").write_bytes(pdf)
    done = desk.sign()
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert desk.files() == ["clau.p12", "decret.pdf"]


def test_a_changed_signed_document_is_refused_in_plain_words(desk: Desk) -> None:
    assert desk.sign("--out", "signat.pdf").returncode == 0
    changed = (desk.folder / "signat.pdf").read_bytes().replace(b"Bon dia", b"Bon diu")
    (desk.folder / "decret.pdf").write_bytes(changed)
    done = desk.sign()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "La signatura que ja té aquest document no és vàlida. "
        "No el signeu; demaneu-ne un altre exemplar a qui el va signar.\n"
    )
    assert desk.files() == ["clau.p12", "decret.pdf", "signat.pdf"]


def test_missing_files_and_folders_are_told(desk: Desk) -> None:
    assert "clau.p12" in removed(desk, "clau.p12").stderr
    assert desk.sign("--out", "decret.pdf/x.pdf").returncode == 1
    assert "decret.pdf" in removed(desk, "decret.pdf").stderr


def removed(desk: Desk, name: str) -> "subprocess.CompletedProcess[str]":
    aside = desk.folder / name
    data = aside.read_bytes()
    aside.unlink()
    done = desk.sign()
    assert done.returncode == 1
    aside.write_bytes(data)
    return done
