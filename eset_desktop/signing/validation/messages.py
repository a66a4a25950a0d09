# SPDX-License-Identifier: EUPL-1.2
"""What others and the validation process say to each other (MessagePack, one frame each)."""

from datetime import datetime

import msgspec

from eset_desktop.signing.sources import Source
from eset_desktop.signing.validation.report import FileReport


class Trusting(msgspec.Struct, frozen=True):
    """Where what is believed is read from.

    Attributes:
        folder: The ``trust`` folder; empty: nobody is believed.
        cache: Folder of kept OCSP answers and revocation lists; empty: none.
        online: Whether services of certification authorities may be asked.
    """

    folder: str = ""
    cache: str = ""
    online: bool = False


class Validate(msgspec.Struct, frozen=True, tag="validate"):
    """Validate one file.

    Attributes:
        source: Where its bytes are.
        name: What the report calls it.
        at: The time of validation, aware.
        trusting: Who is believed.
        password: For an encrypted file; the frame is wiped once it is sent.
        over: Where what a detached signature speaks of is.
    """

    source: Source
    name: str
    at: datetime
    trusting: Trusting = Trusting()
    password: bytes = b""
    over: Source | None = None

    def __repr__(self) -> str:
        return f"Validate({self.name!r})"


class Reported(msgspec.Struct, frozen=True, tag="reported"):
    """What was found."""

    report: FileReport


Request = Validate
Answer = Reported
