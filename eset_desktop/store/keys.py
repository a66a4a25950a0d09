# SPDX-License-Identifier: EUPL-1.2
"""The ways in which the data key of a profile is opened: made once, opened in several ways, changed in none.

One random 32-byte key encrypts everything through sub-keys. It lies in ``keys.json`` only wrapped: by the operating
system's keyring, by a passphrase, and for the body's recovery key, so that a reset password never destroys unsent work.
Adding or changing a way writes the new wrapping before the old one goes; there is never none.
"""

import contextlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from eset_desktop.clock import RandomBytes
from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain import recovery, sealing
from eset_desktop.domain.recovery import RecoveryKey
from eset_desktop.domain.sealing import Cost
from eset_desktop.store import keyfile
from eset_desktop.store.data_key import KEY_BYTES, DataKey
from eset_desktop.store.errors import (
    KeyringLost,
    KeysDamaged,
    LastWrapping,
    NoSuchWrapping,
    StoreError,
    WeakPassphrase,
    WrongKey,
    WrongPassphrase,
)
from eset_desktop.store.keyfile import (
    KEYRING,
    PASSPHRASE,
    RECOVERY,
    KeyFile,
    KeyringWrapping,
    PassphraseWrapping,
    RecoveryWrapping,
    Wrapping,
)
from eset_desktop.store.keyrings import Keyring


@dataclass(frozen=True, slots=True, repr=False)
class ByPassphrase:
    """A way in: a new passphrase."""

    passphrase: str
    cost: Cost = sealing.RECOMMENDED


@dataclass(frozen=True, slots=True)
class ByKeyring:
    """A way in: the operating system's keyring."""

    keyring: Keyring


@dataclass(frozen=True, slots=True)
class ByRecovery:
    """A way in: the body's 32-byte recovery public key."""

    public: bytes


Way = ByPassphrase | ByKeyring | ByRecovery


def create(path: Path, profile: str, ways: tuple[Way, ...], random: RandomBytes) -> DataKey:
    """Make a data key and its key file.

    Args:
        path: ``keys.json``.
        profile: Identifier of the profile.
        ways: How it can be opened; at least a passphrase or the keyring.
        random: Source of the key.

    Raises:
        LastWrapping: No way was given that the person can use alone.
        WeakPassphrase, KeyringUnavailable, KeyringRefused, KeyringLocked, DiskFull, ReadOnlyFolder: Nothing was made.
    """
    if all(isinstance(way, ByRecovery) for way in ways):
        raise LastWrapping
    key = DataKey(random(KEY_BYTES))
    made = KeyFile(keyfile.FORMAT, profile, key.check(), ())
    for way in ways:
        made = made.having(_wrapped(key, profile, way, random))
    keyfile.save(path, made)
    return key


def rehearse(ways: tuple[Way, ...], random: RandomBytes) -> None:
    """Refuse ways that could not be made, and leave no trace: asked before something that cannot be taken back.

    Raises:
        WeakPassphrase, KeyringUnavailable, KeyringRefused, KeyringLocked: As :func:`create` would.
    """
    for way in ways:
        match way:
            case ByPassphrase(passphrase):
                _refuse_weak(passphrase)
            case ByKeyring(keyring):
                account = f"rehearsal:{random(4).hex()}"
                keyring.put(account, random(KEY_BYTES).hex())
                keyring.remove(account)
            case ByRecovery():
                pass  # a public key always takes


def ways(path: Path) -> frozenset[str]:
    """Return the names of the ways in which a profile can be opened; raises like :func:`keyfile.load`."""
    return frozenset(keyfile.way_of(each) for each in keyfile.load(path).wrappings)


def profile_of(path: Path) -> str:
    """Return the identifier of the profile that a key file belongs to; raises like :func:`keyfile.load`."""
    return keyfile.load(path).profile


def checked(path: Path, key: DataKey) -> DataKey:
    """Return a key that came from elsewhere once it is known to fit; raises WrongKey."""
    return _fitting(keyfile.load(path), key)


def open_with_passphrase(path: Path, passphrase: str) -> DataKey:
    """Return the data key; raises WrongPassphrase, NoSuchWrapping, KeysDamaged, KeysMissing."""
    file = keyfile.load(path)
    wrapping = file.find(PASSPHRASE)
    if not isinstance(wrapping, PassphraseWrapping):
        raise NoSuchWrapping(way=PASSPHRASE)
    try:
        secret = sealing.unseal_with_passphrase(
            passphrase, wrapping.sealed, _purpose(file.profile, PASSPHRASE)
        )
    except sealing.NotOpenedError:
        raise WrongPassphrase from None
    except sealing.MalformedError:
        raise KeysDamaged from None
    return _fitting(file, DataKey(secret))


def open_with_keyring(path: Path, keyring: Keyring) -> DataKey:
    """Return the data key.

    Raises:
        NoSuchWrapping: It was never put there.
        KeyringLost: The keyring works but no longer has what opens it.
        KeyringUnavailable, KeyringRefused, KeyringLocked: The keyring does not work.
    """
    file = keyfile.load(path)
    wrapping = file.find(KEYRING)
    if not isinstance(wrapping, KeyringWrapping):
        raise NoSuchWrapping(way=KEYRING)
    kept = keyring.get(wrapping.account)
    try:
        purpose = _purpose(file.profile, KEYRING)
        secret = sealing.unseal(bytes.fromhex(kept or ""), wrapping.sealed, purpose)
    except (ValueError, sealing.NotOpenedError):
        raise KeyringLost from None
    return _fitting(file, DataKey(secret))


def open_with_recovery(path: Path, private: RecoveryKey) -> DataKey:
    """Return the data key; raises RecoveryWrongKey, NoSuchWrapping, KeysDamaged, KeysMissing."""
    file = keyfile.load(path)
    wrapping = file.find(RECOVERY)
    if not isinstance(wrapping, RecoveryWrapping):
        raise NoSuchWrapping(way=RECOVERY)
    return _fitting(
        file, DataKey(recovery.open_sealed(private, wrapping.sealed, _purpose(file.profile, RECOVERY)))
    )


def put(path: Path, key: DataKey, way: Way, random: RandomBytes) -> None:
    """Add a way in, or put it in the place of the one of its kind.

    Raises:
        WrongKey: The key is not this profile's.
        WeakPassphrase, KeyringUnavailable, KeyringRefused, KeyringLocked, DiskFull, ReadOnlyFolder: Nothing changed.
    """
    with keyfile.editing(path) as file:
        _fitting(file, key)
        wrapping = _wrapped(key, file.profile, way, random)
        keyfile.save(path, file.having(wrapping))
        if isinstance(way, ByKeyring):
            _forget(way.keyring, file.find(KEYRING))


def remove(path: Path, way: str, keyring: Keyring | None = None) -> None:
    """Take a way in away.

    Raises:
        LastWrapping: It is the last that the person can use alone; nothing changed.
    """
    with keyfile.editing(path) as file:
        keyfile.save(path, file.without(way))
        if way == KEYRING and keyring is not None:
            _forget(keyring, file.find(KEYRING))


def mend_keyring(path: Path, key: DataKey, keyring: Keyring, random: RandomBytes) -> bool:
    """Give a keyring that lost its secret a new one; return whether that was needed and done.

    For the moment after a profile was opened in another way; a keyring that does not work is no reason to fail then.
    """
    try:
        open_with_keyring(path, keyring)
    except KeyringLost:
        with contextlib.suppress(StoreError):
            put(path, key, ByKeyring(keyring), random)
            return True
    except StoreError:
        pass  # it was never there, or it does not work today
    return False


def _fitting(file: KeyFile, key: DataKey) -> DataKey:
    if not hmac.compare_digest(file.check, key.check()):
        raise WrongKey
    return key


def _wrapped(key: DataKey, profile: str, way: Way, random: RandomBytes) -> Wrapping:
    secret = key.secret()
    match way:
        case ByPassphrase(passphrase, cost):
            _refuse_weak(passphrase)
            purpose = _purpose(profile, PASSPHRASE)
            return PassphraseWrapping(sealing.seal_with_passphrase(passphrase, secret, purpose, random, cost))
        case ByKeyring(keyring):
            account, wrapping_key = f"{profile}:{random(4).hex()}", random(KEY_BYTES)
            keyring.put(account, wrapping_key.hex())
            crashpoint("keys.keyring")
            return KeyringWrapping(
                account, sealing.seal(wrapping_key, secret, _purpose(profile, KEYRING), random)
            )
        case ByRecovery(public):
            sealed = recovery.seal(public, secret, _purpose(profile, RECOVERY), random)
            return RecoveryWrapping(recovery.fingerprint(public), sealed)


def _refuse_weak(passphrase: str) -> None:
    if len(passphrase) < sealing.MINIMUM_PASSPHRASE:
        raise WeakPassphrase(minimum=sealing.MINIMUM_PASSPHRASE)


def _forget(keyring: Keyring, wrapping: Wrapping | None) -> None:
    if isinstance(wrapping, KeyringWrapping):
        with contextlib.suppress(StoreError):  # without its wrapping it opens nothing
            keyring.remove(wrapping.account)


def _purpose(profile: str, way: str) -> bytes:
    return f"eset/data-key/1:{profile}:{way}".encode()
