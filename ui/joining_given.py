# SPDX-License-Identifier: EUPL-1.2
"""What is asked and what is given when a computer is linked to its central service, and what can be wrong with it."""

from dataclasses import dataclass

from eset_desktop.errors import EsetError
from ui.errors import InputMissing, InputWrong


class PassphrasesDiffer(EsetError):
    """The passphrase and its repetition are not the same."""

    code = "ui.passphrases_differ"
    title = "The two passphrases are not the same."
    advice = "Type the same passphrase in both fields."


class NotReached(EsetError):
    """Nobody answers at the address; there is no work here yet that could wait for the line."""

    code = "ui.join_not_reached"
    title = "Nobody answers at this address."
    advice = "Check the address and the connection, and try again."


@dataclass(frozen=True, slots=True, repr=False)
class Joining:
    """What the person gave.

    Attributes:
        address: Of the service, with its scheme.
        code: The one-time code.
        passphrase: What will open the profile; None: the system's keyring.
        signing_only: Whether nothing is to come to this computer but what waits for the person's signature.
    """

    address: str
    code: str
    passphrase: str | None
    signing_only: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """What is known where a profile is there already and only needs a new code.

    Attributes:
        address: Of the service so far; empty when it was never written.
        reason: Code of the error that says why; empty for none.
    """

    address: str
    reason: str


def joining_of(
    address: str, code: str, passphrases: tuple[str, str] | None, *, signing_only: bool = False
) -> Joining:
    """Return what was typed: an address without a scheme is one of https.

    Args:
        address: Of the service.
        code: The one-time code.
        passphrases: The passphrase and its repetition; None where the keyring opens the profile.
        signing_only: As in :class:`Joining`.

    Raises:
        InputMissing, InputWrong, PassphrasesDiffer: It cannot be sent so.
    """
    address, code = address.strip(), code.strip()
    for field, text in (("address", address), ("code", code)):
        if not text:
            raise InputMissing(field=field)
    if any(each.isspace() for each in address):
        raise InputWrong(field="address")
    if passphrases is not None and passphrases[0] != passphrases[1]:
        raise PassphrasesDiffer
    return Joining(
        address if "://" in address else f"https://{address}",
        code,
        passphrases and passphrases[0],
        signing_only,
    )
