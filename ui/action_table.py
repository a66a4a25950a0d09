# SPDX-License-Identifier: EUPL-1.2
"""Every action a person has: its stable id, text, shortcut, icon and menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ui.marks import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action as tables, menus and help know it.

    Attributes:
        id: Stable: the headless story, the features and the help call it so.
        text: English source of its text, with mnemonic.
        menu: The menu that it stands in; empty for one that only forms and the palette use.
        shortcut: Portable key sequence, may be empty.
        icon: Name in ``resources/icons``, may be empty.
        needs: It does nothing without arguments, so the palette does not offer it.
    """

    id: str
    text: str
    menu: str = ""
    shortcut: str = ""
    icon: str = ""
    needs: bool = False


FILE: Final = "file"
DOSSIER: Final = "dossier"
DOCUMENT: Final = "document"
VIEW: Final = "view"
DEMO: Final = "demo"
"""Only there in the window of the demonstration."""
HELP: Final = "help"

MENUS: Final[Mapping[str, str]] = {
    FILE: QT_TRANSLATE_NOOP("Actions", "&Program"),
    DOSSIER: QT_TRANSLATE_NOOP("Actions", "&Dossier"),
    DOCUMENT: QT_TRANSLATE_NOOP("Actions", "D&ocument"),
    VIEW: QT_TRANSLATE_NOOP("Actions", "&View"),
    DEMO: QT_TRANSLATE_NOOP("Actions", "D&emonstration"),
    HELP: QT_TRANSLATE_NOOP("Actions", "&Help"),
}


_ALL: Final = (
    ActionSpec(
        "app.palette", QT_TRANSLATE_NOOP("Actions", "&Search actions and dossiers…"), FILE, "Ctrl+K", "search"
    ),
    ActionSpec("app.send", QT_TRANSLATE_NOOP("Actions", "Send &now"), FILE, "F5", "outbox"),
    ActionSpec("app.undo", QT_TRANSLATE_NOOP("Actions", "&Undo the last change"), FILE, "Ctrl+Z", "undo"),
    ActionSpec("stick.prepare", QT_TRANSLATE_NOOP("Actions", "&Prepare a stick for another computer…"), FILE),
    ActionSpec("stick.install", QT_TRANSLATE_NOOP("Actions", "&Install from a stick…"), FILE),
    ActionSpec("app.quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), FILE, "Ctrl+Q"),
    ActionSpec(
        "dossier.new", QT_TRANSLATE_NOOP("Actions", "&New dossier…"), DOSSIER, "Ctrl+N", "dossier-new"
    ),
    ActionSpec("dossier.find", QT_TRANSLATE_NOOP("Actions", "&Find dossiers"), DOSSIER, "Ctrl+F", "search"),
    ActionSpec("dossier.open", QT_TRANSLATE_NOOP("Actions", "Open dossier"), icon="dossier", needs=True),
    ActionSpec("dossier.edit", QT_TRANSLATE_NOOP("Actions", "Change the dossier's data"), needs=True),
    ActionSpec("dossier.advance", QT_TRANSLATE_NOOP("Actions", "Change the dossier's phase"), needs=True),
    ActionSpec(
        "party.add", QT_TRANSLATE_NOOP("Actions", "Add an &interested person…"), DOSSIER, "Ctrl+I", "party"
    ),
    ActionSpec("party.edit", QT_TRANSLATE_NOOP("Actions", "Change an interested person"), needs=True),
    ActionSpec(
        "party.remove", QT_TRANSLATE_NOOP("Actions", "Remove an interested person"), icon="remove", needs=True
    ),
    ActionSpec("dossier.close", QT_TRANSLATE_NOOP("Actions", "&Close the dossier…"), DOSSIER, "", "closed"),
    ActionSpec("dossier.reopen", QT_TRANSLATE_NOOP("Actions", "&Reopen the dossier…"), DOSSIER, "", "open"),
    ActionSpec(
        "access.show", QT_TRANSLATE_NOOP("Actions", "Re&strict the access…"), DOSSIER, "", "restricted"
    ),
    ActionSpec("access.restrict", QT_TRANSLATE_NOOP("Actions", "Restrict the access to it"), needs=True),
    ActionSpec("access.readers", QT_TRANSLATE_NOOP("Actions", "Change who may read it"), needs=True),
    ActionSpec("access.lift", QT_TRANSLATE_NOOP("Actions", "Lift the restriction"), needs=True),
    ActionSpec("keep.here", QT_TRANSLATE_NOOP("Actions", "&Keep here"), DOSSIER, "", "pin"),
    ActionSpec("keep.no_longer", QT_TRANSLATE_NOOP("Actions", "Keep here no &longer"), DOSSIER, "", "pin"),
    ActionSpec(
        "document.add", QT_TRANSLATE_NOOP("Actions", "&Add a document…"), DOCUMENT, "Ctrl+D", "document-new"
    ),
    ActionSpec("document.sign", QT_TRANSLATE_NOOP("Actions", "&Sign…"), DOCUMENT, "Ctrl+Shift+S", "sign"),
    ActionSpec(
        "document.sign_beside",
        QT_TRANSLATE_NOOP("Actions", "Sign beside it (.p7s)…"),
        DOCUMENT,
        "",
        "sign",
    ),
    ActionSpec(
        "document.sign_container",
        QT_TRANSLATE_NOOP("Actions", "Sign in a container (.asice)…"),
        DOCUMENT,
        "",
        "sign",
    ),
    ActionSpec(
        "request.new",
        QT_TRANSLATE_NOOP("Actions", "Send to &be signed…"),
        DOCUMENT,
        "Ctrl+Shift+E",
        "folder-sign",
    ),
    ActionSpec("document.open", QT_TRANSLATE_NOOP("Actions", "Show a document"), icon="document", needs=True),
    ActionSpec("document.describe", QT_TRANSLATE_NOOP("Actions", "Change the document's data"), needs=True),
    ActionSpec("document.finish", QT_TRANSLATE_NOOP("Actions", "Mark as f&inal"), DOCUMENT, "", "check"),
    ActionSpec(
        "document.discard", QT_TRANSLATE_NOOP("Actions", "&Discard the document…"), DOCUMENT, "", "remove"
    ),
    ActionSpec(
        "document.want", QT_TRANSLATE_NOOP("Actions", "&Fetch the document"), DOCUMENT, "", "download"
    ),
    ActionSpec(
        "document.choose", QT_TRANSLATE_NOOP("Actions", "Keep this version"), icon="check", needs=True
    ),
    ActionSpec(
        "document.save", QT_TRANSLATE_NOOP("Actions", "Save a cop&y…"), DOCUMENT, "Ctrl+S", "download"
    ),
    ActionSpec(
        "document.clean", QT_TRANSLATE_NOOP("Actions", "Take out what nobody sees…"), DOCUMENT, "", "clean"
    ),
    ActionSpec(
        "document.evidence", QT_TRANSLATE_NOOP("Actions", "Save the evidence…"), DOCUMENT, "", "check"
    ),
    ActionSpec(
        "results.open", QT_TRANSLATE_NOOP("Actions", "Show it in its dossier"), DOCUMENT, "", "dossier"
    ),
    ActionSpec(
        "results.copy",
        QT_TRANSLATE_NOOP("Actions", "Copy the list"),
        DOCUMENT,
        "Ctrl+Shift+C",
        "document",
    ),
    ActionSpec("results.save", QT_TRANSLATE_NOOP("Actions", "Save the list…"), DOCUMENT, "", "download"),
    ActionSpec(
        "document.verify", QT_TRANSLATE_NOOP("Actions", "Details of the si&gnatures"), DOCUMENT, "", "signed"
    ),
    ActionSpec(
        "verify.file", QT_TRANSLATE_NOOP("Actions", "Check a signature in a fil&e…"), DOCUMENT, "", "open"
    ),
    ActionSpec(
        "certificate.add", QT_TRANSLATE_NOOP("Actions", "Add a &certificate file…"), DOCUMENT, "", "add"
    ),
    ActionSpec(
        "certificate.forget",
        QT_TRANSLATE_NOOP("Actions", "Take the certificate file off the list"),
        DOCUMENT,
        "",
        "remove",
    ),
    ActionSpec(
        "certificate.look", QT_TRANSLATE_NOOP("Actions", "Loo&k for certificates again"), DOCUMENT, "", "card"
    ),
    ActionSpec("request.sign", QT_TRANSLATE_NOOP("Actions", "Sign what is marked"), icon="sign", needs=True),
    ActionSpec(
        "request.review", QT_TRANSLATE_NOOP("Actions", "Say that it was reviewed"), icon="review", needs=True
    ),
    ActionSpec("request.refuse", QT_TRANSLATE_NOOP("Actions", "Refuse to sign"), icon="refuse", needs=True),
    ActionSpec(
        "request.delegate",
        QT_TRANSLATE_NOOP("Actions", "Delegate the signature"),
        icon="substitute",
        needs=True,
    ),
    ActionSpec("request.read_late", QT_TRANSLATE_NOOP("Actions", "Late signatures were read"), needs=True),
    ActionSpec("request.comment", QT_TRANSLATE_NOOP("Actions", "Comment on a request"), needs=True),
    ActionSpec(
        "request.send",
        QT_TRANSLATE_NOOP("Actions", "Send a prepared request"),
        icon="folder-sign",
        needs=True,
    ),
    ActionSpec("request.pause", QT_TRANSLATE_NOOP("Actions", "Pause a request"), icon="pause", needs=True),
    ActionSpec(
        "request.resume", QT_TRANSLATE_NOOP("Actions", "Go on with a request"), icon="next", needs=True
    ),
    ActionSpec(
        "request.withdraw", QT_TRANSLATE_NOOP("Actions", "Withdraw a request"), icon="remove", needs=True
    ),
    ActionSpec("flow.save", QT_TRANSLATE_NOOP("Actions", "Save a signature flow"), icon="check", needs=True),
    ActionSpec(
        "flow.remove", QT_TRANSLATE_NOOP("Actions", "Remove a signature flow"), icon="remove", needs=True
    ),
    ActionSpec(
        "flow.pin_each",
        QT_TRANSLATE_NOOP("Actions", "Ask for the PIN at every signature"),
        icon="pin",
        needs=True,
    ),
    ActionSpec(
        "substitution.create",
        QT_TRANSLATE_NOOP("Actions", "Enter a substitution"),
        icon="substitute",
        needs=True,
    ),
    ActionSpec(
        "substitution.end", QT_TRANSLATE_NOOP("Actions", "End a substitution"), icon="closed", needs=True
    ),
    ActionSpec("page.next", QT_TRANSLATE_NOOP("Actions", "Next &page"), DOCUMENT, "Ctrl+PgDown", "next"),
    ActionSpec(
        "page.previous", QT_TRANSLATE_NOOP("Actions", "P&revious page"), DOCUMENT, "Ctrl+PgUp", "previous"
    ),
    ActionSpec("page.larger", QT_TRANSLATE_NOOP("Actions", "&Larger"), DOCUMENT, "Ctrl++", "zoom-in"),
    ActionSpec("page.smaller", QT_TRANSLATE_NOOP("Actions", "S&maller"), DOCUMENT, "Ctrl+-", "zoom-out"),
    ActionSpec("outbox.retry", QT_TRANSLATE_NOOP("Actions", "Send again"), icon="outbox", needs=True),
    ActionSpec("outbox.discard", QT_TRANSLATE_NOOP("Actions", "Discard a change"), icon="remove", needs=True),
    ActionSpec("conflict.settle", QT_TRANSLATE_NOOP("Actions", "Choose a value"), icon="check", needs=True),
    ActionSpec("go.plan", QT_TRANSLATE_NOOP("Actions", "&File plan"), VIEW, "Ctrl+1", "plan"),
    ActionSpec("go.dossiers", QT_TRANSLATE_NOOP("Actions", "&Dossiers"), VIEW, "Ctrl+2", "dossier"),
    ActionSpec("go.outbox", QT_TRANSLATE_NOOP("Actions", "&Waiting to be sent"), VIEW, "Ctrl+3", "outbox"),
    ActionSpec(
        "go.conflicts",
        QT_TRANSLATE_NOOP("Actions", "&Simultaneous changes"),
        VIEW,
        "Ctrl+4",
        "conflict",
    ),
    ActionSpec(
        "go.signatures", QT_TRANSLATE_NOOP("Actions", "Signatu&re folder"), VIEW, "Ctrl+6", "folder-sign"
    ),
    ActionSpec("go.substitutions", QT_TRANSLATE_NOOP("Actions", "S&ubstitutions"), VIEW, "", "substitute"),
    ActionSpec("go.flows", QT_TRANSLATE_NOOP("Actions", "Si&gnature flows"), VIEW, "", "folder-sign"),
    ActionSpec("go.devices", QT_TRANSLATE_NOOP("Actions", "Co&mputers"), VIEW, "Ctrl+5", "computer"),
    ActionSpec(
        "devices.ask", QT_TRANSLATE_NOOP("Actions", "&Ask again for the computers"), VIEW, "", "line-up"
    ),
    ActionSpec(
        "devices.revoke",
        QT_TRANSLATE_NOOP("Actions", "Withdraw a computer's access"),
        icon="remove",
        needs=True,
    ),
    ActionSpec(
        "devices.copy",
        QT_TRANSLATE_NOOP("Actions", "Copy what only the computer holds"),
        icon="document",
        needs=True,
    ),
    ActionSpec("go.back", QT_TRANSLATE_NOOP("Actions", "&Back"), VIEW, "Alt+Left", "back"),
    ActionSpec("language.ca", QT_TRANSLATE_NOOP("Actions", "Català"), VIEW, "", "language"),
    ActionSpec("language.es", QT_TRANSLATE_NOOP("Actions", "Castellano"), VIEW, "", "language"),
    ActionSpec("language.en", QT_TRANSLATE_NOOP("Actions", "English"), VIEW, "", "language"),
    ActionSpec("demo.cut_line", QT_TRANSLATE_NOOP("Actions", "&Cut the line"), DEMO, "F8", "line-down"),
    ActionSpec(
        "demo.mend_line", QT_TRANSLATE_NOOP("Actions", "&Bring the line back"), DEMO, "Shift+F8", "line-up"
    ),
    ActionSpec(
        "demo.second", QT_TRANSLATE_NOOP("Actions", "&Open the second person's window"), DEMO, "", "party"
    ),
    ActionSpec(
        "demo.power_cut",
        QT_TRANSLATE_NOOP("Actions", "&Power cut: window and agent are killed and started again"),
        DEMO,
        "",
        "warning",
    ),
    ActionSpec("help.show", QT_TRANSLATE_NOOP("Actions", "&Help"), HELP, "F1", "help"),
    ActionSpec("help.about", QT_TRANSLATE_NOOP("Actions", "&About e-SET Desktop"), HELP, "", "app"),
)

ACTIONS: Final[Mapping[str, ActionSpec]] = {spec.id: spec for spec in _ALL}
