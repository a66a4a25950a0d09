# SPDX-License-Identifier: EUPL-1.2
"""The one rule of pyHanko's strict reading that is let go: a cross-reference stream's number may be used again.

PDFBox gives the cross-reference stream of every update the same number. pyHanko forbids it for the sake of encrypted
files; nothing is hidden by it in others. Every other strict rule stays, which reading leniently would give up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pyhanko.pdf_utils import xref


@contextmanager
def allowed() -> Iterator[None]:
    """Read by this rule while the block lasts; for one thread, as the process has."""
    original = xref._check_freed_refs

    def check(number: int, section: Any, sections: list[Any]) -> None:
        unnumbered = replace(section, meta_info=replace(section.meta_info, stream_ref=None))
        original(number, unnumbered, sections)

    xref._check_freed_refs = check  # type: ignore[assignment]  # the same arguments by other names
    try:
        yield
    finally:
        xref._check_freed_refs = original
