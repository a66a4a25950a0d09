# SPDX-License-Identifier: EUPL-1.2
"""First installation without a line: asking for a stick, and what export and import of one share.

A computer that has joined writes a request (a public key and the streams that it may read) and shows a code. A computer that
has the data takes request and code and writes packages that only the first one can open
(:mod:`eset_desktop.operations.stick_export`); the first one takes them in (:mod:`eset_desktop.operations.stick_import`).
"""

import base64
import contextlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from eset_desktop import platform
from eset_desktop.clock import RandomBytes, iso
from eset_desktop.interop import stick_format as form
from eset_desktop.interop import stick_seal
from eset_desktop.interop.stick_errors import PackageDamaged, StickUnusable
from eset_desktop.operations.session import Session
from eset_desktop.store.errors import DiskFull
from eset_desktop.store.files import RealFiles
from eset_desktop.store.stick import Asked, StickRows


@dataclass(frozen=True, slots=True)
class Written:
    """How far an export is.

    Attributes:
        objects: Written in this run.
        documents: That lie on the stick, with their bytes.
        left_out: Documents for which there is no room.
        done: Bytes of ``total`` that lie on the stick; rows count when they are written.
        full: There was no room for everything.
        complete: Everything that this computer may give is on the stick.
    """

    objects: int = 0
    documents: int = 0
    left_out: int = 0
    done: int = 0
    total: int = 0
    full: bool = False
    complete: bool = False


class Trouble(NamedTuple):
    """A file of the stick that could not be used, and the code of the reason."""

    file: str
    code: str


@dataclass(frozen=True, slots=True)
class Taken:
    """How far an import is.

    Attributes:
        objects: Taken in this run.
        documents: Whose bytes were taken in this run.
        done: Bytes of ``total`` that were looked at.
        streams: Streams whose feed goes on from where the stick stood.
        troubles: What could not be used.
    """

    objects: int = 0
    documents: int = 0
    done: int = 0
    total: int = 0
    streams: int = 0
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request that lies in a folder, and the code that belongs to it."""

    folder: Path
    code: str


def rows_of(session: Session) -> StickRows:
    """Return the cache as a stick sees it."""
    return StickRows(session.database, session.blobs, session.clock)


def request(session: Session, folder: Path, random: RandomBytes = secrets.token_bytes) -> Request:
    """Write a request into a folder and return the code to be read out on the other computer.

    A request of this computer that lies there already stays, with its code.

    Raises:
        NotEnrolled: This computer was never joined.
        StickUnusable, DiskFull: The folder can't be written.
    """
    rows, account = rows_of(session), session.account()
    lying = {each.id for _, each in requests_in(folder)}
    earlier = next((each for each in reversed(rows.asked()) if each.id in lying), None)
    code = form.new_code(random)
    asked = earlier or Asked(
        random(8).hex(), random(stick_seal.KEY).hex(), form.code_bytes(code).hex(), iso(session.clock.now())
    )
    if earlier is None:
        rows.ask(asked)
    secret = bytes.fromhex(asked.code)
    public = stick_seal.public_key(bytes.fromhex(asked.private))
    made = form.Request(
        form.FORMAT, asked.id, account.person, account.body, account.device_code,
        base64.b64encode(public).decode(), rows.streams(), asked.made_at,
    )  # fmt: skip
    place = folder / made.folder
    with stick():
        RealFiles().make(place)
        write_now(place / form.REQUEST, [msgspec.json.encode(form.signed(made, secret))])
    return Request(place, form.shown(secret))


def requests_in(folder: Path) -> list[tuple[Path, form.Request]]:
    """Return the requests in a folder, or in the one chosen itself, with their places; what is no request is passed over.

    Raises:
        StickUnusable: The folder can't be read.
        NewerFormat: A later release made one.
    """
    found = []
    with stick():
        places = [folder, *sorted(each for each in folder.iterdir() if each.name.startswith("eset-"))]
        for place in places:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, PackageDamaged):
                found.append((place, form.request_from((place / form.REQUEST).read_bytes())))
    return found


@contextlib.contextmanager
def stick() -> Iterator[None]:
    """Turn what the folder's disk says into errors of the stick.

    Raises:
        DiskFull: It is full.
        StickUnusable: Anything else.
    """
    try:
        yield
    except OSError as error:
        if platform.is_disk_full(error):
            raise DiskFull from None
        raise StickUnusable from error


def write_now(target: Path, pieces: Iterable[bytes]) -> None:
    """Write a small file as :func:`write_whole` does."""
    for _ in write_whole(target, pieces):
        pass


def write_whole(target: Path, pieces: Iterable[bytes]) -> Iterator[int]:
    """Write a file so that after any crash it is there whole or not at all, and yield the bytes of each piece."""
    files = RealFiles()
    temporary = target.with_suffix(".part")
    try:
        with files.create(temporary) as file:
            for piece in pieces:
                file.write(piece)
                yield len(piece)
            files.sync(file)
        files.move(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            files.remove(temporary)
        raise
    files.settle(target.parent)
