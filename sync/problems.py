# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong between a client and its central service, each with one thing to do about it.

None of them ever loses or wipes anything: the engine notes the code for the status strip and tries again later.
"""

from eset_desktop.errors import EsetError
from sync import messages


class SyncProblem(EsetError):
    """A sync step that did not work this time.

    Attributes:
        line: Everything is put off, not only the thing that was asked for.
        answered: The service itself answered; the line is up.
        asked: Seconds that the service asked to wait (``Retry-After``).
    """

    code = "sync.problem"
    line = False
    answered = True

    def __init__(self, *, asked: float = 0.0, **details: str | int) -> None:
        super().__init__(**details)
        self.asked = asked


class LineDown(SyncProblem):
    """No answer: no network, no name, no listener, or it broke off."""

    code = "sync.line_down"
    title = "The central service can't be reached."
    advice = "Go on working: everything is kept here and sent when the line comes back."
    line = True
    answered = False


class TlsFailed(SyncProblem):
    """The service's certificate or the encryption was not accepted."""

    code = "sync.tls_failed"
    title = "The connection to the central service is not trustworthy."
    advice = "Check the computer's date and tell the administrator if it happens again."
    line = True
    answered = False


class InsecureAddress(SyncProblem):
    """Plain http to another machine; it is never spoken."""

    code = "sync.insecure_address"
    title = "The central service's address is not encrypted (http)."
    advice = "Ask the administrator for the address that begins with https."
    line = True
    answered = False


class ShortAnswer(SyncProblem):
    """The answer broke off in the middle; nothing of it was used."""

    code = "sync.short_answer"
    title = "The central service's answer arrived in half."
    advice = "Nothing to do: it is asked again."
    line = True
    answered = False


class NotTheService(SyncProblem):
    """Something answered that does not speak sync/1: a login page of the network, a proxy, another server."""

    code = "sync.not_the_service"
    title = "Something that is not the central service answers at its address."
    advice = "Open the browser to see whether the network asks you to sign in; nothing is lost meanwhile."
    line = True
    answered = False


class BodyTooLarge(NotTheService):
    """Something on the way takes no request as large as this one (RFC 9110 §15.5.14): a proxy with a limit of its own."""

    code = "sync.body_too_large"
    title = "Something between here and the central service stops messages of this size."
    advice = "They go in smaller ones; if some stay, tell whoever keeps the network to allow larger ones."


class ServiceFailed(SyncProblem):
    """The service answered with an error of its own (5xx)."""

    code = "sync.service_failed"
    title = "The central service has an error."
    advice = "Go on working; if it lasts, tell the administrator."


class PartFailed(ServiceFailed):
    """One part of a large push was answered so, while others arrived: it says nothing of what is in the push."""


class ServiceBusy(SyncProblem):
    """The service asked to come back later (429, 503)."""

    code = "sync.service_busy"
    title = "The central service is busy."
    advice = "Nothing to do: it is asked again in a while."
    line = True


class RequestRefused(SyncProblem):
    """The service does not take a request that this program holds to be right."""

    code = "sync.request_refused"
    title = "The central service does not accept what this program asks."
    advice = "Tell the administrator: program and service may be of different ages. Nothing is lost."


class ProtocolUnknown(SyncProblem):
    """Program and service have no protocol version in common."""

    code = "sync.protocol_unknown"
    title = "This program and the central service are of too different ages."
    advice = "Update the program; unsent work is kept."
    line = True


class ProgramTooOld(SyncProblem):
    """The service shows nothing more to a program of this age; it still takes what was done with it."""

    code = "sync.program_too_old"
    title = (
        "This program is too old for the central service: it still sends your work and receives nothing new."
    )
    advice = "Update the program; everything you save goes on being sent."


class DeviceUnknown(SyncProblem):
    """The service does not know this device's credentials."""

    code = "sync.device_unknown"
    title = "The central service does not know this computer."
    advice = "Ask the administrator for a new enrolment code; unsent work is kept."
    line = True


class DeviceRevoked(SyncProblem):
    """An administrator revoked this device."""

    code = "sync.device_revoked"
    title = "The administrator withdrew this computer's access."
    advice = "Speak with the administrator; unsent work is kept, locked."


class StreamForeign(SyncProblem):
    """The service does not show a stream that this device had."""

    code = "sync.stream_foreign"
    title = "This computer may no longer read a part of the data."
    advice = "Ask the administrator about your profile; unsent work is kept."


class StreamDiverged(SyncProblem):
    """After reading a stream again from its start the digests still differ."""

    code = "sync.stream_diverged"
    title = "What is here and what the central service holds differ."
    advice = "Tell the administrator and send the report of `eset-desktop doctor`; nothing was deleted."


class PushBlocked(SyncProblem):
    """The service waits for changes of another device before it takes these."""

    code = "sync.push_blocked"
    title = "Some changes wait for others that have not reached the central service."
    advice = "Nothing to do: they are sent as soon as the others arrive."


class UploadUnreferenced(SyncProblem):
    """The version that bytes belong to has not reached the service yet."""

    code = "sync.upload_unreferenced"
    title = "A document's data waits until its record has been sent."
    advice = "Nothing to do: it is sent afterwards."


class UploadTooLarge(SyncProblem):
    """The service takes no file of this size."""

    code = "sync.upload_too_large"
    title = "A document is larger than the central service accepts."
    advice = "Ask the administrator; the document is kept on this computer."


class UploadDamaged(SyncProblem):
    """The service received other bytes than were sent, twice."""

    code = "sync.upload_damaged"
    title = "A document arrives damaged at the central service."
    advice = "It is sent again later; if it lasts, tell the administrator. The original is kept here."


class DownloadMissing(SyncProblem):
    """The service does not have, or does not show, the bytes of a version."""

    code = "sync.download_missing"
    title = "The central service does not have a document's data yet."
    advice = "Nothing to do: they come by themselves as soon as it has them."


class DownloadDamaged(SyncProblem):
    """The bytes that arrived are not those of the version; they were thrown away."""

    code = "sync.download_damaged"
    title = "A document arrived damaged and was not accepted."
    advice = "It is fetched again; if it lasts, tell the administrator."


def of_line(kind: str) -> SyncProblem:
    """Return the problem for a failure without an answer, see :data:`sync.messages.LINE_ERRORS`."""
    match kind:
        case messages.TLS:
            return TlsFailed()
        case messages.INSECURE:
            return InsecureAddress()
        case messages.SHORT_BODY:
            return ShortAnswer()
        case messages.TOO_LARGE:
            return NotTheService(why=kind)
    return LineDown(why=kind)


def is_one_connections(problem: EsetError) -> bool:
    """Tell whether a failure says something of one connection only, and nothing of the line."""
    why = problem.details.get("why", messages.SHORT_BODY)
    return isinstance(problem, LineDown | ShortAnswer) and why in {messages.RESET, messages.SHORT_BODY}
