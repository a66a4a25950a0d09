# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop sign --evidence FOLDER`: the evidence of each signature as JSON and as a PDF."""

import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from eset_desktop.commands import wording
from eset_desktop.platform import write_atomically
from eset_desktop.signing.batch.errors import OutputExists, OutputUnwritable
from eset_desktop.signing.container import asice, cades
from eset_desktop.signing.evidence.document import evidence_pdf
from eset_desktop.signing.evidence.material import material_in, material_of_cms
from eset_desktop.signing.evidence.values import AboutDocument, Material, Record
from eset_desktop.signing.evidence.writing import canonical
from eset_desktop.signing.values import Evidence

SUFFIXES: Final = ("-evidencia.json", "-evidencia.pdf")
_MODE: Final = 0o644


def check_places(folder: Path, files: Iterable[Path], *, force: bool) -> None:
    """Make the folder and return when the evidence of all files has its place there.

    Raises:
        OutputExists: There is such a file.
        OutputUnwritable: The folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(file=folder.name, reason=error.strerror or type(error).__name__) from error
    taken = [place.name for file in files for place in _places(folder, file) if place.exists()]
    if taken and not force:
        raise OutputExists(file=taken[0])


def write(folder: Path, file: Path, signed: Path, evidence: Evidence, *, code: str, now: datetime) -> None:
    """Write the evidence of one signature.

    Args:
        folder: Where to.
        file: What was signed.
        signed: What holds the signature: a PDF, a ``.p7s`` or a container.
        evidence: From signing it.
        code: The document's verification code; may be empty.
        now: When this is done, aware.

    Raises:
        EvidenceMissing: ``signed`` does not hold that signature any more.
        OutputUnwritable: The disk refused.
    """
    language = wording.language()
    record = Record(AboutDocument(file.name, code, evidence.body), evidence, _material(signed, evidence), now)
    for place, data in zip(
        _places(folder, file), (canonical(record), evidence_pdf(record, language=language)), strict=True
    ):
        try:
            write_atomically(place, data, mode=_MODE)
        except OSError as error:
            raise OutputUnwritable(file=place.name, reason=error.strerror or type(error).__name__) from error


def _material(signed: Path, evidence: Evidence) -> Material:
    if signed.name.endswith(cades.SUFFIX):
        return material_of_cms(signed.read_bytes(), evidence)
    if zipfile.is_zipfile(signed):
        with zipfile.ZipFile(signed) as container:
            return material_of_cms(container.read(asice.SIGNATURE), evidence)
    with signed.open("rb") as stream:
        return material_in(stream, evidence)


def _places(folder: Path, file: Path) -> tuple[Path, ...]:
    return tuple(folder / f"{file.name}{suffix}" for suffix in SUFFIXES)
