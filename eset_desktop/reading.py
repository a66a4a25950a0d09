# SPDX-License-Identifier: EUPL-1.2
"""The agent's reader of documents: one at a time, in a niced process, never on battery; nobody waits for it.

Each step is durable by itself: a crash reads one document again.
"""

import logging
from collections.abc import Callable
from typing import Final

from eset_desktop.documents import words
from eset_desktop.documents.errors import DocumentError
from eset_desktop.documents.render_client import RenderClient
from eset_desktop.errors import EsetError
from eset_desktop.operations import texts
from eset_desktop.operations.documents import PDF
from eset_desktop.operations.session import Session
from eset_desktop.operations.texts import MOST_WORDS, Unread
from eset_desktop.platform import on_battery

KINDS: Final = (PDF, *words.READABLE)
WORKER: Final = "eset_desktop.documents.text_worker"
READING_SECONDS: Final = 120.0
"""For one document, on a slow machine with other things to do."""
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a document that is read; a larger one is found by its title."""

_log = logging.getLogger(__name__)


class Reader:
    """Reads the words of the documents whose bytes are here.

    Args:
        session: The profile.
        resting: Tells whether to wait, for instance on battery.
    """

    def __init__(self, session: Session, resting: Callable[[], bool] = on_battery) -> None:
        self._session = session
        self._resting = resting
        self._client: RenderClient | None = None
        self._ended = False

    def step(self) -> bool:
        """Read one document; False when there is none to read now, or the reader was ended."""
        unread = None if self._ended or self._resting() else texts.next_unread(self._session, KINDS)
        if unread is None:
            self._rest()
            return False
        words_found = self._words(unread)
        if self._ended:
            return (
                False  # the process may have been ended while it read: then it says nothing of the document
            )
        texts.save(self._session, unread, words_found)
        return True

    def end(self) -> None:
        """Read nothing more, also when called while another thread reads."""
        self._ended = True
        self._rest()

    def _rest(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _words(self, unread: Unread) -> str:
        """Return the words of a version, none of one that can't be read: it is not tried again."""
        try:
            if self._session.blobs.size(unread.sha256) > LARGEST:
                return ""
            content = self._session.blobs.read(unread.sha256)
            if unread.mime != PDF:
                return words.words_of(unread.mime, content, MOST_WORDS)
            return self._words_of_pdf(content)
        except DocumentError as problem:
            _log.info("a document has no words to be found by: %s", problem.code)
        except (
            EsetError
        ) as problem:  # its bytes are damaged or gone: whoever opens it is told and fetches it again
            _log.warning("a document could not be read: %s", problem.code)
        return ""

    def _words_of_pdf(self, content: bytes) -> str:
        client = self._client = self._client or RenderClient(module=WORKER, timeout=READING_SECONDS)
        document = client.open(lambda: content)
        try:
            return document.text(MOST_WORDS)
        finally:
            document.close()
