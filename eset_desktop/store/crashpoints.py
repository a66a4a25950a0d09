# SPDX-License-Identifier: EUPL-1.2
"""The store's door to :mod:`eset_desktop.crashpoints`."""

from eset_desktop.crashpoints import ENVIRONMENT, NAMES, arm_from, armed, crashpoint

__all__ = ["ENVIRONMENT", "NAMES", "arm_from", "armed", "crashpoint"]
