# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop sign` of many files with a token: one PIN, one answer a file, whatever happens on the way."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import msgspec
import pytest
from helpers.pdfs import encrypted, make_pdf
from rigs.cards.fixtures import MakeToken, make_token
from rigs.cards.softhsm import PIN, SoftToken

from eset_desktop.clock import SystemClock
from eset_desktop.commands.signing.results import INTERRUPTED, NONE, SOME, Answer
from eset_desktop.crashpoints import ENVIRONMENT
from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.signing.batch.files import APPENDED_FROM
from eset_desktop.signing.batch.states import ItemState
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.values import Integrity

__all__ = ["make_token"]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def token(make_token: MakeToken) -> SoftToken:
    """The command goes by the machine's clock."""
    return make_token({"01": Authority(SystemClock().now()).issue("Persona de Prova", "x", kind=KeyKind.EC)})


@dataclass
class Desk:
    """A folder with documents, and the token."""

    folder: Path
    token: SoftToken

    def start(self, *arguments: str, pins: str = PIN, dies_at: str = "") -> "subprocess.Popen[bytes]":
        readable, writable = os.pipe()
        os.write(writable, pins.encode() + b"\n")
        os.close(writable)
        command = [sys.executable, "-m", "eset_desktop", "sign", *arguments, "--json"]
        environment = {
            **os.environ,
            **self.token.environment,
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "ca_ES.UTF-8",
        }
        environment[ENVIRONMENT] = dies_at
        try:
            return subprocess.Popen(
                [*command, "--module", str(self.token.module), "--pin-fd", str(readable)],
                cwd=self.folder, env=environment, pass_fds=[readable], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
        finally:
            os.close(readable)

    def sign(self, *arguments: str, pins: str = PIN) -> tuple[int, Answer | None, str]:
        child = self.start(*arguments, pins=pins)
        out, told = child.communicate()
        answer = msgspec.json.decode(out, type=Answer) if out else None
        return child.returncode, answer, told.decode()


@pytest.fixture
def desk(tmp_path: Path, token: SoftToken) -> Desk:
    for number in range(4):
        (tmp_path / f"decret-{number}.pdf").write_bytes(make_pdf(padding=b"%d" % number))
    (tmp_path / "xifrat.pdf").write_bytes(encrypted(user="clau"))
    return Desk(tmp_path, token)


def is_good(path: Path) -> bool:
    return [each.integrity for each in inspect_pdf(path.read_bytes())] == [Integrity.GOOD]


def test_one_pin_one_answer_a_file_in_the_order_given(desk: Desk) -> None:
    (desk.folder / "signats").mkdir()
    files = ("decret-2.pdf", "xifrat.pdf", "decret-0.pdf", "enlloc.pdf", "decret-1.pdf")
    status, answer, told = desk.sign(*files, "--out-dir", "signats")
    assert status == SOME
    assert answer
    assert tuple(each.file for each in answer.results) == files
    states = [each.state for each in answer.results]
    assert states == ["signed", "refused", "signed", "refused", "signed"]
    codes = [each.error.code if each.error else None for each in answer.results]
    assert codes == [None, "signing.pdf_encrypted", None, "signing.document_unreadable", None]
    assert all(is_good(desk.folder / str(each.out)) for each in answer.results if each.out)
    assert {each.evidence.confirmation for each in answer.results if each.evidence} == {answer.confirmation}
    assert told.splitlines()[-1] == "Signats 3 de 5"


def test_a_wrong_pin_signs_nothing_and_is_tried_once(desk: Desk) -> None:
    status, answer, told = desk.sign("decret-0.pdf", "decret-1.pdf", pins="0000\n4321")
    assert status == NONE
    assert answer
    assert answer.error
    assert (answer.state, answer.error.code) == ("failed", "signing.wrong_pin")
    assert [each.state for each in answer.results] == ["ready", "ready"]
    assert told.startswith("El PIN no és")
    assert not list(desk.folder.glob("*-signat.pdf"))


def test_nothing_fit_asks_for_no_pin(desk: Desk) -> None:
    status, answer, _ = desk.sign("xifrat.pdf", "enlloc.pdf", pins="0000")
    assert status == NONE
    assert answer
    assert (answer.identity, [each.state for each in answer.results]) == (None, ["refused", "refused"])


def test_a_pin_for_each_signature(desk: Desk) -> None:
    status, answer, _ = desk.sign("decret-0.pdf", "decret-1.pdf", "--pin-each", pins=f"{PIN}\n{PIN}")
    assert (status, answer and answer.state) == (0, "done")


def test_pins_that_run_out_pause_and_what_is_signed_stays(desk: Desk) -> None:
    status, answer, _ = desk.sign("decret-0.pdf", "decret-1.pdf", "--pin-each", pins=PIN)
    assert status == 5
    assert answer
    assert answer.error
    assert (answer.state, answer.error.code) == ("paused", "signing.secret_unreadable")
    assert [each.state for each in answer.results] == ["signed", "ready"]
    assert is_good(desk.folder / "decret-0-signat.pdf")
    assert not (desk.folder / "decret-1-signat.pdf").exists()


def test_ctrl_c_keeps_what_is_signed_and_leaves_the_rest(desk: Desk) -> None:
    names = [f"molts-{number:03}.pdf" for number in range(150)]
    for number, name in enumerate(names):
        (desk.folder / name).write_bytes(make_pdf(padding=b"%d" % number))
    child = desk.start(*names)
    until(lambda: len(list(desk.folder.glob("*-signat.pdf"))) >= 2 or child.poll() is not None)
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate()
    answer = msgspec.json.decode(out, type=Answer)
    assert (child.returncode, answer.state) == (INTERRUPTED, "cancelled")
    assert {each.state for each in answer.results} == {"signed", "cancelled"}
    for each in answer.results:
        target = desk.folder / f"{Path(each.file).stem}-signat.pdf"
        assert target.exists() is (each.state == ItemState.SIGNED)
        assert not target.exists() or is_good(target)
    assert not list(desk.folder.glob(".*"))


def test_killed_while_a_large_file_is_signed_in_place_it_is_mended_and_signed(desk: Desk) -> None:
    large = desk.folder / "gros.pdf"
    original = make_pdf(padding=bytes(APPENDED_FROM))
    large.write_bytes(original)
    child = desk.start("gros.pdf", "--in-place", dies_at="append.appended")
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    assert large.read_bytes().startswith(original)
    assert len(list(desk.folder.glob(".gros.pdf*"))) == 1
    status, _, told = desk.sign("gros.pdf", "--in-place")
    assert status == 0
    assert told.startswith("La darrera signatura de gros.pdf no es va acabar")
    assert large.read_bytes().startswith(original)
    assert is_good(large)
    assert not list(desk.folder.glob(".gros.pdf*"))


def until(condition: Callable[[], bool]) -> None:
    for _ in range(60_000):
        if condition():
            return
        Event().wait(0.001)
    raise TimeoutError
