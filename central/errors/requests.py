# SPDX-License-Identifier: EUPL-1.2
"""Refusals of a request whatever it is about, and what the service cannot do for want of strength or room."""

from central.errors.base import CentralError


class RequestMalformed(CentralError):
    """The request is not what the protocol says."""

    code = "request.malformed"
    title = "The central service could not read the request."
    advice = "Update the program; if it happens again, tell whoever keeps the service."


class RequestTooLarge(CentralError):
    """The request holds more bytes than the discovery document allows."""

    code = "request.too_large"
    title = "The request is larger than the central service takes."
    advice = "Send it in smaller parts."
    status = 413


class NotFound(CentralError):
    """Nothing is told of what the caller may not see or what does not exist."""

    code = "request.not_found"
    title = "There is nothing here."
    advice = "Check the address."
    status = 404


class MethodRefused(CentralError):
    """The address exists, the method does not."""

    code = "request.method"
    title = "This address does not take that method."
    advice = "Update the program."
    status = 405


class MediaTypeRefused(CentralError):
    """The body is of another type than this address takes."""

    code = "request.media_type"
    title = "The central service does not take this kind of data here."
    advice = "Update the program."
    status = 415


class RequestSlow(CentralError):
    """Nothing came for so long that the line must be gone; what had come is kept."""

    code = "request.slow"
    title = "The line broke while data was being sent."
    advice = "Nothing to do: the program goes on from where it was."
    status = 408


class ServiceFailed(CentralError):
    """A fault of the service itself; nothing was changed."""

    code = "service.failed"
    title = "The central service failed."
    advice = "Try again later; what you saved is kept on this computer."
    status = 500


class ServiceFull(CentralError):
    """The service's disk is full; nothing was changed."""

    code = "service.full"
    title = "The central service has no room left."
    advice = "Tell whoever keeps the service; what you saved is kept on this computer."
    status = 507


class ServiceBusy(CentralError):
    """Other requests were in the way again and again, or the database is away for a moment; nothing was changed."""

    code = "service.busy"
    title = "The central service is busy."
    advice = "Nothing to do: the program tries again."
    status = 503

    def headers(self) -> dict[str, str]:
        """Say when to come back (RFC 9110 §10.2.3)."""
        return {"Retry-After": "2"}
