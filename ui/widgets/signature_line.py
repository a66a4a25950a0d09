# SPDX-License-Identifier: EUPL-1.2
"""What can be said of a version's signatures, in plain words: who, when, and whether the bytes still hold."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from eset_desktop.errors import EsetError
from eset_desktop.operations import documents
from eset_desktop.signing.values import Integrity, SignatureFacts
from eset_desktop.store.queries.dossier import VersionRow
from ui.desk import Desk
from ui.errors import line_of
from ui.i18n import moment_of
from ui.widgets.label import PlainLabel
from ui.wording import INTEGRITY, word


class SignatureLine(PlainLabel):
    """Asks the signing process about the chosen version and says what it answered, never more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._sha256 = ""
        self._known: dict[str, str] = {}
        self.setWordWrap(True)
        self.setObjectName("signature_line")

    def show_version(self, version: VersionRow | None) -> None:
        """Say what is known of a version's signatures."""
        self._sha256 = version.sha256 if version is not None else ""
        if version is None or version.relation == "content":
            self.setText(self.tr("Not signed here.") if version is not None else "")
        elif version.sha256 in self._known:
            self.setText(self._known[version.sha256])
        else:
            self.setText(self._claim(version))
            if version.here:
                self._inspect(version)

    def forget(self) -> None:
        """Say everything anew: the language was switched."""
        self._known.clear()

    def _claim(self, version: VersionRow) -> str:
        return self.tr("Signed by %1, waiting for the time seal.").replace("%1", version.signer or "—")

    def _inspect(self, version: VersionRow) -> None:
        session, identity = self.desk.session, version.id
        background, signing = self.desk.background, self.desk.signing
        read = background.read(lambda: documents.read(session, identity))
        facts = read.then(lambda pdf: background.follow(signing.begin_inspect(pdf)))
        facts.when(lambda found: self._show(version, found), lambda error: self._fail(version, error))

    def _show(self, version: VersionRow, facts: Sequence[SignatureFacts]) -> None:
        lines = [self._line(each) for each in facts] or [self._claim(version)]
        self._known[version.sha256] = "\n".join(lines)
        if version.sha256 == self._sha256:
            self.setText(self._known[version.sha256])

    def _line(self, facts: SignatureFacts) -> str:
        verdict = word(INTEGRITY, facts.integrity)
        if facts.kind == "timestamp":
            return self.tr("Time seal by %1. %2.").replace("%1", facts.signer).replace("%2", verdict)
        when = moment_of(facts.claimed_at) if facts.claimed_at else "—"
        text = self.tr("Signed by %1 on %2, waiting for the time seal. %3.")
        if facts.integrity is not Integrity.GOOD:
            text = self.tr("Signature of %1 on %2. %3.")
        return text.replace("%1", facts.signer).replace("%2", when).replace("%3", verdict)

    def _fail(self, version: VersionRow, error: EsetError) -> None:
        if version.sha256 == self._sha256:
            self.setText(f"{self._claim(version)} {line_of(error, self.desk.language.code).text}")
