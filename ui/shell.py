# SPDX-License-Identifier: EUPL-1.2
"""What handlers may ask of the main window."""

from collections.abc import Mapping
from typing import Any, Protocol

from ui.views.access import AccessPage
from ui.views.add_document import AddDocumentPage
from ui.views.devices import DevicesPage
from ui.views.dossier import DossierPageView
from ui.views.dossiers import DossiersPage
from ui.views.flows import FlowsPage
from ui.views.new_dossier import NewDossierPage
from ui.views.page import Page
from ui.views.plan import PlanPage
from ui.views.send_to_sign import SendToSignPage
from ui.views.sign import SignPage
from ui.views.signatures import SignaturesPage
from ui.views.stick import StickPage
from ui.views.substitutions import SubstitutionsPage
from ui.views.verify import VerifyPage
from ui.widgets.notices import Notices


class Shell(Protocol):
    """The main window as handlers see it."""

    notices: Notices
    plan: PlanPage
    access: AccessPage
    devices: DevicesPage
    dossier: DossierPageView
    dossiers: DossiersPage
    new_dossier: NewDossierPage
    add_document: AddDocumentPage
    sign: SignPage
    verify: VerifyPage
    signatures: SignaturesPage
    send_to_sign: SendToSignPage
    substitutions: SubstitutionsPage
    flows: FlowsPage
    stick: StickPage

    @property
    def current(self) -> Page:
        """The page on screen."""
        ...

    def go(self, name: str, where: Mapping[str, Any] | None = None, *, instead: bool = False) -> None:
        """Show a page; ``instead``: the page left is not come back to."""
        ...

    def back(self) -> None:
        """Show the page before."""
        ...

    def open_palette(self) -> None:
        """Show the command palette."""
        ...

    def switch_language(self, code: str) -> None:
        """Show everything in another language."""
        ...

    def close(self) -> bool:
        """Leave."""
        ...
