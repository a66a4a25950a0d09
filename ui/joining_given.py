# SPDX-License-Identifier: EUPL-1.2
"""What is asked and what is given when a computer is linked to its central service, and what can be wrong with it."""

from dataclasses import dataclass

from eset_desktop.errors import EsetError


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
    """

    address: str
    code: str
    passphrase: str | None


@dataclass(frozen=True, slots=True)
class Again:
    """What is known where a profile is there already and only needs a new code.

    Attributes:
        address: Of the service so far; empty when it was never written.
        reason: Code of the error that says why; empty for none.
    """

    address: str
    reason: str
