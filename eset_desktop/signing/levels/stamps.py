# SPDX-License-Identifier: EUPL-1.2
"""Timestamps (RFC 3161): the first configured service that answers serves, and what it gave is looked at at once."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, handle_tsp_response

from eset_desktop.signing.levels.errors import LevelError, NoTsa, TsaRefused, TsaUnreachable, TsaUntrusted
from eset_desktop.signing.levels.http import Line, Unanswered
from eset_desktop.signing.levels.values import Tsa

DIGEST: Final = "sha256"
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"
_CREDENTIALS: Final = frozenset({401, 403, 407})
_FIRST_GUESS: Final = 12 << 10


@dataclass(slots=True)
class Stamps:
    """Asks the configured services in turn.

    Attributes:
        tsas: In order of preference.
        largest: Bytes of the largest token so far: how much room the next one is given.
    """

    line: Line
    tsas: tuple[Tsa, ...]
    largest: int = 0
    _format: TimeStamper = field(default_factory=TimeStamper)

    @property
    def room(self) -> int:
        """Bytes to reserve for the next token."""
        return self.largest + (self.largest >> 1) if self.largest else _FIRST_GUESS

    def over(self, data: bytes) -> cms.ContentInfo:
        """Return a token over the SHA-256 of bytes; raises as :meth:`over_digest`."""
        return self.over_digest(hashlib.sha256(data).digest())

    def over_digest(self, digest: bytes) -> cms.ContentInfo:
        """Return a token over a SHA-256.

        Raises:
            NoTsa: None is configured.
            TsaUnreachable: None answered.
            TsaRefused: The last that answered gave no token.
            TsaUntrusted: What it gave is not over this digest.
        """
        problem: LevelError = NoTsa()
        for tsa in self.tsas:
            try:
                token = self._ask(tsa, digest)
            except (TsaUnreachable, TsaRefused) as error:
                problem = error
                continue
            self.largest = max(self.largest, len(token.dump()))
            return token
        raise problem

    def _ask(self, tsa: Tsa, digest: bytes) -> cms.ContentInfo:
        nonce, request = self._format.request_cms(digest, DIGEST)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
        auth = (tsa.user, tsa.password) if tsa.user else None
        try:
            data = self.line.post(tsa.url, request.dump(), _QUERY, accept=_REPLY, auth=auth)
        except Unanswered as error:
            refused = error.details["reason"] in _CREDENTIALS
            raise (TsaRefused if refused else TsaUnreachable)(**error.details) from error
        try:
            token = handle_tsp_response(tsp.TimeStampResp.load(data, strict=True), nonce)
            imprint = info_of(token)["message_imprint"]
            fits = imprint["hashed_message"].native == digest
        except TimestampRequestError as error:
            raise TsaRefused(host=_host(tsa), reason="status") from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:  # a captive portal's page
            raise TsaUnreachable(host=_host(tsa), reason="content") from error
        if not fits:
            raise TsaUntrusted(host=_host(tsa), reason="digest")
        return token


class PdfStamps(TimeStamper):
    """The same, as pyHanko asks for it."""

    def __init__(self, stamps: Stamps) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko does not say its types
        self._stamps = stamps

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a token over a digest."""
        if md_algorithm != DIGEST:
            raise ValueError(md_algorithm)
        return self._stamps.over_digest(message_digest)


def info_of(token: cms.ContentInfo) -> Any:
    """Return the TSTInfo of a token."""
    return token["content"]["encap_content_info"]["content"].parsed


def _host(tsa: Tsa) -> str:
    return tsa.url.split("/")[2] if "//" in tsa.url else ""
