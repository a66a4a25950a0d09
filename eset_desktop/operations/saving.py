# SPDX-License-Identifier: EUPL-1.2
"""Out of the cache into files of the person's: a copy of a version, the evidence of a signature. Nothing there is replaced unasked."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eset_desktop.errors import EsetError
from eset_desktop.operations import documents
from eset_desktop.operations.evidence import evidence_of
from eset_desktop.operations.session import Session
from eset_desktop.platform import atomic_file
from eset_desktop.signing.client import SigningClient

EVIDENCE: Final = ("-evidencia.pdf", "-evidencia.json")
"""How the names of the two files of a signature's evidence end."""
_MODE: Final = 0o644
_MOST: Final = 10_000
_PIECE: Final = 1 << 20


class FileUnwritable(EsetError):
    """A file of the person's could not be written; nothing of it is left. Details: ``file``, ``reason``."""

    code = "operation.file_unwritable"
    title = "The file {file} could not be written ({reason})."
    advice = "Check that there is room and that you may write there, or choose another folder."


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed version whose evidence is wanted; ``name``: what its files are called."""

    document_id: str
    version_id: str
    name: str


def save_copy(session: Session, version_id: str, place: Path, *, over: bool = False) -> Path:
    """Write a version's bytes to a file and return where they are.

    Args:
        session: Whose cache.
        version_id: The version.
        place: The wanted name; where there is such a file a number is added.
        over: The person said that the file there may be replaced.

    Raises:
        BytesMissing: The bytes are not on this computer.
        BlobDamaged: They are not what was stored.
        FileUnwritable: The disk refused; nothing is left of it.
    """
    target = place if over else free_place(place)
    with documents.opened(session, version_id) as source:
        _write_pieces(target, iter(lambda: source.read(_PIECE), b""), over=over)
    return target


def save_evidence(
    session: Session, client: SigningClient, signed: Signed, folder: Path, *, language: str
) -> Path:
    """Write the evidence of a signed version as a PDF and as JSON into a folder and return where the PDF is.

    Raises:
        NotFound: It is no signature that was made with this program.
        BytesMissing: The signed bytes are not on this computer.
        EvidenceMissing: They do not hold that signature.
        FileUnwritable: The disk refused.
    """
    found = evidence_of(session, client, signed.document_id, signed.version_id, language=language)
    base = _free_base(folder, signed.name)
    for suffix, data in zip(EVIDENCE, (found.pdf, found.json), strict=True):
        write(folder / f"{base}{suffix}", data)
    return folder / f"{base}{EVIDENCE[0]}"


def free_place(place: Path) -> Path:
    """Return a name that no file has: the wanted one, or it with a number before its ending."""
    tried = (place.with_name(f"{place.stem} ({number}){place.suffix}") for number in range(2, _MOST))
    return next((each for each in (place, *tried) if not each.exists()), place)


def write(place: Path, data: bytes, *, over: bool = False) -> None:
    """Write a file that appears whole or not at all; raises FileUnwritable."""
    _write_pieces(place, (data,), over=over)


def _write_pieces(place: Path, pieces: Iterable[bytes], *, over: bool) -> None:
    try:
        with atomic_file(place, mode=_MODE, over=over) as file:
            file.writelines(pieces)
    except OSError as error:
        raise FileUnwritable(file=place.name, reason=error.strerror or type(error).__name__) from error


def _free_base(folder: Path, name: str) -> str:
    tried = (f"{name} ({number})" for number in range(2, _MOST))
    free = (
        each for each in (name, *tried) if not any((folder / f"{each}{end}").exists() for end in EVIDENCE)
    )
    return next(free, name)
