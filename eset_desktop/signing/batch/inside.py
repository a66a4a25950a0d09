# SPDX-License-Identifier: EUPL-1.2
"""Signatures inside documents for a batch: by the PDF worker."""

from concurrent.futures import Future

from eset_desktop.signing.batch.values import BatchItem, Value
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.values import Checked, Identity, Prepared, SignedTail


class InsideDoor:
    """Makes signatures inside PDF files, see :class:`eset_desktop.signing.batch.values.SigningDoor`.

    Args:
        pdf: The PDF worker; the caller's to close.
    """

    def __init__(self, pdf: SigningClient) -> None:
        self._pdf = pdf

    def begin_check(self, item: BatchItem) -> "Future[Checked]":
        """Say whether a document can be signed as wanted."""
        return self._pdf.begin_check(item.source, item.wanted, sha256=item.sha256)

    def begin_prepare(self, item: BatchItem, identity: Identity) -> "Future[Prepared]":
        """Make a signature that lacks nothing but its value."""
        return self._pdf.begin_prepare(item.source, identity, item.wanted, sha256=item.sha256)

    def begin_finish(self, value: Value) -> "Future[SignedTail]":
        """Put the value in and check the result."""
        source, made = value.item.source, value.value
        return self._pdf.begin_finish(source, value.prepared, made, value.identity, confirmation=value.seal)
