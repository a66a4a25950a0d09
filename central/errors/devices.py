# SPDX-License-Identifier: EUPL-1.2
"""Refusals of who asks: credentials and enrolment."""

from central.errors.base import CentralError


class DeviceUnknown(CentralError):
    """No token, or one that the service does not know."""

    code = "device.unknown"
    title = "The central service does not know this computer."
    advice = "Ask your administrator for a new enrolment code; unsent work is kept."
    status = 401

    def headers(self) -> dict[str, str]:
        """Name the scheme, as RFC 9110 §11.6.1 asks of every 401."""
        return {"WWW-Authenticate": "Bearer"}


class DeviceRevoked(DeviceUnknown):
    """The device was revoked; told as such, so that it locks its cache."""

    code = "device.revoked"
    title = "This computer's access was withdrawn."
    advice = "Speak to your administrator; unsent work is kept, locked, on this computer."


class CodeRefused(CentralError):
    """The enrolment code is unknown, used or expired; which one is not told."""

    code = "enrol.code_refused"
    title = "The enrolment code is not valid."
    advice = "Check the code or ask your administrator for a new one."
    status = 403


class TooManyTries(CentralError):
    """Too many wrong enrolment codes came from one address."""

    code = "enrol.too_many"
    title = "Too many wrong enrolment codes."
    advice = "Wait a minute and try again."
    status = 429

    def headers(self) -> dict[str, str]:
        """Say when to come back (RFC 9110 §10.2.3)."""
        return {"Retry-After": "60"}
