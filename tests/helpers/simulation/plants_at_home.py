# SPDX-License-Identifier: EUPL-1.2
"""Mistakes about computers that are only for signing: what leaves too early, what stays too long."""

import pytest

from central.mirrors import contents
from eset_desktop.store import aside


def signature_not_awaited(patch: pytest.MonkeyPatch) -> None:
    """A signature leaves its signer's mirror before its bytes are at the service."""
    patch.setattr(contents, "_waits", lambda *_: False)


def acts_kept(patch: pytest.MonkeyPatch) -> None:
    """A computer at home keeps a list of what was signed there."""
    patch.setattr(aside, "keeps_acts", lambda *_: False)
