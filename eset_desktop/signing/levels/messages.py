# SPDX-License-Identifier: EUPL-1.2
"""What is said to the process that raises levels, and what it answers (MessagePack, one frame each)."""

from datetime import datetime

import msgspec

from eset_desktop.signing.levels.values import Level, Raised, Services
from eset_desktop.signing.sources import PlainFile
from eset_desktop.workers.messages import Failure


class RaiseLevel(msgspec.Struct, frozen=True, tag="raise"):
    """Raise the signatures of a file to at least a level.

    Attributes:
        document: Only read.
        anchors: Trusted certificates, DER.
    """

    document: PlainFile
    wanted: Level
    services: Services
    anchors: tuple[bytes, ...]
    now: datetime


class Done(msgspec.Struct, frozen=True, tag="raised"):
    """A document was raised; ``tail`` and ``overwrites`` are a few kilobytes."""

    raised: Raised


Answer = Done | Failure
