# SPDX-License-Identifier: EUPL-1.2
"""One signed document, made as a batch makes each of its own: prepared, signed by a key of this process, finished and checked."""

from dataclasses import dataclass

from helpers.signing_keys import LocalKey

from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Evidence


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A signed document and how its signature came about."""

    data: bytes
    evidence: Evidence


def sign_once(client: SigningClient, key: LocalKey, pdf: bytes, *, confirmation: str = "") -> SignedPdf:
    """Return the document with one more signature."""
    source = HeldBytes(pdf)
    prepared = client.begin_prepare(source, key.identity).result()
    value = key.sign(prepared.attested).result()
    finished = client.begin_finish(source, prepared, value, key.identity, confirmation=confirmation).result()
    return SignedPdf(pdf + finished.tail, finished.evidence)
