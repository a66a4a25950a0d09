# SPDX-License-Identifier: EUPL-1.2
"""What can be said of a version's signatures, in plain words: who, when, and whether they are valid."""

from PySide6.QtWidgets import QWidget

from eset_desktop.domain.proofs import Proof
from eset_desktop.domain.versions import CONTENT
from eset_desktop.errors import EsetError
from eset_desktop.operations.signature_files import is_signature_file, signed_by
from eset_desktop.operations.signing_lists import source_of
from eset_desktop.signing.validation.report import FileReport
from eset_desktop.store.queries.dossier import VersionRow
from ui.desk import Desk
from ui.errors import line_of, line_of_code
from ui.verdicts import line_of_signature
from ui.widgets.label import PlainLabel


def is_signed(version: VersionRow) -> bool:
    """Tell whether a version holds signatures: its own, or those of the document that it is about."""
    return version.relation != CONTENT or is_signature_file(version)


class SignatureLine(PlainLabel):
    """Asks the validation process about the chosen version and says what it answered, never more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._shown = ""
        self._known: dict[str, FileReport] = {}
        self.setWordWrap(True)
        self.setObjectName("signature_line")

    def show_version(self, version: VersionRow | None) -> None:
        """Say what is known of a version's signatures."""
        self._shown = version.id if version is not None else ""
        if version is None or not is_signed(version):
            self.setText(self.tr("Not signed here.") if version is not None else "")
        elif version.id in self._known:
            self._show(version, self._known[version.id])
        else:
            self.setText(self._claim(version))
            if version.here:
                self._validate(version)

    def say(self, text: str) -> None:
        """Say something else in its place; what is still being checked is not told under it."""
        self._shown = ""
        self.setText(text)

    def forget(self) -> None:
        """Check everything anew."""
        self._known.clear()

    def _claim(self, version: VersionRow) -> str:
        proved = version.proof is Proof.PROVED
        text = self.tr("Signed by %1.") if proved else self.tr("Signed by %1, waiting for the time seal.")
        return "\n".join([text.replace("%1", version.signer or "—"), *self._circumstances(version)])

    def _circumstances(self, version: VersionRow) -> list[str]:
        """Return in whose place it was signed, and what the central service says of why there is no time seal yet."""
        code = "" if version.proof is Proof.PROVED else version.stamping_problem
        why = line_of_code(code, self.desk.language.code).text if code else ""
        return [each for each in (version.acting, why) if each]

    def _validate(self, version: VersionRow) -> None:
        session = self.desk.session
        background, validation = self.desk.background, self.desk.validation
        where = background.read(lambda: (source_of(session, version.sha256), signed_by(session, version)))
        found = where.then(
            lambda both: background.follow(validation.begin(both[0], version.filename, over=both[1]))
        )
        found.when(lambda report: self._show(version, report), lambda error: self._fail(version, error))

    def _show(self, version: VersionRow, report: FileReport) -> None:
        self._known[version.id] = report
        if version.id == self._shown:
            language = self.desk.language.code
            lines = [line_of_signature(each, language) for each in report.signatures]
            told = [*lines, *self._circumstances(version)] if lines else [self._claim(version)]
            self.setText("\n".join(told))

    def _fail(self, version: VersionRow, error: EsetError) -> None:
        if version.id == self._shown:
            self.setText(f"{self._claim(version)} {line_of(error, self.desk.language.code).text}")
