# SPDX-License-Identifier: EUPL-1.2
"""Copies of documents outside the cache: what they are called, and that a signature beside a document goes with it under its name.

``Decret 1.ods`` and ``Decret 1.ods.p7s``: whoever checks the signature looks for what it speaks of under its own name
without the ending, ours included.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Final

from eset_desktop.operations.documents import PDF
from eset_desktop.operations.saving import save_copy
from eset_desktop.operations.session import Session
from eset_desktop.operations.signature_files import signed_version
from eset_desktop.platform import legal_file_name
from eset_desktop.signing.container.offer import MIMES, SUFFIXES, Offer
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow

Chosen = Sequence[tuple[DocumentRow, VersionRow]]
_DETACHED: Final = SUFFIXES[Offer.BESIDE]
_LONGEST: Final = 180
"""Bytes: with a number, endings and what a file is called while it is written it stays below the 255 of most systems."""
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Copy:
    """What goes into a folder under one name.

    Attributes:
        title: What a person calls it.
        stem: The name without its ending.
        ending: The ending of the document's file.
        content: The version of the document; empty where only its signature goes.
        signature: The version of the signature beside it; empty where it has none.
    """

    title: str
    stem: str
    ending: str
    content: str = ""
    signature: str = ""

    @property
    def name(self) -> str:
        """What the file is called where nothing else is called so; the signature's where only that goes."""
        return self._names("")[0 if self.content else 1]

    @property
    def is_pair(self) -> bool:
        """Whether it is two files."""
        return bool(self.content and self.signature)

    def place_in(self, folder: Path) -> tuple[Path, Path]:
        """Return where document and signature go: under a name that neither has there yet, with a number if need be."""
        pairs = ([folder / each for each in self._names(number)] for number in _numbers())
        return next((one, other) for one, other in pairs if not (one.exists() or other.exists()))

    def _names(self, number: str) -> tuple[str, str]:
        plain = f"{self.stem}{number}{self.ending}"
        return plain, f"{plain}{_DETACHED}"


def copies_of(session: Session, chosen: Chosen) -> list[Copy]:
    """Return the copies that a choice of versions becomes, in its order.

    A signature that lies beside its document goes with it: with the copy that was chosen too, else with one of its own, where
    the bytes are here.
    """
    made: list[Copy] = []
    for row, version in chosen:
        if version.mime != MIMES[Offer.BESIDE]:
            made.append(Copy(row.title, *_name(session, row, version), content=version.id))
    for row, version in chosen:
        if version.mime == MIMES[Offer.BESIDE]:
            _put_beside(made, _detached(session, row, version))
    return made


def save_together(session: Session, copy: Copy, folder: Path) -> tuple[Path, ...]:
    """Write a copy into a folder and return its files; nothing there is replaced. Raises what :func:`save_copy` raises."""
    places = zip((copy.content, copy.signature), copy.place_in(folder), strict=True)
    return tuple(save_copy(session, version, place) for version, place in places if version)


def file_name_of(title: str) -> str:
    """Return a title as a file name of any system, without ending."""
    plain = "".join("-" if each in '/\\:*?"<>|' or not each.isprintable() else each for each in title)
    return legal_file_name(plain.strip(". "), limit=_LONGEST)


def stem_of(session: Session, row: DocumentRow, version: VersionRow) -> str:
    """Return what files about a version are called, without ending."""
    return _name(session, row, version)[0]


def _put_beside(made: list[Copy], beside: Copy) -> None:
    """Add a signature to the copy of its document that has none yet; without one it is a copy by itself."""
    for place, copy in enumerate(made):
        if beside.content and copy.content == beside.content and not copy.signature:
            made[place] = replace(copy, signature=beside.signature)
            return
    made.append(beside)


def _detached(session: Session, row: DocumentRow, version: VersionRow) -> Copy:
    found = signed_version(session, row, version)
    content = found[1].id if found is not None and found[1].here else ""
    return Copy(row.title, *_name(session, row, version), content=content, signature=version.id)


def _name(session: Session, row: DocumentRow, version: VersionRow) -> tuple[str, str]:
    """Return stem and ending: after the title, with the ending of the file; a signature's are those of what it signs.

    Forty decrees all come as ``decret.pdf``, so the name that a file came with is none.
    """
    is_container = version.mime == MIMES[Offer.CONTAINER]
    if version.mime in MIMES.values():
        found = signed_version(session, row, version)
        if found is not None:
            stem, ending = _plain_name(*found)
        else:  # the ending stands before that of the signature
            stem, ending = file_name_of(row.title), _ending(Path(version.filename).stem)
        return stem, ending + SUFFIXES[Offer.CONTAINER] if is_container else ending
    return _plain_name(row, version)


def _plain_name(row: DocumentRow, version: VersionRow) -> tuple[str, str]:
    ending = _ending(version.filename) or (".pdf" if version.mime == PDF else "")
    title = row.title.removesuffix(ending) if ending else row.title
    return file_name_of(title), ending


def _ending(filename: str) -> str:
    """Return how a name ends, empty for what is no ending: ``acta.2026 definitiva``."""
    suffix = Path(filename).suffix
    return suffix if _ENDING.fullmatch(suffix) else ""


def _numbers() -> Iterator[str]:
    yield ""
    yield from (f" ({number})" for number in count(2))
