# SPDX-License-Identifier: EUPL-1.2
"""What a keeper's commands say: lists for other programs, and one line for whatever cannot be done."""

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from helpers.town import Town, build
from helpers.uploading import sent

from central import cli, commands
from eset_desktop.domain.lines import is_line, visible

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Town]:
    built = build(tmp_path / "data")
    yield built
    built.service.close()


@pytest.fixture(autouse=True)
def own_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the logs of this process as they are: a command sets up those of its own."""
    monkeypatch.setattr(commands, "configure_service", lambda *_: None)


def run(capsys: Captured, data: Path, command: str, *options: str) -> tuple[int, str, str]:
    """Run a command in this process: status, answer, words."""
    try:
        status = cli.main([command, "--data", str(data), *options])
    except SystemExit as left:
        status = int(str(left.code))
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return status, told.out, told.err


@contextmanager
def descriptor(content: bytes) -> Iterator[str]:
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    try:
        yield str(reading)
    finally:
        with suppress(OSError):  # the command has closed it
            os.close(reading)


def test_lists_name_the_ids_that_other_commands_take(data: Town, capsys: Captured) -> None:
    root = data.service.folder.root
    rows = run(capsys, root, "people")[1].splitlines()
    assert rows[0].split("\t")[0] == "id"
    assert data.clerk.answer.person in {row.split("\t")[0] for row in rows}
    status, bodies, _ = run(capsys, root, "bodies")
    assert (status, data.clerk.answer.body in bodies) == (0, True)
    head, *devices = (row.split("\t") for row in run(capsys, root, "devices")[1].splitlines())
    assert data.clerk.answer.person in {row[head.index("person id")] for row in devices}
    one = run(capsys, root, "people", "--body", data.stranger.answer.body)[1]
    assert data.clerk.answer.person not in one
    status, _, err = run(capsys, root, "enrol", "--person", "nobody")
    assert (status, "people" in err) == (1, True)


def test_a_person_gets_other_profiles_and_leaves(data: Town, capsys: Captured) -> None:
    root, clerk = data.service.folder.root, data.clerk.answer.person
    assert run(capsys, root, "set-profiles", "--person", clerk, "--profile", "lectura")[0] == 0
    assert "\tlectura\t" in run(capsys, root, "people")[1]
    status, out, _ = run(capsys, root, "retire-person", "--person", clerk)
    assert (status, out.split()) == (0, [data.clerk.answer.device])
    assert "retired" in run(capsys, root, "people")[1]
    assert run(capsys, root, "enrol", "--person", clerk)[0] == 1


def create_body(capsys: Captured, data: Path, key: Path, passphrase: bytes, *, nif: str) -> tuple[int, str]:
    with descriptor(passphrase) as number:
        status, _, err = run(
            capsys, data, "create-body", "--name", "Ajuntament", "--dir3", "L01080190", "--nif", nif,
            "--recovery-key", str(key), "--passphrase-fd", number,
        )  # fmt: skip
    return status, err


def test_a_refused_body_leaves_no_key(data: Town, capsys: Captured, tmp_path: Path) -> None:
    root, key, good = data.service.folder.root, tmp_path / "recovery.pem", b"una frase ben llarga\n"
    status, err = create_body(capsys, root, key, good, nif="Q0000000A")
    assert (status, "control letter" in err, key.exists()) == (1, True, False)
    status, err = create_body(capsys, root, key, b"una frase \xff\xfe llarga\n", nif="Q0000000J")
    assert (status, "UTF-8" in err, key.exists()) == (1, True, False)
    assert create_body(capsys, root, tmp_path / "no" / "key.pem", good, nif="Q0000000J")[0] == 1
    assert create_body(capsys, root, key, good, nif="Q0000000J")[0] == 0
    content = key.read_bytes()
    status, err = create_body(capsys, root, key, good, nif="Q0000000J")
    assert (status, key.read_bytes() == content) == (1, True)


def test_a_passphrase_is_asked_for_when_all_else_is_right(
    data: Town, capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(_: str) -> str:
        raise AssertionError

    monkeypatch.setattr("getpass.getpass", asked)
    options = ("--name", "Ajuntament", "--nif", "Q0000000J", "--recovery-key", str(tmp_path / "key"))
    status, _, err = run(capsys, data.service.folder.root, "create-body", "--dir3", "L01", *options)
    assert (status, "dir3" in err) == (1, True)


@pytest.mark.parametrize("port", ["99999", "-5", "x"])
def test_a_port_that_is_none_is_wrong_use(data: Town, capsys: Captured, port: str) -> None:
    assert run(capsys, data.service.folder.root, "serve", f"--port={port}")[0] == 2


def test_an_argument_that_is_no_text_is_wrong_use(data: Town, capsys: Captured) -> None:
    options = ("--body", "x", "--name", "a\udcff", "--profiles", "lectura")
    assert run(capsys, data.service.folder.root, "create-person", *options)[0] == 2


COMMANDS = (
    ("migrate",), ("people",), ("bodies",), ("devices",), ("jobs",), ("verify",), ("restored",), ("serve",),
    ("enrol", "--person", "x"), ("retire-person", "--person", "x"), ("revoke-device", "--device", "x"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_database_that_is_away_is_told_in_a_line(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("ESET_CENTRAL_DATABASE", "postgresql://keeper:secreta@127.0.0.1:9/eset")
    status, _, err = run(capsys, tmp_path, *command)
    assert (status, "cannot be used" in err, "secreta" in err) == (1, True, False), err


@pytest.mark.parametrize("command", ["verify", "people", "jobs", "serve"])
def test_a_database_that_was_not_migrated_is_told_in_a_line(
    capsys: Captured, tmp_path: Path, command: str
) -> None:
    sqlite3.connect(tmp_path / "central.db").close()
    (tmp_path / "central.db").touch()
    status, _, err = run(capsys, tmp_path, command)
    assert (status, "migrate" in err) == (1, True), err


@pytest.mark.parametrize("command", ["verify", "people", "migrate", "serve"])
def test_a_file_that_is_no_database_is_told_in_a_line(capsys: Captured, tmp_path: Path, command: str) -> None:
    (tmp_path / "central.db").write_bytes(b"no database at all" * 100)
    status, _, err = run(capsys, tmp_path, command)
    assert (status, "cannot be used" in err) == (1, True), err


def test_a_backup_names_what_is_lost_with_status_1(data: Town, capsys: Captured, tmp_path: Path) -> None:
    root = data.service.folder.root
    desk = data.clerk
    document = desk.done(desk.document(desk.done(desk.dossier())))
    sha256 = hashlib.sha256(b"bytes").hexdigest()
    desk.done(desk.version(document, sha256, 5))
    assert sent(desk, b"bytes").state == "done"
    shutil.rmtree(root / "blobs")
    status, out, err = run(capsys, root, "backup", "--to", str(tmp_path / "backup"))
    assert (status, sha256 in out, "ATTENTION" in err) == (1, True, True)
    status, out, err = run(capsys, tmp_path / "new", "restore", "--from", str(tmp_path / "backup"))
    assert (status, sha256 in out, "ATTENTION" in err) == (1, True, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "says nothing"),
        (b"", "says nothing"),
        (b"\0\0\0", "says nothing"),
        (b"{line}x\ty\n", "only in part"),
    ],
)
def test_a_restore_warns_unless_the_revocations_read_whole(
    data: Town, capsys: Captured, tmp_path: Path, content: bytes | None, words: str
) -> None:
    root, new = data.service.folder.root, tmp_path / "new"
    run(capsys, root, "backup", "--to", str(tmp_path / "backup"))
    run(capsys, root, "revoke-device", "--device", data.clerk.answer.device)
    whole = data.service.folder.revocations.read_bytes()
    new.mkdir()
    if content is not None:
        (new / "revocations").write_bytes(content.replace(b"{line}", whole))
    _, _, err = run(capsys, new, "restore", "--from", str(tmp_path / "backup"))
    assert words in err
    shutil.rmtree(new)
    new.mkdir()
    (new / "revocations").write_bytes(whole)
    status, _, err = run(capsys, new, "restore", "--from", str(tmp_path / "backup"))
    assert (status, "ATTENTION" in err) == (0, False)
    assert re.search(r"\b1 computers were revoked again, of 1\b", err)


def test_lines_are_lines() -> None:
    assert is_line("Ajuntament de l'Ametlla · Nº 1 — «ç»")
    assert not any(map(is_line, ("a\nb", "a\0", "\u202eb", "\u2029", "\x85", "a\udc80")))
    assert visible("a\tb\u202e·") == "a\\tb\\u202e·"
