# SPDX-License-Identifier: EUPL-1.2
"""Exchanging a one-time enrolment code for a device's credentials."""

from eset_desktop.clock import Clock
from eset_desktop.errors import EsetError
from sync.coding import decode, encode, failure_of, problem_in
from sync.messages import LineError, Request
from sync.problems import of_line
from sync.protocol import DISCOVERY_PATH, ENROL_PATH, SIGNING_ONLY, Discovery, EnrolAnswer, EnrolRequest
from sync.transport import Transport


class CodeRefused(EsetError):
    """The service does not take the code: mistyped, used already or too old; it does not say which."""

    code = "sync.code_refused"
    title = "The enrolment code is not valid."
    advice = "Check what you typed, or ask your administrator for a new one."


class SigningOnlyUnknown(EsetError):
    """The service is of a version that has no signing-only computers; it would give this one everything."""

    code = "sync.signing_only_unknown"
    title = "This town hall's central service does not know computers that are only for signing yet."
    advice = "Ask the administrator to update it; the code was not used and nothing was set up."


def enrol(transport: Transport, clock: Clock, request: EnrolRequest) -> EnrolAnswer:
    """Return the credentials for a code.

    Raises:
        CodeRefused: The code is not valid.
        SigningOnlyUnknown: That is asked for and the service does not know it; the code was not used.
        SyncProblem: The line or the service failed; the code was perhaps used, a new one is safe.
    """
    if request.signing_only and SIGNING_ONLY not in _discovered(transport, clock).features:
        raise SigningOnlyUnknown
    body, headers = encode(request)
    answer = transport.send(
        Request("POST", ENROL_PATH, headers={"Accept-Encoding": "zstd", **headers}, body=body)
    )
    if isinstance(answer, LineError):
        raise of_line(answer.kind)
    if answer.status == 403:
        problem = problem_in(answer)
        if problem is not None and problem.code == "enrol.code_refused":
            raise CodeRefused
    if answer.status != 201:
        raise failure_of(answer, clock.now())
    return decode(answer, EnrolAnswer)


def _discovered(transport: Transport, clock: Clock) -> Discovery:
    answer = transport.send(Request("GET", DISCOVERY_PATH, headers={"Accept-Encoding": "zstd"}))
    if isinstance(answer, LineError):
        raise of_line(answer.kind)
    if answer.status != 200:
        raise failure_of(answer, clock.now())
    return decode(answer, Discovery)
