# SPDX-License-Identifier: EUPL-1.2
"""The window of a signing-only computer: what waits for the person's signature, and no places for what is not here."""

from typing import Final

from eset_desktop.operations.errors import SigningOnly
from ui.action_table import ACTIONS
from ui.actions import Registry
from ui.widgets.navigation import Navigation
from ui.widgets.status_strip import StatusStrip

FIRST: Final = "signatures"
"""The page that it begins with."""

NOT_HERE: Final = frozenset({
    "go.plan", "go.dossiers", "go.conflicts", "go.devices", "stick.prepare", "stick.install", "dossier.new", "dossier.find",
    "dossier.edit", "dossier.advance", "dossier.close", "dossier.reopen", "party.add", "party.edit", "party.remove",
    "access.show", "access.restrict", "access.readers", "access.lift", "keep.here", "keep.no_longer", "document.add",
    "document.describe", "document.finish", "document.discard", "document.choose", "document.clean",
    "document.sign_beside", "document.sign_container", "request.new", "request.send", "request.withdraw",
    "request.pause", "request.resume", "devices.ask", "devices.copy", "devices.revoke", "substitution.create",
    "substitution.end", "conflict.settle", "go.flows", "flow.save", "flow.remove", "flow.pin_each",
})  # fmt: skip
"""Actions that such a computer has nothing for: the service and the operations refuse them too."""


def keep_to_signing(registry: Registry, navigation: Navigation, strip: StatusStrip) -> None:
    """Offer what is done on a signing-only computer and say that it is one, in a window that shows its first page."""
    registry.restrict(frozenset(ACTIONS) - NOT_HERE, SigningOnly)
    navigation.leave_out(NOT_HERE)
    strip.tell_signing_only()
