# SPDX-License-Identifier: EUPL-1.2
"""What the central service refuses, each with the HTTP status of its answer."""

from typing import ClassVar

from eset_desktop.errors import EsetError
from sync.protocol import OFFSET_HEADER


class CentralError(EsetError):
    """A refusal by the central service; ``status`` is its HTTP status (RFC 9110), ``headers`` go with the answer."""

    status: ClassVar[int] = 400

    def headers(self) -> dict[str, str]:
        """Return the headers that the answer must carry."""
        return {}


class RequestMalformed(CentralError):
    """The request is not what the protocol says."""

    code = "request.malformed"
    title = "The central service could not read the request."
    advice = "Update the program; if it happens again, tell whoever keeps the service."


class RequestTooLarge(CentralError):
    """The request holds more bytes than the discovery document allows."""

    code = "request.too_large"
    title = "The request is larger than the central service takes."
    advice = "Send it in smaller parts."
    status = 413


class NotFound(CentralError):
    """Nothing is told of what the caller may not see or what does not exist."""

    code = "request.not_found"
    title = "There is nothing here."
    advice = "Check the address."
    status = 404


class MethodRefused(CentralError):
    """The address exists, the method does not."""

    code = "request.method"
    title = "This address does not take that method."
    advice = "Update the program."
    status = 405


class ServiceFailed(CentralError):
    """A fault of the service itself; nothing was changed."""

    code = "service.failed"
    title = "The central service failed."
    advice = "Try again later; what you saved is kept on this computer."
    status = 500


class ServiceFull(CentralError):
    """The service's disk is full; nothing was changed."""

    code = "service.full"
    title = "The central service has no room left."
    advice = "Tell whoever keeps the service; what you saved is kept on this computer."
    status = 507


class DeviceUnknown(CentralError):
    """No token, or one that the service does not know."""

    code = "device.unknown"
    title = "The central service does not know this computer."
    advice = "Ask your administrator for a new enrolment code; unsent work is kept."
    status = 401

    def headers(self) -> dict[str, str]:
        """Name the scheme, as RFC 9110 §11.6.1 asks of every 401."""
        return {"WWW-Authenticate": "Bearer"}


class DeviceRevoked(DeviceUnknown):
    """The device was revoked; told as such, so that it locks its cache."""

    code = "device.revoked"
    title = "This computer's access was withdrawn."
    advice = "Speak to your administrator; unsent work is kept, locked, on this computer."


class CodeRefused(CentralError):
    """The enrolment code is unknown, used or expired; which one is not told."""

    code = "enrol.code_refused"
    title = "The enrolment code is not valid."
    advice = "Check the code or ask your administrator for a new one."
    status = 403


class TooManyTries(CentralError):
    """Too many wrong enrolment codes came from one address."""

    code = "enrol.too_many"
    title = "Too many wrong enrolment codes."
    advice = "Wait a minute and try again."
    status = 429

    def headers(self) -> dict[str, str]:
        """Say when to come back (RFC 9110 §10.2.3)."""
        return {"Retry-After": "60"}


class EpochChanged(CentralError):
    """The cursor is of another life of the stream: the service was restored from a backup."""

    code = "stream.epoch_changed"
    title = "The central service was restored from a backup."
    advice = "Nothing to do: the program compares everything and sends what is missing."
    status = 409

    def __init__(self, *, epoch: str, head: int, stream: str = "") -> None:
        super().__init__(epoch=epoch, head=head)
        self.epoch = epoch
        self.head = head
        self.stream = stream


class PositionsUnlike(CentralError):
    """A question in few bytes is about other streams than the caller's, or other lives of them."""

    code = "stream.positions"
    title = "The central service knows these streams otherwise."
    advice = "Nothing to do: the program asks about each by name."
    status = 409


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


class MediaTypeRefused(CentralError):
    """The body is of another type than this address takes."""

    code = "request.media_type"
    title = "The central service does not take this kind of data here."
    advice = "Update the program."
    status = 415


class RequestSlow(CentralError):
    """Nothing came for so long that the line must be gone; what had come is kept."""

    code = "request.slow"
    title = "The line broke while data was being sent."
    advice = "Nothing to do: the program goes on from where it was."
    status = 408


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


class BlobLost(CentralError):
    """The service's own store has lost bytes that it confirmed."""

    code = "blob.lost"
    title = "The central service cannot find the document's bytes."
    advice = "Tell whoever keeps the service: run `eset-central verify` and restore from a backup."
    status = 500


class DataMissing(CentralError):
    """The data folder holds no service."""

    code = "central.data_missing"
    title = "The folder holds no central service."
    advice = "Run `eset-central migrate --data FOLDER` first."


class DataOlder(CentralError):
    """The database lacks tables or columns that this program knows."""

    code = "central.data_older"
    title = "The database is of an older version of the program or empty."
    advice = "Run `eset-central migrate` with the service stopped; nothing was changed."


class DatabaseFailed(CentralError):
    """The database is away, does not let the service in, or is damaged; ``reason`` says how."""

    code = "central.database_failed"
    title = "The database cannot be used."
    advice = "See that the database server runs and that the settings lead to it, then try again."
    status = 503


class DataNewer(CentralError):
    """The database was made by a newer program."""

    code = "central.data_newer"
    title = "The database belongs to a newer version of the central service."
    advice = "Update the program; nothing was changed."


class SettingsUnsound(CentralError):
    """The settings of a service cannot be used; ``reason`` says why."""

    code = "central.settings"
    title = "The settings of the central service cannot be used."
    advice = "Correct `central.toml` in its folder, or the environment; nothing was changed."


class DatabaseUnfit(CentralError):
    """The PostgreSQL database cannot keep what the service writes: its encoding is not UTF-8 or it sorts by a language."""

    code = "central.database_unfit"
    title = "The database was not made for the central service."
    advice = "Make one with: createdb --template=template0 --encoding=UTF8 --locale=C NAME."


class DatabaseNotEmpty(CentralError):
    """A restore would write into a database that holds something."""

    code = "central.database_not_empty"
    title = "The database is not empty."
    advice = "Name a new database in the settings; nothing was changed."


class ServiceBusy(CentralError):
    """Other requests were in the way again and again, or the database is away for a moment; nothing was changed."""

    code = "service.busy"
    title = "The central service is busy."
    advice = "Nothing to do: the program tries again."
    status = 503

    def headers(self) -> dict[str, str]:
        """Say when to come back (RFC 9110 §10.2.3)."""
        return {"Retry-After": "2"}


class DataInUse(CentralError):
    """Another process serves from the folder."""

    code = "central.data_in_use"
    title = "Another central service is running on this folder."
    advice = "Stop it first."


class FolderNotEmpty(CentralError):
    """A backup or a restore would overwrite something."""

    code = "central.folder_not_empty"
    title = "The folder is not empty."
    advice = "Give an empty or new folder; nothing was changed."


class UnknownName(CentralError):
    """A body, person or device that the command names does not exist."""

    code = "central.unknown_name"
    title = "There is nothing by that name."
    advice = "List what there is with `eset-central bodies`, `people` or `devices`."


class PersonRetired(CentralError):
    """The person has left: nothing is given to one without a profile."""

    code = "central.person_retired"
    title = "This person has left: there is no profile."
    advice = "Give a profile with `eset-central set-profiles` first, if the person is back."


class NameTaken(CentralError):
    """A body with that DIR3 code exists."""

    code = "central.name_taken"
    title = "There is one by that name already."
    advice = "Give another one; nothing was changed."


class ValueRefused(CentralError):
    """What the administrator gave can't be right; ``field`` says which."""

    code = "central.value_refused"
    title = "A value is empty or malformed."
    advice = "Correct it and try again; nothing was changed."


class LoadRefused(CentralError):
    """A bulk load holds something that the rules do not take."""

    code = "central.load_refused"
    title = "What is to be loaded does not keep the rules."
    advice = "Correct the generator; the batch was not loaded."


class BackupUnsound(CentralError):
    """A backup is unfinished or was changed."""

    code = "central.backup_unsound"
    title = "The backup is not complete or was changed."
    advice = "Use another backup; nothing was changed."


class PassphraseRefused(CentralError):
    """The passphrase for the recovery key is too short or was typed differently twice."""

    code = "central.passphrase_refused"
    title = "The passphrase is shorter than 12 characters or was not typed the same twice."
    advice = "Choose a longer one and type it twice; nothing was made."
