# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop sign --format`, `--evidence` and what is said on the page, as a person or a script runs them."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest
from helpers.detached import Holder, plain
from helpers.forked import Starts
from helpers.pdfs import make_pdf
from msgspec.structs import replace
from rigs.pki.pki import Pki

from eset_desktop.cli import main
from eset_desktop.clock import SystemClock
from eset_desktop.commands.signing.evidence_files import EvidenceFolder
from eset_desktop.commands.signing.results import Answer
from eset_desktop.demo.authority import Authority, KeyKind, Signer
from eset_desktop.signing.container.asice import MANIFEST, SIGNATURE
from eset_desktop.signing.container.making import Circumstances, sign_detached
from eset_desktop.signing.evidence.writing import read

ROOT = Path(__file__).resolve().parents[2]
CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.fixture(scope="module")
def todays() -> Signer:
    """The command goes by the machine's clock."""
    return Authority(SystemClock().now()).issue("Persona de Prova", "clau ç", kind=KeyKind.EC)


@dataclass
class Desk:
    """A folder with files and a certificate."""

    folder: Path
    signer: Signer
    starts: Starts

    def sign(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        readable, writable = os.pipe()
        os.write(writable, self.signer.passphrase.encode() + b"\n")
        os.close(writable)
        command = [
            sys.executable,
            "-m",
            "eset_desktop",
            "sign",
            "--p12",
            "clau.p12",
            "--pin-fd",
            str(readable),
        ]
        try:
            return self.starts.run(
                [*command, *arguments], [readable], folder=self.folder, environment={"LC_ALL": "ca_ES.UTF-8"}
            )
        finally:
            os.close(readable)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run any command, which asks for nothing."""
        return self.starts.run([sys.executable, "-m", "eset_desktop", *arguments], folder=self.folder)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


BEFORE = ["acta.odt", "clau.p12", "decret.pdf", "vídeo.mp4"]


@pytest.fixture
def desk(tmp_path: Path, todays: Signer, starts: Starts) -> Desk:
    (tmp_path / "decret.pdf").write_bytes(make_pdf())
    (tmp_path / "acta.odt").write_bytes(b"PK acta")
    (tmp_path / "vídeo.mp4").write_bytes(bytes(70_000))
    (tmp_path / "clau.p12").write_bytes(todays.pkcs12)
    return Desk(tmp_path, todays, starts)


def test_each_file_gets_its_signature_beside_it_with_one_passphrase(desk: Desk) -> None:
    done = desk.sign("acta.odt", "vídeo.mp4", "--format", "cades", "--json")
    assert done.returncode == 0, done.stderr
    answer = msgspec.json.decode(done.stdout, type=Answer)
    assert [(each.file, each.out, each.state, each.level) for each in answer.results] == [
        ("acta.odt", "acta.odt.p7s", "signed", "B-B"),
        ("vídeo.mp4", "vídeo.mp4.p7s", "signed", "B-B"),
    ]
    assert all(each.evidence and each.evidence.confirmation == answer.confirmation for each in answer.results)
    command = "openssl cms -verify -noverify -binary -inform DER -in acta.odt.p7s -content acta.odt -out out"
    judged = subprocess.run(command.split(), cwd=desk.folder, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr


def test_evidence_that_cannot_be_written_is_told_and_undoes_no_signature(
    tmp_path: Path, todays: Signer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")
    holder = Holder.of(todays)
    now = SystemClock().now()
    der, evidence = sign_detached(plain(b"acta"), Circumstances(holder.identity, now, ""), holder.sign)
    signed = tmp_path / "acta.txt.p7s"
    signed.write_bytes(der)
    other = replace(evidence, certificate_sha256="00" * 32)
    folder = EvidenceFolder(tmp_path / "no hi és", "")
    folder.write(tmp_path / "acta.txt", signed, evidence, now)
    folder.write(tmp_path / "acta.txt", signed, other, now)
    folder.tell()
    assert [error.code for _, error in folder.problems] == [
        "signing.output_unwritable",
        "signing.evidence_missing",
    ]
    assert capsys.readouterr().err.count("acta.txt: ") == 2
    assert signed.read_bytes() == der


def test_a_folder_for_signatures_is_made_as_for_documents(desk: Desk) -> None:
    assert desk.sign("acta.odt", "--format", "cades", "--out-dir", "nova/carpeta").returncode == 0
    assert (desk.folder / "nova/carpeta/acta.odt.p7s").is_file()


def test_all_files_go_into_one_container(desk: Desk) -> None:
    done = desk.sign("acta.odt", "vídeo.mp4", "--format", "asice", "--out", "expedient.asice")
    assert done.returncode == 0, done.stderr
    assert "Fitxer signat: expedient.asice" in done.stdout
    with zipfile.ZipFile(desk.folder / "expedient.asice") as container:
        assert container.namelist() == ["mimetype", "acta.odt", "vídeo.mp4", MANIFEST, SIGNATURE]
    assert desk.sign("acta.odt", "--format", "asice").returncode == 0
    assert "acta-signat.asice" in desk.files()


@pytest.mark.parametrize("form", ["pdf", "cades", "asice"])
def test_evidence_is_written_beside_as_json_and_pdf(desk: Desk, form: str) -> None:
    file = "decret.pdf" if form == "pdf" else "acta.odt"
    done = desk.sign(file, "--format", form, "--evidence", "proves", "--code", CODE, "--json")
    assert done.returncode == 0, done.stderr
    (result,) = msgspec.json.decode(done.stdout, type=Answer).results
    named = "acta-signat.asice" if form == "asice" else file
    data = (desk.folder / "proves" / f"{named}-evidencia.json").read_bytes()
    record = read(data)
    assert record.evidence == result.evidence
    assert record.document.code == CODE
    assert result.out
    assert (
        hashlib.sha256((desk.folder / result.out).read_bytes()).hexdigest() == record.evidence.output_sha256
    )
    with pikepdf.open(BytesIO((desk.folder / "proves" / f"{named}-evidencia.pdf").read_bytes())) as pdf:
        assert pdf.attachments["evidence.json"].get_file().read_bytes() == data
        assert str(pdf.docinfo["/Title"]) == "Evidència de signatura electrònica"


def test_what_is_said_on_the_page_is_what_was_named(desk: Desk) -> None:
    done = desk.sign(
        "decret.pdf", "--stamp", "--capacity", "Alcaldessa", "--substitution", "Decret 2026-0031", "--code", CODE,
        "--verify-url", f"https://seu.prova.example/{CODE}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with pikepdf.open(desk.folder / "decret-signat.pdf") as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        said = str(field.TU)
        drawn = field.AP.N.read_bytes()
    assert said.startswith("Signatura de Persona de Prova, Alcaldessa, per substitució, Decret 2026-0031, ")
    assert drawn.count(b" re") > 100, "the QR code"


def test_what_is_there_is_not_replaced_and_nothing_is_half_done(desk: Desk) -> None:
    (desk.folder / "acta.odt.p7s").write_bytes(b"before")
    done = desk.sign("vídeo.mp4", "acta.odt", "--format", "cades")
    assert done.returncode == 1
    assert "Ja hi ha un fitxer amb el nom acta.odt.p7s" in done.stderr
    assert desk.files() == sorted([*BEFORE, "acta.odt.p7s"])
    assert desk.sign("acta.odt", "--format", "cades", "--force").returncode == 0
    assert (desk.folder / "acta.odt.p7s").read_bytes() != b"before"


@pytest.mark.parametrize(("form", "written"), [("cades", "acta.odt.p7s"), ("asice", "acta-signat.asice")])
def test_a_time_stamp_comes_into_a_signature_beside_the_file(
    desk: Desk, pki: Pki, form: str, written: str
) -> None:
    done = desk.sign("acta.odt", "--format", form, "--level", "B-T", "--tsa", pki.tsa_url("tsa"), "--json")
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)["results"]
    assert (result["state"], result["level"], result["out"]) == ("signed", "B-T", written)
    verified = json.loads(desk.run("verify", written, "--json").stdout)
    assert [(one["integrity"], one["level"]) for one in verified["signatures"]] == [("INTACT", "B-T")]


def test_without_a_time_stamping_service_the_signature_stays_and_it_is_told(desk: Desk) -> None:
    done = desk.sign(
        "acta.odt", "--format", "cades", "--level", "B-T", "--tsa", "http://127.0.0.1:9/", "--json"
    )
    assert done.returncode == 4, done.stderr
    (result,) = json.loads(done.stdout)["results"]
    assert (result["state"], result["level"], result["error"]["code"]) == (
        "signed",
        "B-B",
        "levels.tsa_unreachable",
    )
    assert "acta.odt.p7s" in desk.files()


@pytest.fixture
def refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Run the command in this process, where it must not come as far as asking for a passphrase."""
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")

    def run(*arguments: str, status: int = 1) -> str:
        assert main(["sign", "--p12", "clau.p12", *arguments]) == status
        assert desk.files() == BEFORE
        return capsys.readouterr().err

    return run


def test_options_that_make_no_sense_together_are_told(refused: Callable[..., str]) -> None:
    for arguments in (
        ["--format", "cades", "--stamp"],
        ["--format", "asice", "--in-place"],
        ["--format", "cades", "--field", "Alcaldia"],
        ["--format", "cades", "--certify", "1"],
        ["--format", "cades", "--level", "B-LT", "--tsa", "http://127.0.0.1:9/"],
        ["vídeo.mp4", "--format", "cades", "--out", "una.p7s"],
    ):
        assert "Aquestes opcions no van juntes" in refused("acta.odt", *arguments, status=2)


def test_a_file_that_is_not_there_is_named(refused: Callable[..., str]) -> None:
    assert "No es pot llegir el fitxer falta.odt" in refused("acta.odt", "falta.odt", "--format", "asice")


def test_places_that_could_not_be_filled_are_refused_before_anything_is_asked_for(
    refused: Callable[..., str], desk: Desk
) -> None:
    assert "acta.odt.p7s" in refused("acta.odt", "--format", "cades", "--out-dir", "decret.pdf/sota")
    twice = [
        "acta.odt",
        "../" + desk.folder.name + "/acta.odt",
        "--format",
        "cades",
        "--out-dir",
        ".",
        "--force",
    ]
    assert "Ja hi ha un fitxer amb el nom acta.odt.p7s" in refused(*twice)


def test_a_pipe_is_no_file_and_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "canonada")
    monkeypatch.chdir(tmp_path)
    assert main(["sign", "--p12", "clau.p12", "canonada", "--format", "cades"]) == 1
    assert main(["clean", "canonada"]) == 1
    assert "canonada" in capsys.readouterr().err


def test_a_name_in_no_known_encoding_is_signed_beside_and_told(desk: Desk) -> None:
    name = os.fsdecode(b"ple-\xe9.odt")
    (desk.folder / name).write_bytes(b"acta")
    done = desk.sign(name, "--format", "cades", "--evidence", "proves", "--json")
    assert done.returncode == 0, done.stderr
    (result,) = msgspec.json.decode(done.stdout, type=Answer).results
    assert (result.file, result.out) == ("ple-?.odt", "ple-?.odt.p7s")
    assert (desk.folder / f"{name}.p7s").exists()
    assert (desk.folder / "proves" / f"{name}-evidencia.pdf").exists()


def test_a_script_is_told_in_json_why_nothing_was_begun(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(desk.folder)
    assert main(["sign", "--p12", "clau.p12", "acta.odt", "falta.odt", "--format", "cades", "--json"]) == 1
    answer = msgspec.json.decode(capsysbinary.readouterr().out, type=Answer)
    assert answer.error is not None
    assert (answer.state, answer.error.code) == ("failed", "signing.file_unreadable")
    assert [each.state for each in answer.results] == ["ready", "ready"]


def test_a_provisional_label_is_refused_before_anything_is_asked_for(refused: Callable[..., str]) -> None:
    said = refused("decret.pdf", "--stamp", "--capacity", "PROV-K7-0012-ABC")
    assert "número que l'acte encara no té" in said


def test_a_template_that_is_not_there_is_told(refused: Callable[..., str]) -> None:
    assert "plantilla" in refused("decret.pdf", "--stamp", "bonica")
