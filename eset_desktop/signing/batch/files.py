# SPDX-License-Identifier: EUPL-1.2
"""Writing signed documents to plain files: beside the original, into a folder, or in its place."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from eset_desktop.platform import atomic_file, free_bytes
from eset_desktop.signing.batch import appending
from eset_desktop.signing.batch.errors import OutputExists, OutputLinked, OutputNoFile, OutputUnwritable
from eset_desktop.signing.batch.values import BatchItem
from eset_desktop.signing.errors import DocumentChanged, DocumentUnreadable, OwnCheckFailed, SigningError
from eset_desktop.signing.plain_files import behind, has_other_names, is_no_file, shown
from eset_desktop.signing.sources import CHUNK, PlainFile
from eset_desktop.signing.values import SignedTail

SUFFIX: Final = "-signat"
APPENDED_FROM: Final = 64 << 20
"""Bytes from which a document that is signed in place is appended to instead of written anew."""


class BesideWriter:
    """Leaves originals alone and writes ``NAME-signat.pdf``.

    Args:
        folder: Where to; ``None``: beside each original.
        force: A file of that name may be replaced.
        names: Other places for single items, by their id.
    """

    def __init__(
        self, folder: Path | None = None, *, force: bool = False, names: dict[str, Path] | None = None
    ) -> None:
        self._folder = folder
        self._force = force
        self._names = names or {}
        self._taken: dict[Path, str] = {}

    def target(self, item: BatchItem) -> Path:
        """Return where the signed document of an item goes."""
        if item.id in self._names:
            return self._names[item.id]
        source = path_of(item)
        return (self._folder or source.parent) / f"{source.stem}{SUFFIX}{source.suffix}"

    def check(self, item: BatchItem) -> None:
        """Return when the place is free, as far as one can know beforehand.

        Raises:
            OutputExists: There is such a file, or another document of this list goes there; neither another one's
                signature nor the original itself is ever replaced.
            OutputNoFile: A folder, a device, a pipe or a socket is there.
            OutputUnwritable: There is no folder to make one in, or it may not be written to.
        """
        target = self.target(item)
        if self._taken.setdefault(target.resolve(), item.id) != item.id:
            raise OutputExists(file=target.name)
        check_place(target, force=self._force)
        if target.exists() and target.samefile(path_of(item)):
            raise OutputExists(file=target.name)

    def stage(self, item: BatchItem, signed: SignedTail) -> None:
        """Write the original and what is appended; files know no order."""
        self.check(item)
        target = self.target(item)
        with _failures(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path_of(item), target, signed, over=self._force)

    def write(self, item: BatchItem, signed: SignedTail) -> str:  # noqa: ARG002 - the contract's
        """Return where it stands."""
        return str(self.target(item))


class InPlaceWriter:
    """Makes each original the signed document; where a symbolic link is named, what it names.

    Small ones are written anew and take the original's name in one step. Large ones are appended to; a note beside
    them lets a crash in between be undone (:mod:`~eset_desktop.signing.batch.appending`).
    """

    def __init__(self, *, appended_from: int = APPENDED_FROM) -> None:
        self._appended_from = appended_from
        self._seen: dict[str, tuple[int, ...]] = {}

    def check(self, item: BatchItem) -> None:
        """Return when the original may be written to.

        Raises:
            OutputUnwritable: It may not.
            OutputLinked: It has other names.
        """
        path = behind(path_of(item))
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            raise OutputUnwritable(file=path.name, reason=os.strerror(errno.EACCES))
        with _failures(path):
            if has_other_names(path):
                raise OutputLinked(file=path.name)
            self._seen[item.id] = _seen(path)

    def stage(self, item: BatchItem, signed: SignedTail) -> None:
        """Put the signed document in the original's place; files know no order."""
        path = behind(path_of(item))
        if item.size < self._appended_from:
            write_whole(path, path, signed, over=True)
        else:
            with _failures(path):
                self._check_unchanged(item, path, signed)
                appending.append(path, item.size, signed.tail)

    def write(self, item: BatchItem, signed: SignedTail) -> str:  # noqa: ARG002 - the contract's
        """Return where it stands."""
        return str(path_of(item))

    def _check_unchanged(self, item: BatchItem, path: Path, signed: SignedTail) -> None:
        """Read a large original again, unless it is as it was when it was checked and so when it was signed.

        Between the two the PDF worker compared it with what was confirmed.

        Raises:
            DocumentChanged: It is not what was signed.
        """
        if self._seen.get(item.id) == _seen(path):
            return
        with _opened(path) as file:
            measured = hashlib.sha256()
            for piece in _pieces(file):
                measured.update(piece)
        if measured.hexdigest() != signed.evidence.input_sha256:
            raise DocumentChanged


def check_place(target: Path, *, force: bool) -> None:
    """Return when a file may be written there, as far as one can know beforehand.

    Raises:
        OutputExists: There is one and ``force`` is false.
        OutputNoFile: There is something that is no file; ``force`` or not.
        OutputUnwritable: See :func:`check_folder`.
    """
    check_folder(behind(target))
    if is_no_file(target):
        raise OutputNoFile(file=shown(target.name))
    if target.exists() and not force:
        raise OutputExists(file=shown(target.name))


def check_folder(target: Path) -> None:
    """Return when a file could be written where it is to be; folders that are not there yet are made then.

    Raises:
        OutputUnwritable: The nearest folder above it that there is may not be written to, or is none.
    """
    folder = next(each for each in target.absolute().parents if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise OutputUnwritable(file=target.name, reason=os.strerror(errno.EACCES))


def path_of(item: BatchItem) -> Path:
    """Return the file of an item.

    Raises:
        SigningError: It is none: a mistake in this program.
    """
    if not isinstance(item.source, PlainFile):
        raise SigningError
    return item.source.path


def write_whole(source: Path, target: Path, signed: SignedTail, *, over: bool) -> None:
    """Write ``source`` and what is appended to ``target``, hashing what goes to the disk.

    Raises:
        DocumentChanged: ``source`` is not what was signed.
        OutputExists: There is a ``target`` and it may not be replaced.
        OutputUnwritable: The disk refused; nothing is left of it.
        OwnCheckFailed: What was to be written is not what was checked.
    """
    target = behind(target) if over else target
    with _opened(source) as file, _failures(target):
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode) | stat.S_IWUSR
        if free_bytes(target.parent) < os.fstat(file.fileno()).st_size:
            raise OutputUnwritable(file=target.name, reason=os.strerror(errno.ENOSPC))
        with atomic_file(target, mode=mode, over=over) as out:
            measured = hashlib.sha256()
            for piece in _pieces(file):
                measured.update(piece)
                out.write(piece)
            if measured.hexdigest() != signed.evidence.input_sha256:
                raise DocumentChanged
            measured.update(signed.tail)
            out.write(signed.tail)
            if measured.hexdigest() != signed.evidence.output_sha256:
                raise OwnCheckFailed(step="written")


def _seen(path: Path) -> tuple[int, ...]:
    """Return what is another after any write."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _pieces(file: BinaryIO) -> Iterator[memoryview]:
    buffer = bytearray(CHUNK)
    view = memoryview(buffer)
    while count := file.readinto(buffer):  # type: ignore[attr-defined]  # an unbuffered file has it
        yield view[:count]


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        file = source.open("rb", buffering=0)
    except OSError as error:
        raise DocumentUnreadable(file=source.name, reason=error.strerror or type(error).__name__) from error
    with file:
        yield file


@contextmanager
def _failures(target: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise OutputExists(file=target.name) from error
    except OSError as error:
        raise OutputUnwritable(file=target.name, reason=error.strerror or type(error).__name__) from error
