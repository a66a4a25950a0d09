# SPDX-License-Identifier: EUPL-1.2
"""What `eset_desktop.platform` promises, with the failures injected that a test cannot provoke."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop import platform

HOLDER = """
import sys
from pathlib import Path
from eset_desktop.platform import FileLock
lock = FileLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_written_file_is_whole_and_private(tmp_path: Path) -> None:
    target = tmp_path / "keys.json"
    platform.write_atomically(target, b"old")
    platform.write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_a_failed_write_changes_nothing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "keys.json"
    platform.write_atomically(target, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(platform, "fsync_file", full)
    with pytest.raises(OSError, match="no space") as caught:
        platform.write_atomically(target, b"new")
    assert platform.is_disk_full(caught.value)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_a_refused_replacement_is_tried_again(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"new")
    refusals = [PermissionError(), PermissionError()]
    waits: list[float] = []

    def rename(old: Path, new: Path) -> None:
        if refusals:
            raise refusals.pop()
        old.rename(new)

    platform.replace(source, target, rename=rename, sleep=waits.append)
    assert target.read_bytes() == b"new"
    assert waits == sorted(waits)
    assert len(waits) == 2


def test_a_replacement_refused_to_the_end_says_so(tmp_path: Path) -> None:
    waits: list[float] = []

    def rename(_: Path, __: Path) -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        platform.replace(tmp_path / "a", tmp_path / "b", rename=rename, sleep=waits.append)
    assert 0.5 < sum(waits) < 2


def test_a_lock_excludes_the_same_process_and_can_be_taken_again(tmp_path: Path) -> None:
    first, second = platform.FileLock(tmp_path / "lock"), platform.FileLock(tmp_path / "lock")
    with first:
        assert first.held
        with pytest.raises(platform.LockHeld):
            second.acquire()
        with pytest.raises(platform.LockHeld):
            first.acquire()
    with second:
        assert second.held
    second.release()


def test_a_lock_goes_with_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(platform.LockHeld):
            platform.FileLock(path).acquire()
        holder.kill()
        holder.wait(10)
        with platform.FileLock(path) as lock:
            assert lock.held


@pytest.mark.parametrize("depth", [1, 40])
def test_a_socket_address_can_be_bound_however_deep_the_profile(tmp_path: Path, depth: int) -> None:
    folder = platform.private_folder(tmp_path.joinpath(*["profile"] * depth))
    address = platform.local_socket_address(folder, "agent")
    assert address == platform.local_socket_address(folder, "agent")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
    platform.remove_stale_socket(address)
    platform.remove_stale_socket(address)
    assert not Path(address).exists()
    if depth > 1:
        Path(address).parent.rmdir()


MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/homes /home nfs4 rw 0 0
/dev/sdb /home/local\\040disk ext4 rw 0 0
//nas/share /mnt/share cifs rw 0 0
/dev/sdc /mnt/share ext4 rw 0 0
host /srv/far fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/var/lib", False),
        ("/home/person/profile", True),
        ("/home/local disk/profile", False),
        ("/homework", False),
        ("/mnt/share/profile", False),
        ("/srv/far", True),
    ],
)
def test_network_filesystems_are_told_by_the_nearest_mount(tmp_path: Path, path: str, network: bool) -> None:
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    assert platform.is_network_filesystem(Path(path), mounts=table) is network


def test_without_a_table_of_mounts_a_folder_counts_as_local(tmp_path: Path) -> None:
    assert not platform.is_network_filesystem(tmp_path, mounts=tmp_path / "none")


def test_free_space_is_told(tmp_path: Path) -> None:
    assert platform.free_bytes(tmp_path) > 0


def test_private_folders_are_closed_to_others(tmp_path: Path) -> None:
    folder = platform.private_folder(tmp_path / "a" / "b")
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    platform.private_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Decret 12/2026: llicència.pdf", "Decret 12_2026_ llicència.pdf"),
        ("con.pdf", "_con.pdf"),
        ("...", "document"),
        ("", "document"),
        ("acta. ", "acta"),
        ("COM1", "_COM1"),
        ("a\x00b\n.pdf", "a_b_.pdf"),
    ],
)
def test_names_that_windows_refuses_are_changed(text: str, name: str) -> None:
    assert platform.legal_file_name(text) == name


@given(st.text(max_size=400))
def test_every_name_becomes_legal_and_stays_so(text: str) -> None:
    name = platform.legal_file_name(text)
    assert platform.legal_file_name(name) == name
    assert 0 < len(name.encode()) <= 155
    assert name not in {".", ".."}
    assert os.sep not in name
    assert not name.endswith((".", " "))
    assert not set(name) & set('<>:"/\\|?*\0')


def test_a_process_inherits_the_descriptors_it_is_given_and_no_others() -> None:
    reading, writing = os.pipe()
    other, end = os.pipe()
    os.set_inheritable(other, True)
    program = (
        "import os, sys; from eset_desktop.platform import open_inherited\n"
        "with os.fdopen(open_inherited(int(sys.argv[1])), 'rb') as pipe: print(pipe.read().decode())\n"
        "try: os.fstat(int(sys.argv[2]))\n"
        "except OSError: print('closed')\n"
    )
    command = [sys.executable, "-c", program, str(platform.inherited_number(reading)), str(other)]
    with platform.start_inheriting(command, [reading], stdout=subprocess.PIPE) as process:
        os.close(reading)
        os.write(writing, b"secret")
        os.close(writing)
        assert process.communicate(timeout=30)[0].split() == [b"secret", b"closed"]
    os.close(other)
    os.close(end)


TWO_THREADS = """
import sys, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="priorities of threads are Linux's")
def test_a_process_steps_back_with_all_its_threads() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", TWO_THREADS], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdin
        process.stdout.readline()
        platform.step_back(10, process.pid)
        threads = [int(each.name) for each in Path(f"/proc/{process.pid}/task").iterdir()]
        before = os.getpriority(os.PRIO_PROCESS, 0)
        assert len(threads) == 2
        assert {os.getpriority(os.PRIO_PROCESS, each) for each in threads} == {max(before, 10)}
        assert {os.sched_getscheduler(each) for each in threads} == {os.SCHED_BATCH}
        process.stdin.close()
