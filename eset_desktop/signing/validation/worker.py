# SPDX-License-Identifier: EUPL-1.2
"""The validation process: ``python -m eset_desktop.signing.validation.worker``.

Strangers' files are read here and nowhere else: it may be ended for taking too long, and it may not take more memory
than :data:`MEMORY` above what it has when it starts.
"""

from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from eset_desktop.errors import EsetError
from eset_desktop.platform_limits import limit_memory
from eset_desktop.signing.pades.opening import open_document
from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.answers import Answers
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.engine import Conditions, validate
from eset_desktop.signing.validation.messages import Reported, Trusting, Validate
from eset_desktop.signing.validation.policy import without_signatures
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport
from eset_desktop.workers.host import Handler, serve

MEMORY: Final = 400 << 20
"""Bytes for one file, above the hundred megabytes that the libraries take."""


class ValidationWorker:
    """Validates one file after the other; keeps the anchors between them."""

    def __init__(self) -> None:
        self._folder: tuple[str, float] = ("", 0.0)
        self._believed = Believed(Anchors())

    def handle(self, frame: bytes) -> bytes:
        """Answer one request; never raises."""
        request = msgspec.msgpack.decode(frame, type=Validate)
        return msgspec.msgpack.encode(Reported(self._validate(request)))

    def _validate(self, request: Validate) -> FileReport:
        try:
            conditions = self._conditions(request)
            with open_document(request.source) as document:
                return validate(document.stream, request.name, conditions, lambda: _content(request))
        except MemoryError:
            return without_signatures(request.name, Problem.LIMIT_MEMORY)
        except EsetError:
            return without_signatures(request.name, Problem.MISSING)
        except Exception:  # noqa: BLE001 - boundary: the worker's main; never "valid" from an unexpected exception
            return without_signatures(request.name, Problem.UNEXPECTED)

    def _conditions(self, request: Validate) -> Conditions:
        trusting = request.trusting
        answers = (
            Answers(Path(trusting.cache), request.at, online=trusting.online)
            if trusting.cache or trusting.online
            else None
        )
        return Conditions(self._known(trusting), request.at, request.password, answers)

    def _known(self, trusting: Trusting) -> Believed:
        """Read the anchors again when their folder has changed."""
        if not trusting.folder:
            return Believed(Anchors())
        state = (trusting.folder, _changed(Path(trusting.folder)))
        if state != self._folder:
            self._believed = Believed(Anchors.load(Path(trusting.folder)))
            self._folder = state
        return self._believed


def _changed(folder: Path) -> float:
    """When anything in the folder was last written."""
    return max((path.stat().st_mtime for path in folder.rglob("*")), default=0.0)


def _content(request: Validate) -> BinaryIO | None:
    return open_document(request.over).stream if request.over is not None else None


def start() -> Handler:
    """Return the handler of requests."""
    limit_memory(MEMORY)
    return ValidationWorker().handle


if __name__ == "__main__":
    serve(start)
