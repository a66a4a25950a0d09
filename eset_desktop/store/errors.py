# SPDX-License-Identifier: EUPL-1.2
"""Every way in which keeping, opening or copying a profile's data can be refused or fail."""

from eset_desktop.errors import EsetError


class StoreError(EsetError):
    """The base of what goes wrong with the local store; nothing saved before is lost."""

    code = "store.failed"
    title = "Your data could not be used."
    advice = "What was saved before is safe; try again, and run `eset-desktop doctor` if it happens again."


class StoreBusy(StoreError):
    """Another process kept the turnstile or the write lock for too long."""

    code = "store.busy"
    title = "Another part of the program is busy with your data."
    advice = "Wait a moment and save again; your text is still here."


class DiskFull(StoreError):
    """The disk, or this user's share of it, is full; nothing half-written is left behind."""

    code = "store.disk_full"
    title = "The disk is full."
    advice = "Free some space and try again; what was saved before is safe."


class DiskFailing(StoreError):
    """The disk reports an error of its own (EIO)."""

    code = "store.disk_failing"
    title = "The disk of this computer does not work as it should."
    advice = "Send what is pending while it still works, and tell whoever looks after this computer today."


class ReadOnlyFolder(StoreError):
    """The profile's folder or one of its files cannot be written by this user."""

    code = "store.read_only"
    title = "The folder of your data cannot be written to."
    advice = "Ask whoever looks after this computer to give you write access to it."


class WrongKey(StoreError):
    """The key is not the one that this profile was encrypted with."""

    code = "store.wrong_key"
    title = "This key does not open your data."
    advice = "Use the key or the passphrase of this very profile."


class NotADatabase(StoreError):
    """The key is right, but the file is no database or its first page is spoilt."""

    code = "store.not_a_database"
    title = "The file with your data is damaged."
    advice = "Do not delete anything; restore the latest backup, or ask your support for help."


class EmptyDatabase(StoreError):
    """The database file has no bytes although the profile was in use."""

    code = "store.database_empty"
    title = "The file with your data is empty."
    advice = "Do not delete anything; restore the latest backup, or ask your support for help."


class DatabaseMissing(StoreError):
    """The keys are there but the database file is not."""

    code = "store.database_missing"
    title = "The file with your data is missing."
    advice = "Put it back or restore the latest backup; nothing new was made in its place."


class NewerSchema(StoreError):
    """The database was written by a later release. Details: ``found``, ``known``."""

    code = "store.newer_schema"
    title = "Your data were last used by a newer version of this program."
    advice = "Install the newer version; nothing was changed."


class SchemaTooOld(StoreError):
    """No step leads from this schema to the present one. Details: ``found``, ``known``."""

    code = "store.schema_too_old"
    title = "Your data come from a version that is too old for this one."
    advice = "Install the version in between first; nothing was changed."


class MigrationFailed(StoreError):
    """A step of the migration failed and was rolled back; the copy made before stays. Details: ``step``."""

    code = "store.migration_failed"
    title = "Your data could not be prepared for this version."
    advice = "Nothing was changed and a copy was kept; go on with the version you had and tell your support."


class BackupFailed(StoreError):
    """A backup could not be written or did not pass its check; no half backup is left."""

    code = "store.backup_failed"
    title = "The backup could not be made."
    advice = "Check the disk's space and try again; your data are as they were."


class StoreInUse(StoreError):
    """Other processes have the profile open, and this needs it alone."""

    code = "store.in_use"
    title = "Your data are open in another window."
    advice = "Close every window of the program and try again."


class AlreadyOpen(StoreError):
    """A second window (or agent) of one profile. Details: ``role``."""

    code = "store.already_open"
    title = "The program is open already."
    advice = "Go to the window that is open."


class NetworkFolder(StoreError):
    """The profile would be on a network filesystem, where WAL loses data."""

    code = "store.network_folder"
    title = "Your data cannot be kept in a network folder."
    advice = "Choose a folder on this computer's own disk."


class RoamingFolder(StoreError):
    """The profile would be in a folder that is copied between computers (roaming profile, OneDrive, Dropbox)."""

    code = "store.roaming_folder"
    title = "Your data cannot be kept in a folder that is copied to other computers."
    advice = "Choose a folder that is only on this computer."


class ProfileMissing(StoreError):
    """No profile was ever completed in this folder."""

    code = "store.profile_missing"
    title = "There are no e-SET data in this folder yet."
    advice = "Enrol this computer with the code that your town hall gave you."


class ProfileExists(StoreError):
    """A profile is in the folder already; it is never overwritten."""

    code = "store.profile_exists"
    title = "There are e-SET data in this folder already."
    advice = "Open them, or choose another folder; nothing was changed."


class NewerProfile(StoreError):
    """The profile's folder has a layout of a later release."""

    code = "store.newer_profile"
    title = "This profile was made by a newer version of this program."
    advice = "Install the newer version; nothing was changed."


class KeysMissing(StoreError):
    """The key file is not there although the database is."""

    code = "store.keys_missing"
    title = "The key file of your data is missing."
    advice = "Put keys.json back from a copy of the folder; do not delete anything."


class KeysDamaged(StoreError):
    """The key file cannot be read or one of its wrappings contradicts itself."""

    code = "store.keys_damaged"
    title = "The key file of your data is damaged."
    advice = "Put keys.json back from a copy of the folder; do not delete anything."


class WrongPassphrase(StoreError):
    """The passphrase does not open the data key."""

    code = "store.wrong_passphrase"
    title = "The passphrase is not right."
    advice = "Type it again; mind capital letters."


class WeakPassphrase(StoreError):
    """A new passphrase is shorter than allowed. Details: ``minimum``."""

    code = "store.weak_passphrase"
    title = "The passphrase is too short."
    advice = "Use at least {minimum} characters; a few unrelated words do well."


class NoSuchWrapping(StoreError):
    """The data key is not protected in the asked way. Details: ``way``."""

    code = "store.no_such_wrapping"
    title = "Your data are not protected in this way."
    advice = "Choose another way to open them."


class LastWrapping(StoreError):
    """Taking this protection away would leave no way to open the data."""

    code = "store.last_wrapping"
    title = "This is the only way left to open your data."
    advice = "Add another one first; nothing was changed."


class KeyringUnavailable(StoreError):
    """The system offers no keyring."""

    code = "store.keyring_unavailable"
    title = "This computer has no place to keep your key."
    advice = "Open your data with your passphrase."


class KeyringRefused(StoreError):
    """The keyring found keeps secrets in plain text or not at all. Details: ``backend``."""

    code = "store.keyring_refused"
    title = "This computer's keyring would not keep your key secret."
    advice = "Open your data with your passphrase, and tell whoever looks after this computer."


class KeyringLocked(StoreError):
    """The keyring stayed locked, or its question was dismissed."""

    code = "store.keyring_locked"
    title = "The system's keyring is locked."
    advice = "Unlock it and try again, or open your data with your passphrase."


class KeyringLost(StoreError):
    """The keyring works but no longer holds this profile's secret."""

    code = "store.keyring_lost"
    title = "The system's keyring no longer has the key of your data."
    advice = (
        "Open them with your passphrase or with your town hall's recovery key; the keyring is then mended."
    )


class KeyNotGiven(StoreError):
    """What came over ``--key-fd`` is no 32-byte key."""

    code = "store.key_not_given"
    title = "No usable key was handed over."
    advice = "Hand over 32 bytes, or 64 hexadecimal digits, on the descriptor given with --key-fd."


class BlobMissing(StoreError):
    """The bytes are not on this computer."""

    code = "store.blob_missing"
    title = "The document's content is not on this computer."
    advice = "Ask for it; it is fetched as soon as there is a connection."


class SourceChanged(StoreError):
    """The file grew or changed while it was being read."""

    code = "store.source_changed"
    title = "The file changed while it was being added."
    advice = "Wait until the other program has saved it, and add it again."


class PartOffset(StoreError):
    """Bytes of a download that do not continue where the part ends. Details: ``expected``."""

    code = "store.part_offset"
    title = "A download does not continue where it stopped."
    advice = "Nothing to do: it goes on from the right place."
