# SPDX-License-Identifier: EUPL-1.2
"""Why an operation was not done; nothing was changed then."""

from eset_desktop.errors import EsetError


class OperationError(EsetError):
    """An operation was not done."""

    code = "operation.error"


class Refused(OperationError):
    """A rule refuses it; ``reason`` is the rule's code, whose text stands beside this one's."""

    code = "operation.refused"
    title = "This can't be done."
    advice = "Read the reason, correct what it names and try again."


class NotAllowed(OperationError):
    """The person's profiles do not allow it."""

    code = "operation.not_allowed"
    title = "Your profile does not allow this."
    advice = "Ask the secretary to do it or to give you the profile."


class SigningOnly(OperationError):
    """This computer holds what waits for its person's signature and nothing else: nothing else is done here."""

    code = "operation.signing_only"
    title = "This computer is only for signing."
    advice = "Do it on a computer of the town hall; what waits for your signature can be signed here."


class NotFound(OperationError):
    """The object is not on this computer."""

    code = "operation.not_found"
    title = "This is not on this computer any more."
    advice = "Go back to the list and look for it again."


class FirstSyncMissing(OperationError):
    """The body's own data have not arrived yet, so nothing can be named after it."""

    code = "operation.first_sync_missing"
    title = "This computer has not received the town hall's data yet."
    advice = "Connect it once and wait until the first sync is complete."


class BytesMissing(OperationError):
    """The version's bytes are not on this computer."""

    code = "operation.bytes_missing"
    title = "The document's file is not on this computer yet."
    advice = "Ask for it while the line is up; it opens as soon as it arrives."


class VersionMovedOn(OperationError):
    """Another version stands now than the one the person confirmed."""

    code = "operation.version_moved_on"
    title = "The document has a newer version than the one you confirmed."
    advice = "Look at it again and confirm it; nothing was signed."


class NoLongerAsked(OperationError):
    """A request for a signature was withdrawn, paused or lost its effect while its document stood to be signed.

    Details: ``reason``, where there is one: the code of the text that says which of them.
    """

    code = "operation.no_longer_asked"
    title = "This signature is not asked for any more."
    advice = (
        "The request was withdrawn or paused, or the document changed: look at it in the signature folder."
    )


class PlanNotHere(OperationError):
    """There is no file plan of that name on this computer. Details: ``name``, ``here`` (the names that there are)."""

    code = "operation.plan_not_here"
    title = "There is no file plan of that name on this computer."
    advice = "Check the name: it is the one that the plan was imported under."


class PlanNameTaken(OperationError):
    """The shared catalogue has a plan of that name, which a body does not change."""

    code = "operation.plan_name_taken"
    title = "The catalogue that all town halls share has a file plan of this name."
    advice = "Import it under another name; nothing was imported."
