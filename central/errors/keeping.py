# SPDX-License-Identifier: EUPL-1.2
"""Refusals that the service's keeper meets: its data, settings, backups and lists."""

from central.errors.base import CentralError


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
