# SPDX-License-Identifier: EUPL-1.2
"""Signing: what is chosen goes to the signing page; certificates are added and looked for."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from eset_desktop.domain.states import DISCARDED, OPEN
from eset_desktop.operations import certificates
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.errors import NotFound
from eset_desktop.signing.batch.states import ItemState
from eset_desktop.signing.batch.values import BatchReport
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.keys.port import Secret
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow
from eset_desktop.store.queries.dossier import document as read_document
from eset_desktop.store.queries.signature_requests import of_document
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable, SigningUnderWay
from ui.handlers import is_asked_only
from ui.handlers.dossiers import may
from ui.handlers.undoing import said
from ui.marks import QT_TRANSLATE_NOOP
from ui.outcome import Outcome
from ui.shell import Shell
from ui.widgets.notices import DONE, TOAST_MILLISECONDS, Notice

_SIGNED: Final = "signed"
"""The notice that a list is signed; what an earlier one said goes when another ends."""


class SigningActions:
    """Binds what is done to sign."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("document.sign", self._sign, lambda: self._can_sign() and self._may_sign())
        for name, way in (
            ("document.sign_beside", Offer.BESIDE),
            ("document.sign_container", Offer.CONTAINER),
        ):
            bind(
                name,
                partial(self._sign_otherwise, way),
                lambda: self._can_sign_otherwise() and self._may_sign(),
            )
        bind("certificate.add", self._add, self._on_page)
        bind("certificate.forget", self._forget, lambda: self._on_page() and self._file() is not None)
        bind("certificate.look", lambda _: desk.keyring.look(), self._on_page)

        shell.sign.signed.connect(self._tell)
        bind("verify.file", self._verify_file)
        bind("document.verify", self._verify, lambda: self._version() is not None)

    def _version(self) -> VersionRow | None:
        """Return the chosen version where its bytes are here."""
        dossier = self._shell.dossier
        if self._shell.current is not dossier or dossier.document() is None:
            return None
        version = dossier.documents.panel.version()
        return version if version is not None and version.here else None

    def _verify(self, _: Args) -> Outcome[Any]:
        version, row = self._version(), self._shell.dossier.document()
        if version is None or row is None:
            raise ActionUnavailable(action="document.verify")
        where = {"version": version.id, "sha256": version.sha256, "title": row.title, "of": version}
        self._shell.go("verify", where)
        return self._shell.verify.ready()

    def _verify_file(self, args: Args) -> Outcome[Any] | None:
        """Check the signatures of a ``file``; without one, ask for it."""
        self._shell.go("verify", args)
        if args.get("file"):
            return self._shell.verify.ready()
        self._shell.verify.choose()
        return None

    def _in_folder(self) -> bool:
        """Whether what is marked in the signature folder can be signed: the same keys as in a dossier."""
        shell = self._shell
        return shell.current is shell.signatures and self._desk.registry.is_available("request.sign")

    def _on_page(self) -> bool:
        return self._shell.current is self._shell.sign

    def _can_sign(self) -> bool:
        if self._on_page() or self._in_folder():
            return True
        shown = self._shell.dossier.shown
        chosen = self._chosen()
        return shown is not None and shown.situation == OPEN and any(_signable(row) for row in chosen)

    def _may_sign(self) -> bool:
        """Whether the person's profile lets them sign, or what is chosen is asked of them: who stands in may hold none."""
        if may(self._desk, "version", "create") or self._on_page() or self._in_folder():
            return True
        person, on = self._desk.session.account().person, today(self._desk.session)
        asked = (of_document(self._desk.connection, row.id, person, on) for row in self._chosen())
        return any(row.mine for rows in asked for row in rows)

    def _chosen(self) -> tuple[DocumentRow, ...]:
        dossier = self._shell.dossier
        on_screen = self._shell.current is dossier and dossier.document() is not None
        return dossier.documents.selected_all() if on_screen else ()

    def _wanted(self, args: Args) -> list[str]:
        """Return the documents by ``ids``, ``id`` or ``title``, else those that are chosen."""
        if args.get("ids"):
            return [str(each) for each in args["ids"]]
        if args.get("id"):
            if read_document(self._desk.connection, str(args["id"])) is None:
                raise NotFound(kind="document")
            return [str(args["id"])]
        shown = self._shell.dossier.shown
        if args.get("title") and shown is not None:
            found = [row.id for row in shown.documents if row.title == args["title"]]
            if not found:
                raise NotFound(kind="document")
            return found[:1]
        return [row.id for row in self._chosen() if _signable(row)]

    def _sign(self, args: Args) -> Outcome[Any] | None:
        """Open the page; with ``certificate`` (a file) add and choose it; with ``passphrase`` sign, unless ``submit`` is false."""
        page = self._shell.sign
        if self._in_folder() and not args:
            return self._desk.registry.invoke("request.sign")
        if not self._on_page() or _names_documents(args):
            dossier, documents = self._shell.dossier.dossier_id, self._wanted(args)
            open_list(self._shell, {"dossier": dossier, "documents": documents})
        ready = page.ready()
        if args.get("certificate"):
            path = Path(str(args["certificate"]))
            ready = ready.then(lambda _: self._use(path))
        if is_asked_only(args) or not args.get("passphrase"):
            return ready if args else None
        secret = Secret.from_text(str(args["passphrase"]))
        return ready.then(lambda _: page.submit(secret)).map(_refused)

    def _can_sign_otherwise(self) -> bool:
        if self._on_page():
            return bool(self._shell.sign.otherwise)
        return self._can_sign() and not self._in_folder()

    def _sign_otherwise(self, way: Offer, args: Args) -> Outcome[Any] | None:
        """Open the page for documents (``ids``, ``id``, ``title``, else those chosen), to be signed beside or in containers."""
        page = self._shell.sign
        documents = self._wanted(args) if _names_documents(args) else list(page.otherwise)
        if self._on_page() and set(documents) <= set(page.otherwise):
            return page.sign_otherwise(way, documents)
        dossier, documents = self._shell.dossier.dossier_id, self._wanted(args)
        open_list(self._shell, {"dossier": dossier, "documents": documents, "way": way})
        return page.ready() if args else None

    def _add(self, args: Args) -> Outcome[Any] | None:
        """Add the certificate ``file``; without one, ask for it."""
        if args.get("file"):
            return self._use(Path(str(args["file"])))
        page = self._shell.sign
        dialog = QFileDialog(page, said(QT_TRANSLATE_NOOP("Handlers", "Choose the certificate")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                said(QT_TRANSLATE_NOOP("Handlers", "Certificates (*.p12 *.pfx *.P12 *.PFX)")),
                said(QT_TRANSLATE_NOOP("Handlers", "All files (*)")),
            ]
        )
        dialog.fileSelected.connect(lambda name: self._desk.registry.follow(self._use(Path(name))))
        dialog.open()
        return None

    def _file(self) -> Path | None:
        """Return the file of the chosen certificate."""
        listed = self._shell.sign.certificates.listed()
        return self._desk.files.path_of(listed.identity) if listed is not None else None

    def _forget(self, _: Args) -> Outcome[Any]:
        """Take the chosen certificate file off the list; the file itself stays where it is."""
        path = self._file()
        if path is None:
            raise ActionUnavailable(action="certificate.forget")
        done = self._desk.perform(lambda session: certificates.forget_file(session, path))
        return done.then(lambda _: self._desk.keyring.look()).map(lambda _: self._forgotten(path))

    def _forgotten(self, path: Path) -> None:
        text = said(QT_TRANSLATE_NOOP("Handlers", "%1 is off the list. The file stays where it is."))
        notice = Notice(DONE, text.replace("%1", path.name), lasts=TOAST_MILLISECONDS, key="certificate")
        self._shell.notices.show_notice(notice)

    def _use(self, path: Path) -> Outcome[Any]:
        """Remember a certificate file, find its certificate and choose it."""
        added = self._desk.perform(lambda session: certificates.remember_file(session, path))
        looked = added.then(lambda _: self._desk.keyring.look())
        return looked.map(lambda _: self._shell.sign.certificates.picker.choose(self._desk.files.id_of(path)))

    def _tell(self, report: BatchReport) -> None:
        """Say that all is signed; of a list of which something is not the page tells."""
        self._shell.notices.clear(_SIGNED)
        if len(report.of(ItemState.SIGNED)) == len(report.results):
            text = said(QT_TRANSLATE_NOOP("Handlers", "Signed, without a time seal yet."))
            self._shell.notices.show_notice(Notice(DONE, text, lasts=TOAST_MILLISECONDS, key=_SIGNED))


def _refused(report: BatchReport) -> BatchReport:
    """Return a report; where nothing was signed, the first reason is the action's own."""
    errors = [each.error for each in report.results if each.error is not None]
    if errors and not report.of(ItemState.SIGNED):
        raise errors[0]
    return report


def open_list(shell: Shell, where: Mapping[str, Any]) -> None:
    """Show the signing page with the list of ``documents``; one that is on it already stays as it is.

    Raises:
        SigningUnderWay: Another list is being signed, or waits.
    """
    page = shell.sign
    asked = {row.id for row in where.get("requests", ())} <= {row.id for row in page.order.asked}
    is_same = asked and where["documents"] == page.documents and where.get("way", page.way) is page.way
    if page.is_fixed and not is_same:
        raise SigningUnderWay
    if shell.current is not page or not is_same:
        shell.go("sign", where)


def _names_documents(args: Args) -> bool:
    return any(args.get(name) for name in ("ids", "id", "title"))


def _signable(row: DocumentRow) -> bool:
    return row.state != DISCARDED and not row.needs_choice and row.head is not None
