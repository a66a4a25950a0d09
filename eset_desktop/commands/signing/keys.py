# SPDX-License-Identifier: EUPL-1.2
"""From what was named on the command line to an open key, with one PIN that a person or a script gave."""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from eset_desktop.commands import wording
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.identities.fitness import judge
from eset_desktop.signing.keys.errors import PinLocked
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.port import BatchPolicy, KeyStore, OpenKey, Secret, TokenState
from eset_desktop.signing.plain_files import shown, why_unreadable
from eset_desktop.signing.values import Identity, SecretKind, StoreKind

# Longer than any passphrase; a mistaken descriptor must not fill the memory.
_MAX_SECRET_BYTES: Final = 4096
_WARNINGS: Final = {TokenState.COUNT_LOW: "sign.count_low", TokenState.FINAL_TRY: "sign.final_try"}


class IdentityUnknown(SigningError):
    """No certificate answers to what was asked for. Details: ``identity``."""

    code = "signing.identity_unknown"
    title = "There is no such certificate here."
    advice = "See `eset-desktop identities`; mind that its card is in the reader."


class IdentityAmbiguous(SigningError):
    """Several certificates answer to what was asked for. Details: ``count``."""

    code = "signing.identity_ambiguous"
    title = "Several certificates could be meant."
    advice = "Name one with --identity, as `eset-desktop identities` shows it."


class FileUnreadable(SigningError):
    """The document or the certificate cannot be read. Details: ``file``, ``reason``."""

    code = "signing.file_unreadable"
    title = "A file cannot be read."
    advice = "Check that it is still there and that you may open it."


class SecretUnreadable(SigningError):
    """The descriptor gives no line. Details: ``descriptor``, ``reason``."""

    code = "signing.secret_unreadable"
    title = "The PIN could not be read."
    advice = "Give an open file descriptor with one line for each secret."


def choose(stores: Sequence[KeyStore], wanted: str, now: datetime) -> tuple[KeyStore, Identity]:
    """Return the one certificate that is meant, and its store; a store that fails is passed over while others answer.

    Args:
        stores: Where to look.
        wanted: An identity's id, the beginning of its fingerprint, or empty when only one may sign.
        now: When it is to sign.

    Raises:
        IdentityUnknown: None is.
        IdentityAmbiguous: Several are.
        KeyProblem: The only store cannot be used.
    """
    found: list[tuple[KeyStore, Identity]] = []
    problems: list[EsetError] = []
    for store, asked in [(store, store.identities()) for store in stores]:
        try:
            found += [(store, identity) for identity in asked.result() if _is_meant(identity, wanted)]
        except EsetError as error:
            problems.append(error)
    if not found:
        raise problems[0] if len(problems) == len(stores) == 1 else IdentityUnknown(identity=wanted or "-")
    fit = {each.identity.id for each in judge((identity for _, identity in found), now) if each.usable}
    meant = [each for each in found if each[1].id in fit] or found
    if len({identity.fingerprint for _, identity in meant}) > 1:
        raise IdentityAmbiguous(count=len(meant))
    return meant[0]


def _is_meant(identity: Identity, wanted: str) -> bool:
    prefix = wanted.lower().replace(":", "")
    return (
        not wanted or identity.id == wanted or (len(prefix) >= 8 and identity.fingerprint.startswith(prefix))
    )


def open_file(store: FileKeyStore, path: Path, secrets: "Secrets", policy: BatchPolicy) -> OpenKey:
    """Open a certificate file with a passphrase that is asked for.

    Raises:
        FileUnreadable: It is not there, or may not be read.
        WrongPassphrase: And what else :meth:`FileKeyStore.open_file` raises.
    """
    why = why_unreadable(path)
    if why is not None:
        raise FileUnreadable(file=shown(path.name), reason=why)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=shown(path.name), reason=error.strerror or type(error).__name__) from error
    secret = secrets.ask(wording.text("prompt.certificate", file=shown(path.name)))
    return store.open_file(data, secret, batch=policy).result()


class Secrets:
    """Where PINs come from: a descriptor with a line for each, or the person at the terminal."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._lines = iter(()) if descriptor is None else _lines(descriptor)

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked again."""
        return self._descriptor is None and sys.stdin.isatty()

    def ask(self, prompt: str) -> Secret:
        """Return the next secret.

        Raises:
            SecretUnreadable: The descriptor has no more.
            Cancelled: The person gave none.
        """
        if self._descriptor is not None:
            secret = next(self._lines, None)
            if secret is None:  # it ended with an earlier question
                raise SecretUnreadable(descriptor=self._descriptor, reason="EOF")
            return secret
        from getpass import getpass

        try:
            return Secret.from_text(getpass(prompt))
        except EOFError as error:
            raise Cancelled from error


def _lines(descriptor: int) -> Iterator[Secret]:
    try:
        # closefd=False: the descriptor belongs to whoever opened it
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            while line := stream.readline(_MAX_SECRET_BYTES):
                yield Secret(bytearray(line.rstrip(b"\r\n")))
        reason = "EOF"
    except (OSError, ValueError) as error:
        # the cause could quote the secret
        reason = type(error).__name__
    raise SecretUnreadable(descriptor=descriptor, reason=reason)


def open_key(
    store: KeyStore, identity: Identity, secrets: Secrets, policy: BatchPolicy, *, name: str
) -> OpenKey:
    """Say how the PIN stands, ask for it once where it is needed, and return the open key.

    Args:
        store: Of the certificate.
        identity: The certificate.
        secrets: Where the secret comes from.
        policy: How often it is asked for.
        name: What the person knows the key by.

    Raises:
        PinLocked: No try is left; nothing was asked.
        KeyProblem: The key does not open.
    """
    if identity.store is StoreKind.PKCS11:
        _tell_state(store.state(identity).result())
    if identity.secret is SecretKind.NONE:
        sys.stderr.write(f"{wording.text('sign.elsewhere')}\n")
    if identity.secret is SecretKind.NONE or policy is BatchPolicy.EACH_SIGNATURE:
        return store.open(identity, None, batch=policy).result()
    return store.open(identity, secrets.ask(prompt_for(identity, name)), batch=policy).result()


def _tell_state(state: TokenState) -> None:
    """Say before any PIN what a wrong one would do now, wherever it is typed; raises PinLocked."""
    if state is TokenState.LOCKED:
        raise PinLocked
    if state in _WARNINGS:
        sys.stderr.write(f"{wording.text(_WARNINGS[state])}\n")


def secret_for(identity: Identity, secrets: Secrets, title: str) -> Secret | None:
    """Return the secret for one more signature; none where reader or driver ask for it themselves."""
    if identity.secret is SecretKind.NONE:
        return None
    return secrets.ask(prompt_for(identity, title))


def prompt_for(identity: Identity, name: str) -> str:
    """Return what a person is asked."""
    kind = "prompt.pin" if identity.secret is SecretKind.PIN else "prompt.certificate"
    return wording.text(kind, file=name)
