# SPDX-License-Identifier: EUPL-1.2
"""Validating one file, whatever its form; runs in the validation process (loads pyHanko)."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from eset_desktop.signing.validation.asic_examination import NoCades, UnreadableContainer, examine_asic
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.cms_examination import NoContent, TooLarge, examine_cms
from eset_desktop.signing.validation.examination import Examination, Fetcher
from eset_desktop.signing.validation.kinds import Kind, kind_of
from eset_desktop.signing.validation.pdf_examination import examine_pdf
from eset_desktop.signing.validation.pdf_reading import NeedsPassword, UnreadablePdf
from eset_desktop.signing.validation.policy import file_report, without_signatures
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport

_log = logging.getLogger(__name__)

_SIGNED_SUFFIXES: Final = frozenset({".pdf", ".p7s", ".p7m", ".asice", ".asics", ".sce", ".scs"})
"""A file that is called so and looks like nothing of the kind is damaged, not unsigned."""

OpenContent = Callable[[], BinaryIO | None]
"""Opens the content of a detached signature; ``None`` when it is not there."""

_REASONS: Final[Mapping[type[Exception], Problem]] = {
    NeedsPassword: Problem.PASSWORD,
    UnreadablePdf: Problem.UNREADABLE_FILE,
    UnreadableContainer: Problem.UNREADABLE_FILE,
    NoCades: Problem.UNSUPPORTED,
    NoContent: Problem.NO_CONTENT,
    MemoryError: Problem.LIMIT_MEMORY,
    TooLarge: Problem.LIMIT_MEMORY,
}
"""Why nothing can be said of a file's signatures."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which a file is validated.

    Attributes:
        believed: Who is believed.
        now: The time of validation, aware.
        password: For encrypted files.
        fetcher: Where more revocation data comes from; ``None``: only what is embedded counts.
    """

    believed: Believed
    now: datetime
    password: bytes = field(default=b"", repr=False)
    fetcher: Fetcher | None = None


def validate(
    stream: BinaryIO, name: str, conditions: Conditions, content: OpenContent = lambda: None
) -> FileReport:
    """Return the report of a file; never raises, and never passes because something went wrong.

    Args:
        stream: The file, seekable; read in pieces, whatever its size.
        name: What the report calls it.
        conditions: Trust and time.
        content: Opens what a detached signature speaks of.
    """
    try:
        return asyncio.run(_validate(stream, name, conditions, content))
    except tuple(_REASONS) as error:
        return without_signatures(
            name, next(told for kind, told in _REASONS.items() if isinstance(error, kind))
        )
    except Exception as error:  # noqa: BLE001 - boundary: never "valid" from an unexpected exception
        _log.warning("validation failed: %s", type(error).__name__)
        return without_signatures(name, Problem.UNEXPECTED)


async def _validate(stream: BinaryIO, name: str, conditions: Conditions, content: OpenContent) -> FileReport:
    examination = Examination(conditions.believed, conditions.now, conditions.fetcher)
    match kind_of(stream):
        case Kind.PDF:
            return file_report(name, await examine_pdf(stream, examination, conditions.password))
        case Kind.CMS:
            return file_report(name, await examine_cms(stream, examination, content))
        case Kind.ASIC:
            return file_report(name, await examine_asic(stream, examination))
        case Kind.XADES:
            return without_signatures(name, Problem.UNSUPPORTED)
        case Kind.OTHER:
            damaged = Path(name).suffix.lower() in _SIGNED_SUFFIXES
            return without_signatures(name, Problem.UNREADABLE_FILE if damaged else Problem.NOT_SIGNED)
