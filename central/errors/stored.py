# SPDX-License-Identifier: EUPL-1.2
"""Refusals about documents' bytes that are here, or should be."""

from central.errors.base import CentralError


class StoreAway(CentralError):
    """The object store failed or could not be reached, after several tries; ``kind`` says how. Nothing was changed."""

    code = "service.store_away"
    title = "The central service cannot reach its documents."
    advice = "Nothing to do: the program tries again."
    status = 503

    def headers(self) -> dict[str, str]:
        """Say when to come back (RFC 9110 §10.2.3)."""
        return {"Retry-After": "5"}


class BucketMissing(StoreAway):
    """The object store answers and has no such bucket: nothing that it says of single objects counts."""

    code = "central.bucket_missing"
    title = "The bucket with the documents' bytes does not exist."
    advice = "Correct the bucket or the endpoint in the settings, or create the bucket; nothing was changed."


class StoreForeign(CentralError):
    """The object store that the settings name is not the one whose bytes the database speaks of; details: both ids."""

    code = "central.store_foreign"
    title = "The place that the settings name for documents' bytes is not this database's."
    advice = "Correct the settings; if the bytes were moved there, copy the object `blobs/identity` too. Nothing was changed."


class BlobLost(CentralError):
    """The service's own store has lost bytes that it confirmed."""

    code = "blob.lost"
    title = "The central service cannot find the document's bytes."
    advice = "Tell whoever keeps the service: run `eset-central verify` and restore from a backup."
    status = 500


class RangeRefused(CentralError):
    """The range lies outside the bytes (RFC 9110 §15.5.17)."""

    code = "blob.range"
    title = "The part asked for lies outside the document."
    advice = "Nothing to do: the download starts again."
    status = 416

    def __init__(self, *, size: int) -> None:
        super().__init__(size=size)
        self.size = size

    def headers(self) -> dict[str, str]:
        """Tell the size."""
        return {"Content-Range": f"bytes */{self.size}"}
