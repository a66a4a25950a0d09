# SPDX-License-Identifier: EUPL-1.2
"""OCSP answers, CRLs and issuers' certificates, kept for all documents and processes until they run out.

Nothing here is believed: signatures and dates of what comes out are checked anew each time. A folder that is lost, or
bytes in it that are damaged, cost a question and nothing else.
"""

import contextlib
import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from asn1crypto import crl, ocsp

T = TypeVar("T")

ISSUER_AGE: Final = timedelta(days=30)
"""How long an issuer's certificate is taken from here: it names no end of its own."""
_KEPT_AGE: Final = timedelta(days=60)
"""Files that nobody refreshed for so long are cleared away."""
_SHORT: Final = 1 << 20
"""Bytes of what is held in memory too; a CRL of tens of megabytes is read from its file, or a few of them would fill a worker."""


@dataclass(frozen=True, slots=True)
class Cache:
    """Answers by what was asked.

    Attributes:
        folder: Where they lie; made when needed.
    """

    folder: Path
    _memory: dict[str, bytes] = field(default_factory=dict)

    def get(self, name: str, fresh: Callable[[bytes], bool]) -> bytes | None:
        """Return what was kept under a name while it is fresh."""
        for data in self._kept(name):
            if fresh(data):
                self._remember(name, data)
                return data
        return None

    def _kept(self, name: str) -> Iterator[bytes]:
        """Yield what this process holds, then what another one may have written since."""
        if name in self._memory:
            yield self._memory[name]
        with contextlib.suppress(OSError):
            yield (self.folder / name).read_bytes()

    def _remember(self, name: str, data: bytes) -> None:
        if len(data) <= _SHORT:
            self._memory[name] = data

    def put(self, name: str, data: bytes) -> None:
        """Keep an answer; a full disk costs no more than asking again."""
        self._remember(name, data)
        draft = self.folder / f"{name}.{secrets.token_hex(4)}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            draft.replace(self.folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink()

    def tidy(self, now: datetime) -> None:
        """Clear away what nobody refreshed for two months."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.stat().st_mtime < (now - _KEPT_AGE).timestamp():
                    path.unlink()


def name_of(kind: str, *parts: bytes) -> str:
    """Return the name under which something is kept."""
    return f"{kind}-{hashlib.sha256(b'|'.join(hashlib.sha256(part).digest() for part in parts)).hexdigest()}"


def ocsp_fresh(now: datetime) -> Callable[[bytes], bool]:
    """Tell whether an OCSP answer holds now: it says until when (RFC 6960 §4.2.2.1), and one that does not is not shared."""
    return _safely(lambda data: _ocsp_holds(ocsp.OCSPResponse.load(data), now))


def crl_fresh(now: datetime) -> Callable[[bytes], bool]:
    """Tell whether a CRL is the latest one now (RFC 5280 §5.1.2.5)."""
    return _safely(lambda data: _crl_holds(crl.CertificateList.load(data), now))


def issuer_fresh(now: datetime, folder: Path, name: str) -> Callable[[bytes], bool]:
    """Tell whether an issuer's certificate was fetched within a month."""

    def young(_: bytes) -> bool:
        with contextlib.suppress(OSError):
            return (folder / name).stat().st_mtime > (now - ISSUER_AGE).timestamp()
        return False

    return young


def _ocsp_holds(answer: ocsp.OCSPResponse, now: datetime) -> bool:
    if answer["response_status"].native != "successful":
        return False
    responses = answer.basic_ocsp_response["tbs_response_data"]["responses"]
    ends = [each["next_update"].native for each in responses]
    return bool(ends) and all(end is not None and now < end for end in ends)


def _crl_holds(listed: crl.CertificateList, now: datetime) -> bool:
    end = listed["tbs_cert_list"]["next_update"].native
    return end is not None and now < end


def _safely(check: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
    def checked(data: bytes) -> bool:
        try:
            return check(data)
        except (ValueError, TypeError, KeyError):  # asn1crypto on bytes that are something else
            return False

    return checked
