# SPDX-License-Identifier: EUPL-1.2
"""How the window gets into its profile: by a key handed over, by the keyring, by the passphrase, or by making it first."""

import logging
import secrets
from pathlib import Path

from eset_desktop.clock import SystemClock
from eset_desktop.errors import EsetError
from eset_desktop.paths import Paths
from eset_desktop.store import data_key, enrolment, keyrings, keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.errors import AlreadyOpen, ProfileMissing, StoreError
from eset_desktop.store.keyfile import KEYRING
from eset_desktop.store.keys import ByKeyring, ByPassphrase
from eset_desktop.store.profile import Profile
from eset_desktop.workplace import Workplace
from ui.i18n import Language
from ui.joining import JoinDialog
from ui.joining_given import Again, Joining
from ui.unlock import UnlockDialog
from ui.views.locked import REVOKED as DEVICE_REVOKED

_log = logging.getLogger(__name__)

Entered = tuple[Workplace, DataKey]


def by_descriptor(folders: Paths, descriptor: int) -> Entered:
    """Open the profile with a key that another process hands over; raises as :meth:`Workplace.open_for_window` does."""
    key = data_key.from_descriptor(descriptor)
    return Workplace.open_for_window(folders, key), key


def by_asking(folders: Paths, language: Language) -> Entered | None:
    """Open the profile by the keyring, else by asking the person; where there is none yet, make it with them.

    Returns:
        None when the person gave up.

    Raises:
        AlreadyOpen, StoreError: It cannot be opened.
    """
    try:
        found = profile.open(folders.profile)
    except ProfileMissing:
        profile.refuse_unsafe(folders.profile)
        key = _linked(folders.profile, language)
    else:
        key, reason = _from_keyring(found)
        if key is None:
            key = _unlocked(found, reason, language)
    return (
        None
        if key is None
        else _with_account(Workplace.open_for_window(folders, key), folders, key, language)
    )


def _with_account(place: Workplace, folders: Paths, key: DataKey, language: Language) -> Entered | None:
    """Return the opened profile once it has an account that was not withdrawn; the person may have to give a new code."""
    connection = place.database.reader()
    if not enrolment.needs_code(connection):
        return place, key
    account = enrolment.present(connection)
    again = Again(account.url if account else "", DEVICE_REVOKED if account else "")
    dialog = JoinDialog(
        language, lambda given: linked_again(folders.profile, key, given), keyring_works, again
    )
    dialog.exec()
    if dialog.opened is not None:
        return place, key
    place.close()
    return None


def _from_keyring(found: Profile) -> tuple[DataKey | None, EsetError | None]:
    """Return the key, or None and why the keyring did not give it; the passphrase opens the profile too."""
    if KEYRING not in keys.ways(found.keys_path):
        return None, None
    try:
        return keys.open_with_keyring(found.keys_path, keyrings.SystemKeyring()), None
    except AlreadyOpen:
        raise
    except EsetError as error:
        return None, error


def _unlocked(found: Profile, reason: EsetError | None, language: Language) -> DataKey | None:
    dialog = UnlockDialog(
        reason, language.code, lambda given: keys.open_with_passphrase(found.keys_path, given)
    )
    dialog.exec()
    if dialog.opened is not None and keys.mend_keyring(
        found.keys_path, dialog.opened, keyrings.SystemKeyring(), secrets.token_bytes
    ):
        _log.info("the keyring has the profile's secret again")
    return dialog.opened


def _linked(folder: Path, language: Language) -> DataKey | None:
    dialog = JoinDialog(language, lambda given: linked(folder, given), keyring_works)
    dialog.exec()
    return dialog.opened


def linked(folder: Path, given: Joining) -> DataKey:
    """Join with what a person gave; raises as :func:`eset_desktop.joining.join` does."""
    from eset_desktop.joining import join  # noqa: PLC0415 - it loads what speaks to the line

    way = ByKeyring(keyrings.SystemKeyring()) if given.passphrase is None else ByPassphrase(given.passphrase)
    return join(folder, given.address, given.code, (way,), SystemClock(), signing_only=given.signing_only)[1]


def linked_again(folder: Path, key: DataKey, given: Joining) -> DataKey:
    """Go on with a new code; raises as :func:`eset_desktop.joining.rejoin` does."""
    from eset_desktop.joining import rejoin  # noqa: PLC0415 - it loads what speaks to the line

    rejoin(folder, key, given.address, given.code, SystemClock())
    return key


def keyring_works() -> bool:
    """Tell whether this system has a keyring that keeps secrets."""
    try:
        name = keyrings.SystemKeyring().name
    except StoreError as error:
        _log.info("no keyring to use: %s", error.code)
        return False
    return bool(name)
