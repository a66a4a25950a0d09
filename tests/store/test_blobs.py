# SPDX-License-Identifier: EUPL-1.2
"""Blobs: what goes in comes out, nothing else does, and a crash or a full disk leaves nothing half."""

import errno
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from helpers.simulation.disk import MemoryDisk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eset_desktop import blob_stream
from eset_desktop.blob_stream import CHUNK
from eset_desktop.crashpoints import NAMES, armed
from eset_desktop.errors import BlobDamaged
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.errors import (
    BlobMissing,
    DiskFailing,
    DiskFull,
    PartOffset,
    SourceChanged,
)
from eset_desktop.store.files import RealFiles, make_durable_folder

ROOT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))
NOBODY = "0" * 64
LATER = datetime.now(UTC) + timedelta(days=1)

SIZES = st.one_of(
    st.integers(0, 70),
    st.sampled_from([n * CHUNK + d for n in (1, 2) for d in (-1, 0, 1)]),
)
LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _content(size: int, seed: int = 0) -> bytes:
    return hashlib.shake_256(seed.to_bytes(4, "big")).digest(size)


def _file_of(blobs: BlobStore, sha256: str) -> Path:
    return blobs._path(sha256)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "lock"]


@LAW
@given(size=SIZES, seed=st.integers(0, 9))
def test_what_goes_in_comes_out(blobs: BlobStore, size: int, seed: int) -> None:
    content = _content(size, seed)
    reference = blobs.put(content)
    assert reference == (hashlib.sha256(content).hexdigest(), size)
    assert blobs.put(io.BytesIO(content)) == reference
    assert blobs.size(reference.sha256) == size
    assert blobs.read(reference.sha256) == content
    assert blobs.verify(reference.sha256)
    with blobs.open(reference.sha256) as file:
        assert file.read() == content


@LAW
@given(size=SIZES, data=st.data())
def test_a_range_is_a_slice(blobs: BlobStore, size: int, data: st.DataObject) -> None:
    content = _content(size)
    sha256 = blobs.put(content).sha256
    offset = data.draw(st.one_of(st.integers(0, size + 5), st.sampled_from([0, CHUNK - 1, CHUNK, CHUNK + 1])))
    length = data.draw(st.one_of(st.integers(0, 100), st.integers(0, size + 5)))
    assert blobs.read_range(sha256, offset, length) == content[offset : offset + length]
    with blobs.open(sha256) as file:
        file.seek(offset)
        assert file.read(length) == content[offset : offset + length]


@LAW
@given(size=SIZES, data=st.data())
def test_every_change_to_the_file_is_found_out(blobs: BlobStore, size: int, data: st.DataObject) -> None:
    sha256 = blobs.put(_content(size)).sha256
    path = _file_of(blobs, sha256)
    good = path.read_bytes()
    kind = data.draw(st.sampled_from(["cut", "flip", "grow"]))
    if kind == "cut":
        edges = [blob_stream.HEADER + CHUNK + blob_stream.TAG, blob_stream.HEADER, 0]
        cut = data.draw(
            st.one_of(st.integers(0, len(good) - 1), st.sampled_from([e for e in edges if e < len(good)]))
        )
        bad = good[:cut]
    elif kind == "flip":
        at = data.draw(st.integers(0, len(good) - 1))
        bad = good[:at] + bytes([good[at] ^ 1 << data.draw(st.integers(0, 7))]) + good[at + 1 :]
    else:
        bad = good + data.draw(st.binary(min_size=1, max_size=40))
    path.write_bytes(bad)
    with pytest.raises(BlobDamaged):
        blobs.read(sha256)
    assert not blobs.verify(sha256)
    blobs.put(_content(size))
    assert blobs.read(sha256) == _content(size)


def test_chunks_cannot_be_swapped(blobs: BlobStore) -> None:
    sha256 = blobs.put(_content(3 * CHUNK)).sha256
    path = _file_of(blobs, sha256)
    good, step = path.read_bytes(), CHUNK + blob_stream.TAG
    head, one, two, rest = (
        good[:40],
        good[40 : 40 + step],
        good[40 + step : 40 + 2 * step],
        good[40 + 2 * step :],
    )
    path.write_bytes(head + two + one + rest)
    with pytest.raises(BlobDamaged):
        blobs.read_range(sha256, 0, 1)
    assert blobs.read_range(sha256, 2 * CHUNK, 1) == _content(3 * CHUNK)[2 * CHUNK : 2 * CHUNK + 1]


def test_one_blob_cannot_stand_in_for_another(blobs: BlobStore) -> None:
    one, other = blobs.put(b"one").sha256, blobs.put(b"two").sha256
    _file_of(blobs, one).write_bytes(_file_of(blobs, other).read_bytes())
    with pytest.raises(BlobDamaged):
        blobs.read(one)


def test_another_key_reads_nothing_and_finds_no_name(blobs: BlobStore, tmp_path: Path) -> None:
    sha256 = blobs.put(b"secret content").sha256
    other = BlobStore(tmp_path / "blobs", bytes(32))
    assert not other.has(sha256)
    with pytest.raises(BlobMissing):
        other.read(sha256)


def test_the_disk_tells_neither_content_nor_hash(blobs: BlobStore, tmp_path: Path) -> None:
    sha256 = blobs.put(b"a very secret content").sha256
    blobs.append_part(NOBODY, 0, b"a very secret part")
    for path in _files(tmp_path):
        assert b"secret" not in path.read_bytes()
        assert sha256 not in str(path)
    assert KEY.hex() not in repr(blobs)


def test_what_is_not_here_is_told(blobs: BlobStore) -> None:
    assert not blobs.has(NOBODY)
    for ask in (blobs.size, blobs.read, blobs.verify, blobs.open):
        with pytest.raises(BlobMissing):
            ask(NOBODY)
    with pytest.raises(ValueError, match="SHA-256"):
        blobs.has("abcd")


class _Growing(io.BytesIO):
    """A file that another program is still writing."""

    def seek(self, offset: int, whence: int = 0) -> int:
        at = super().seek(0, io.SEEK_END)
        self.write(b"more")
        del at
        return super().seek(offset, whence)


def test_a_source_that_grows_is_refused_and_nothing_is_kept(blobs: BlobStore, tmp_path: Path) -> None:
    with pytest.raises(SourceChanged):
        blobs.put(_Growing(b"first"))
    assert _files(tmp_path) == []


def test_a_pipe_can_be_stored(blobs: BlobStore) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"from a pipe")
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert blobs.read(blobs.put(pipe).sha256) == b"from a pipe"


def test_a_full_disk_leaves_nothing_half(small_disk: Path) -> None:
    blobs = BlobStore(small_disk / "blobs", KEY)
    kept = blobs.put(_content(CHUNK))
    with pytest.raises(DiskFull):
        blobs.put(_content(5 * CHUNK))
    blobs.append_part(NOBODY, 0, b"begun")
    with pytest.raises(DiskFull):
        blobs.append_part(NOBODY, 5, _content(5 * CHUNK))
    assert blobs.part_size(NOBODY) == 5
    blobs.append_part(NOBODY, 5, b" and done")
    assert BlobStore(small_disk / "blobs", KEY).part_size(NOBODY) == 14
    assert blobs.read(kept.sha256) == _content(CHUNK)
    assert len(_files(small_disk)) == 2
    assert blobs.put(b"small again").size == 11


def test_a_download_becomes_a_blob(blobs: BlobStore, tmp_path: Path) -> None:
    content = _content(2 * CHUNK + 5)
    sha256 = hashlib.sha256(content).hexdigest()
    half = CHUNK + 77
    blobs.append_part(sha256, 0, content[:half])
    later = BlobStore(tmp_path / "blobs", KEY)
    assert later.part_size(sha256) == half
    with pytest.raises(PartOffset) as refused:
        later.append_part(sha256, half - 1, b"x")
    assert refused.value.details == {"expected": half}
    later.append_part(sha256, half, content[half:])
    assert not later.has(sha256)
    assert later.finish_part(sha256, len(content))
    assert later.read(sha256) == content
    assert later.part_size(sha256) == 0
    assert later.finish_part(sha256, len(content))


class _Meanwhile(RealFiles):
    """A disk on which another thread does something between two looks at a part."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act: Callable[[], object] | None = act

    def size(self, path: Path) -> int:
        found = super().size(path)
        act, self.act = self.act, None
        if act is not None:
            other = threading.Thread(target=act)
            other.start()
            other.join()
        return found


@pytest.mark.parametrize("change", ["finished", "discarded", "cut"])
def test_a_part_that_goes_while_it_is_looked_at_is_none(
    blobs: BlobStore, tmp_path: Path, change: str
) -> None:
    content = _content(3000)
    sha256 = hashlib.sha256(content).hexdigest()
    blobs.append_part(sha256, 0, content)
    part = tmp_path / "blobs" / "parts" / blobs._name(sha256)
    changes: dict[str, Callable[[], object]] = {
        "finished": lambda: blobs.finish_part(sha256, len(content)),
        "discarded": lambda: blobs.discard(sha256),
        "cut": lambda: part.write_bytes(part.read_bytes()[:35]),
    }
    looking = BlobStore(tmp_path / "blobs", KEY, files=_Meanwhile(changes[change]))
    assert looking.part_size(sha256) == 0
    assert looking.part_size(sha256) == 0
    assert blobs.has(sha256) == (change == "finished")


def test_an_empty_download_is_a_blob_too(blobs: BlobStore) -> None:
    sha256 = hashlib.sha256(b"").hexdigest()
    assert blobs.finish_part(sha256, 0)
    assert blobs.read(sha256) == b""


@pytest.mark.parametrize("wrong", [b"wrong content", b"short", b""])
def test_wrong_bytes_never_become_a_blob(blobs: BlobStore, wrong: bytes) -> None:
    sha256 = hashlib.sha256(b"right content").hexdigest()
    blobs.append_part(sha256, 0, wrong)
    assert not blobs.finish_part(sha256, 13)
    assert not blobs.has(sha256)
    assert blobs.part_size(sha256) == 0


@LAW
@given(pieces=st.lists(st.binary(max_size=60), max_size=6), cut=st.integers(0, 10_000), spoil=st.booleans())
def test_a_part_cut_at_any_byte_goes_on(
    blobs: BlobStore, tmp_path: Path, pieces: list[bytes], cut: int, *, spoil: bool
) -> None:
    content = b"".join(pieces)
    sha256 = hashlib.sha256(content).hexdigest()
    for piece in pieces:
        blobs.append_part(sha256, blobs.part_size(sha256), piece)
    part = tmp_path / "blobs" / "parts" / blobs._name(sha256)
    if part.exists():
        whole = part.read_bytes()
        part.write_bytes(whole[: cut % (len(whole) + 1)] + (b"\0" * 9 if spoil else b""))
    after = BlobStore(tmp_path / "blobs", KEY)
    here = after.part_size(sha256)
    assert here <= len(content)
    after.append_part(sha256, here, content[here:])
    if not after.finish_part(sha256, len(content)):
        assert (
            spoil
        )  # zeros after a power cut can look like the body of a record: told by its tag, fetched again
        after.append_part(sha256, 0, content)
        assert after.finish_part(sha256, len(content))
    assert after.read(sha256) == content
    _file_of(after, sha256).unlink()


def test_a_spoilt_part_is_found_out(blobs: BlobStore, tmp_path: Path) -> None:
    content = b"some content"
    sha256 = hashlib.sha256(content).hexdigest()
    blobs.append_part(sha256, 0, content)
    part = tmp_path / "blobs" / "parts" / blobs._name(sha256)
    spoilt = bytearray(part.read_bytes())
    spoilt[-20] ^= 1
    part.write_bytes(spoilt)
    assert not blobs.finish_part(sha256, len(content))


def test_the_sweep_takes_only_old_unreferenced_blobs(blobs: BlobStore, tmp_path: Path) -> None:
    kept, gone, part = blobs.put(b"kept"), blobs.put(b"gone"), "1" * 64
    blobs.append_part(part, 0, b"x")
    (tmp_path / "blobs" / "incoming" / "remains").write_bytes(b"of a crash")
    assert blobs.sweep({kept.sha256, part}, LATER - timedelta(days=30)) == 0
    assert blobs.has(gone.sha256)
    assert blobs.sweep({kept.sha256, part}, LATER) == 1
    assert blobs.read(kept.sha256) == b"kept"
    assert not blobs.has(gone.sha256)
    assert blobs.part_size(part) == 1
    assert not (tmp_path / "blobs" / "incoming" / "remains").exists()


def test_storing_again_keeps_the_sweep_away(blobs: BlobStore) -> None:
    sha256 = blobs.put(b"stored twice").sha256
    os.utime(_file_of(blobs, sha256), (0, 0))
    blobs.put(b"stored twice")
    assert blobs.sweep((), LATER - timedelta(days=2)) == 0


STORE = """
import hashlib, sys
from pathlib import Path
from typing import BinaryIO
from eset_desktop.store.blobs import BlobStore
blobs = BlobStore(Path(sys.argv[1]), bytes(range(32)))
content = b"what was downloaded" * 1000
sha = hashlib.sha256(content).hexdigest()
blobs.append_part(sha, blobs.part_size(sha), content[blobs.part_size(sha):])
assert blobs.finish_part(sha, len(content))
print(blobs.put(b"what was saved" * 1000).sha256, flush=True)
"""


@pytest.mark.parametrize(
    "point", [n for n in NAMES if n.startswith(("blob.", "part.")) and n != "blob.discarded"]
)
def test_a_kill_at_any_point_leaves_a_good_store(point: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", STORE, str(tmp_path / "blobs")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, env={**environment, "ESET_CRASH_AT": point}, check=False)
    assert killed.returncode == -signal.SIGKILL
    blobs = BlobStore(tmp_path / "blobs", KEY)
    for content in (b"what was downloaded" * 1000, b"what was saved" * 1000):
        sha256 = hashlib.sha256(content).hexdigest()
        assert not blobs.has(sha256) or blobs.read(sha256) == content
    again = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert blobs.read(again.stdout.strip()) == b"what was saved" * 1000
    blobs.sweep((), LATER)
    assert [path for path in _files(tmp_path) if "incoming" in str(path)] == []


def test_errors_say_nothing_of_the_key(blobs: BlobStore) -> None:
    sha256 = blobs.put(b"content").sha256
    _file_of(blobs, sha256).write_bytes(b"nonsense")
    with pytest.raises(BlobDamaged) as caught:
        blobs.read(sha256)
    assert KEY.hex() not in repr(caught.value) + str(caught.value)


class _FailingFiles(RealFiles):
    """A disk that fails at the sync."""

    def sync(self, file: BinaryIO) -> None:
        super().sync(file)
        raise OSError(errno.EIO, "input/output error")


def test_a_failing_disk_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs", KEY, files=_FailingFiles())
    with pytest.raises(DiskFailing):
        blobs.put(b"content")
    assert _files(tmp_path) == []


class _KilledError(Exception):
    """The process ended here."""


def killed_at(wanted: str) -> Callable[[str], None]:
    def die(point: str) -> None:
        if point == wanted:
            raise _KilledError

    return die


def test_what_a_killed_process_stored_outlives_a_power_cut_once_it_is_stored_again() -> None:
    disk, chance = MemoryDisk(), random.Random(1)
    with armed(killed_at("blob.renamed")), pytest.raises(_KilledError):
        BlobStore(Path("/b"), KEY, files=disk).put(b"una sentencia")
    disk = disk.after(power_cut=False, chance=chance)
    sha256 = BlobStore(Path("/b"), KEY, files=disk).put(b"una sentencia").sha256
    disk = disk.after(power_cut=True, chance=chance)
    assert BlobStore(Path("/b"), KEY, files=disk).read(sha256) == b"una sentencia"


def test_an_empty_folder_that_is_there_already_is_brought_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ab").mkdir()
    brought: list[Path] = []
    monkeypatch.setattr("eset_desktop.platform.fsync_folder", brought.append)
    make_durable_folder(tmp_path / "ab" / "cd")
    assert brought == [tmp_path, tmp_path / "ab"]
