# SPDX-License-Identifier: EUPL-1.2
"""Logs that rotate and hold no personal data.

The window and the agent, which starts with it, log with the standard library alone (structlog costs 230 ms at start); the agent
and the central service, which logs values beside its events through structlog, write one JSON object a line. Messages carry codes, counts and identifiers, never titles, names or
numbers of persons; :class:`PrivacyFilter` is the net below that rule.
"""

import json
import logging
import re
import sys
import threading
import time
from collections.abc import MutableMapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal

from eset_desktop.platform import private_folder

if TYPE_CHECKING:
    from structlog.typing import Processor

Service = Literal["agent", "central"]

MEGABYTE: Final = 1_000_000
KEPT_FILES: Final = 5
HIDDEN: Final = "***"

PERSONAL: Final = re.compile(
    r"\b(?:"
    r"\d{8}[A-Z]|[XYZKLM]\d{7}[A-Z]"  # NIF and NIE (Real decreto 1065/2007, art. 19 and 20)
    r"|[A-HJNP-SUVW]\d{7}[0-9A-J]"  # NIF of bodies and companies (Orden EHA/451/2008)
    r"|[A-Z]{2}\d{2}(?: ?\d{4}){5}"  # Spanish IBAN
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r")\b"
)
"""Identifiers of persons as they would slip into a message."""


class PrivacyFilter(logging.Filter):
    """Hides identifiers of persons and the home folder in everything that is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; always keep it."""
        record.msg = hide(record.getMessage())
        record.args = None
        if record.exc_info:
            text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_text = hide(text)
        return True


def hide(text: str) -> str:
    """Return a text with identifiers of persons and the home folder hidden."""
    return PERSONAL.sub(HIDDEN, text).replace(str(Path.home()), "~")


def configure_window(folder: Path, *, level: int = logging.INFO) -> None:
    """Let the window log lines into ``folder/window.log``, with the standard library only."""
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = _handler(folder, "window")
    handler.setFormatter(formatter)
    handler.addFilter(PrivacyFilter())
    _take_over(handler, level)


def configure_service(service: Service, folder: Path | None, *, level: int = logging.INFO) -> None:
    """Let the agent or the central service log JSON lines, those of libraries included.

    Args:
        service: Names the file.
        folder: Where the file goes; None for the error stream, where a service manager keeps it.
        level: Least severity that is kept.
    """
    handler = _handler(folder, service)
    handler.setFormatter(_JsonLines() if service == "agent" else _structured())
    _take_over(handler, level)


class _JsonLines(logging.Formatter):
    """One JSON object a line, with the names that structlog gives."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, personal data hidden."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        line = {
            "event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name, "timestamp": moment,
        }  # fmt: skip
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps({name: hide(text) for name, text in line.items()}, ensure_ascii=False)


def _structured() -> logging.Formatter:
    """Set structlog up and return its formatter."""
    import structlog  # noqa: PLC0415 - must not be loaded at the window's first paint, nor by the agent

    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _hide_values,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _hide_values(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide personal data in every text of a structured event."""
    return {name: hide(value) if isinstance(value, str) else value for name, value in event.items()}


def _handler(folder: Path | None, program: str) -> logging.Handler:
    """Return a rotating file, or the error stream where there is no folder or it cannot be written."""
    if folder is None:
        return logging.StreamHandler()
    try:
        target = private_folder(folder) / f"{program}.log"
        return RotatingFileHandler(target, maxBytes=MEGABYTE, backupCount=KEPT_FILES, encoding="utf-8")
    except OSError:
        return logging.StreamHandler()


def _take_over(handler: logging.Handler, level: int) -> None:
    """Make the handler the only one, and let uncaught exceptions of any thread reach it."""
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    sys.excepthook = lambda kind, error, trace: _uncaught(kind, error, trace, "main")
    threading.excepthook = lambda what: _uncaught(
        what.exc_type,
        what.exc_value,
        what.exc_traceback,
        what.thread.name if what.thread else "?",
    )


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, thread: str
) -> None:
    if error is None or issubclass(kind, (KeyboardInterrupt, SystemExit)):
        return
    logging.getLogger("eset_desktop").critical("uncaught in thread %s", thread, exc_info=(kind, error, trace))
