# SPDX-License-Identifier: EUPL-1.2
"""zstd (RFC 8878): the standard library's from Python 3.14 on, its backport before."""

import sys
from typing import Final

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["WINDOW_LOG", "zstd"]

WINDOW_LOG: Final = 23
"""Largest window of a frame that is made or read: 2²³ bytes, which every decoder has to allow (RFC 8878 §3.1.1.1.2)."""
