# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop sign --evidence FOLDER`: the evidence of each signature as JSON and as a PDF."""

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from eset_desktop.commands import wording
from eset_desktop.errors import EsetError
from eset_desktop.platform import write_atomically
from eset_desktop.signing.batch.errors import OutputUnwritable
from eset_desktop.signing.batch.files import check_place
from eset_desktop.signing.evidence.document import evidence_pdf
from eset_desktop.signing.evidence.material import material_of
from eset_desktop.signing.evidence.values import AboutDocument, Record
from eset_desktop.signing.evidence.writing import canonical
from eset_desktop.signing.plain_files import behind, shown
from eset_desktop.signing.values import Evidence

SUFFIXES: Final = ("-evidencia.json", "-evidencia.pdf")
_MODE: Final = 0o644


def check_places(folder: Path, files: Iterable[Path], *, force: bool) -> None:
    """Make the folder and return when the evidence of all files has its place there.

    Raises:
        OutputExists: There is such a file.
        OutputNoFile: There is something of that name that is none.
        OutputUnwritable: The folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(file=folder.name, reason=error.strerror or type(error).__name__) from error
    for place in (place for file in files for place in _places(folder, file)):
        check_place(place, force=force)


class EvidenceFolder:
    """Where evidence goes, if anywhere; what cannot be written there is told and undoes no signature.

    Attributes:
        problems: By file, what was not written and why.
    """

    def __init__(self, folder: Path | None, code: str) -> None:
        self._folder = folder
        self._code = code
        self.problems: list[tuple[str, EsetError]] = []

    def write(self, file: Path, signed: Path, evidence: Evidence, now: datetime) -> None:
        """Write the evidence of one signature.

        Args:
            file: What was signed.
            signed: What holds the signature: a PDF, a ``.p7s`` or a container.
            evidence: From signing it.
            now: When this is done, aware.
        """
        if self._folder is None:
            return
        try:
            about = AboutDocument(shown(file.name), self._code, evidence.body)
            with signed.open("rb") as stream:
                record = Record(about, evidence, material_of(stream, evidence), now)
            written = canonical(record), evidence_pdf(record, language=wording.language())
            for place, data in zip(_places(self._folder, file), written, strict=True):
                write_atomically(behind(place), data, mode=_MODE)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.problems.append((shown(file), OutputUnwritable(file=shown(file.name), reason=reason)))
        except EsetError as error:
            self.problems.append((shown(file), error))

    def tell(self) -> None:
        """Say on standard error what was not written."""
        for name, error in self.problems:
            sys.stderr.write(f"{name}: {wording.explain(error)}\n")


def _places(folder: Path, file: Path) -> tuple[Path, ...]:
    return tuple(folder / f"{file.name}{suffix}" for suffix in SUFFIXES)
