# SPDX-License-Identifier: EUPL-1.2
"""Refusals about documents' bytes that come."""

from central.errors.base import CentralError
from sync.protocol import OFFSET_HEADER


class TusVersionRefused(CentralError):
    """The client speaks another version of tus (tus 1.0, core protocol)."""

    code = "upload.version"
    title = "The central service speaks another version of the upload protocol."
    advice = "Update the program."
    status = 412

    def headers(self) -> dict[str, str]:
        """Name the version that it speaks."""
        return {"Tus-Version": "1.0.0"}


class UploadFinal(CentralError):
    """Bytes were sent to an upload that is made of others (tus 1.0, concatenation)."""

    code = "upload.final"
    title = "This upload is put together from others and takes no bytes."
    advice = "Nothing to do: the program sends them to the right place."
    status = 403


class UploadParts(CentralError):
    """An upload is to be put together from others that are missing, unfinished or do not add up."""

    code = "upload.parts"
    title = "Not all parts of the document have arrived."
    advice = "Nothing to do: the program sends what is missing."
    status = 409


class UploadUnreferenced(CentralError):
    """No version of the caller's body has these bytes."""

    code = "upload.unreferenced"
    title = "No document of this body has these bytes."
    advice = "Nothing to do: the document's data is sent first."
    status = 403


class UploadOffset(CentralError):
    """The chunk does not start where the service stands."""

    code = "upload.offset"
    title = "The upload goes on from another position."
    advice = "Nothing to do: the program goes on from there."
    status = 409

    def __init__(self, *, offset: int) -> None:
        super().__init__(offset=offset)
        self.offset = offset

    def headers(self) -> dict[str, str]:
        """Tell the right position (tus 1.0, core protocol)."""
        return {OFFSET_HEADER: str(self.offset)}


class UploadChecksum(CentralError):
    """The bytes that came do not have the SHA-256 that was announced; they were dropped."""

    code = "upload.checksum"
    title = "The document's bytes were damaged on the way."
    advice = "Nothing to do: they are sent again."
    status = 460


class ChunkChecksum(CentralError):
    """The bytes of one request are not what its checksum says; they were dropped and the upload stands where it stood."""

    code = "upload.chunk_checksum"
    title = "A part of the document was damaged on the way."
    advice = "Nothing to do: it is sent again."
    status = 460
