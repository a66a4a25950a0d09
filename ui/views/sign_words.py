# SPDX-License-Identifier: EUPL-1.2
"""What the signing page says of a list: its title, its buttons, what will become of the documents."""

from PySide6.QtCore import QCoreApplication

from eset_desktop.signing.batch.states import BatchState
from eset_desktop.signing.container.offer import Offer


def title(way: Offer | None) -> str:
    """Return what the page is called."""
    return {
        None: QCoreApplication.translate("SignPage", "Sign"),
        Offer.BESIDE: QCoreApplication.translate("SignPage", "Sign beside the document"),
        Offer.CONTAINER: QCoreApplication.translate("SignPage", "Sign in a container"),
    }[way]


def leaving(state: BatchState) -> str:
    """Return what the button says that ends or leaves it."""
    return {
        BatchState.OPEN: QCoreApplication.translate("SignPage", "Cancel"),
        BatchState.RUNNING: QCoreApplication.translate("SignPage", "Stop"),
        BatchState.PAUSED: QCoreApplication.translate("SignPage", "Leave it here"),
    }.get(state, QCoreApplication.translate("SignPage", "Close"))


def promised(way: Offer | None, *, asked: bool) -> str:
    """Return what will become of the documents; ``asked``: a signature request waits for them."""
    if way is None:
        return QCoreApplication.translate(
            "SignPage",
            "The signed version stands beside the present one, which stays as it is. It works without connection.",
        )
    if asked:
        return QCoreApplication.translate(
            "SignPage",
            "The documents stay as they are; the signatures become documents of their dossiers. What was asked for in the"
            " signature folder stays open: tell whoever sent it.",
        )
    return QCoreApplication.translate(
        "SignPage", "The documents stay as they are; the signatures become documents of their dossiers."
    )
