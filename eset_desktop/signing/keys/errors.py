# SPDX-License-Identifier: EUPL-1.2
"""What goes wrong between a person and their key; one cause and one advice each.

Classified by return codes and by looking before, never by the text of a message (``signing.md`` §3.1).
"""

from eset_desktop.signing.errors import SigningError


class KeyProblem(SigningError):
    """The base of what key workers answer; by itself: something that no other class names."""

    code = "signing.key_failed"
    title = "The certificate's card or driver did not do what was asked."
    advice = "Take the card out, put it in again and try again."


class SecretRequired(KeyProblem):
    """A PIN or passphrase must be typed now: none was given, or what was typed is used up."""

    code = "signing.secret_required"
    title = "The PIN of the certificate must be typed."
    advice = "Type it to go on signing."


class WrongPin(KeyProblem):
    """The card refused the PIN and counted one try (``CKR_PIN_INCORRECT``)."""

    code = "signing.wrong_pin"
    title = "The PIN is not right."
    advice = "Type it again slowly; after several wrong tries the card is locked."


class WrongPinOneLeft(WrongPin):
    """As above, and the card says that one try is left."""

    code = "signing.wrong_pin_one_left"
    title = "The PIN is not right, and one try is left: another wrong one locks the card."
    advice = "Look the PIN up before you type it again."


class PinNotAccepted(KeyProblem):
    """The PIN has a length or characters that this card never accepts; no try was counted."""

    code = "signing.pin_not_accepted"
    title = "This card has no PIN of that form."
    advice = "Type the card's PIN: mind its length and that it holds digits only."


class PinLocked(KeyProblem):
    """No try is left (``CKR_PIN_LOCKED``)."""

    code = "signing.pin_locked"
    title = "The card is locked: the PIN was wrong too many times."
    advice = "Unlock it with the PUK in the card maker's program, or ask whoever issued it for help."


class PinExpired(KeyProblem):
    """The card asks for a new PIN first (``CKR_PIN_EXPIRED``, ``CKR_USER_PIN_NOT_INITIALIZED``)."""

    code = "signing.pin_expired"
    title = "The card wants another PIN before it signs."
    advice = "Change the PIN in the card maker's program and try again."


class CardLost(KeyProblem):
    """The card went away or forgot its login in the middle; what was signed until then stands."""

    code = "signing.card_lost"
    title = "The card is not there any more."
    advice = "Put it in again and go on: what is signed already is not signed twice."


class LoginLost(CardLost):
    """The card is there and has forgotten the PIN, and it is not ours to give again (another program reset it)."""

    code = "signing.login_lost"
    title = "The card has forgotten the PIN: another program used it."
    advice = "Close the other program and go on: what is signed already is not signed twice."


class NoCard(KeyProblem):
    """The certificate's card is in no reader."""

    code = "signing.no_card"
    title = "The card of this certificate is not in the reader."
    advice = "Put it in and try again."


class KeyNotFound(KeyProblem):
    """The card is there, but the key is not on it."""

    code = "signing.key_not_found"
    title = "The key of this certificate was not found."
    advice = "Choose the certificate again from the list."


class CannotSign(KeyProblem):
    """The key or the driver has no way of signing that is accepted (RSA PKCS#1 v1.5 or ECDSA with SHA-256)."""

    code = "signing.mechanism_missing"
    title = "This card cannot sign in the way that is needed."
    advice = "Choose another certificate, or install the newest driver of the card."


class CardBusy(KeyProblem):
    """Another program holds the card (``CKR_SESSION_EXCLUSIVE_EXISTS`` and its kind)."""

    code = "signing.card_busy"
    title = "Another program is using the card."
    advice = "Close the other program and try again."


class ModuleMissing(KeyProblem):
    """There is no such file. Details: ``module``, its file name."""

    code = "signing.module_missing"
    title = "The card's driver is not on this computer."
    advice = "Install the driver of the card, or correct the path in the preferences."


class NotAModule(KeyProblem):
    """The file is no PKCS#11 module for this system. Details: ``module``."""

    code = "signing.not_a_module"
    title = "This file is not a card driver."
    advice = "Choose the library of the card's driver, as its maker names it."


class ModuleNotReady(KeyProblem):
    """It is a driver, and refused to start (``C_Initialize``). Details: ``module``, ``number``."""

    code = "signing.module_not_ready"
    title = "The card's driver does not start."
    advice = "Install it again, or choose another driver in the preferences."


class ModuleCrashed(KeyProblem):
    """The driver ended its process; the program lives on."""

    code = "signing.module_crashed"
    title = "The card's driver stopped suddenly."
    advice = "Try again; if it happens again, install the newest driver of the card."


class ModuleHung(KeyProblem):
    """The driver did not answer in time and its process was ended."""

    code = "signing.module_hung"
    title = "The card's driver did not answer."
    advice = "Take the card out, put it in again and try again."


class PinEntryCancelled(KeyProblem):
    """The person pressed cancel on the reader or in the driver's own window, or let its time run out."""

    code = "signing.pin_entry_cancelled"
    title = "No PIN was typed."
    advice = "Sign again when you are ready; nothing was signed and no try was counted."


class ServiceUnreachable(KeyProblem):
    """A remote certificate needs the line."""

    code = "signing.cloud_unreachable"
    title = "A connection is needed for this certificate."
    advice = "Sign with another certificate, or wait for the line to come back."
