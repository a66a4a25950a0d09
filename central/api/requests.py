# SPDX-License-Identifier: EUPL-1.2
"""What every endpoint asks of a request: the token, the service, numbers in the query."""

import math
from collections.abc import Callable
from typing import TypeVar, cast

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request

from central.callers import Caller
from central.errors.devices import DeviceUnknown
from central.errors.requests import RequestMalformed
from central.service import Service

_T = TypeVar("_T")


def service_of(request: Request) -> Service:
    """Return the service behind the application."""
    return cast("Service", request.app.state.service)


def token_of(request: Request) -> str:
    """Return the bearer token.

    Raises:
        DeviceUnknown: There is none.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise DeviceUnknown
    return token.strip()


async def blocking(work: Callable[[], _T], limiter: CapacityLimiter | None = None) -> _T:
    """Return what ``work`` returns, done in a thread; the event loop never waits for a disk."""
    return await to_thread.run_sync(work, limiter=limiter)


async def caller_of(request: Request) -> Caller:
    """Return who is asking; see :func:`central.accounts.authenticate` for what it raises."""
    token, service = token_of(request), service_of(request)
    return await blocking(lambda: service.caller(token))


async def pusher_of(request: Request) -> Caller:
    """Return who pushes, from memory where this process knows; whether that device may still write, the push itself sees."""
    token, known = token_of(request), request.app.state.known
    caller: Caller | None = known.find(token)
    if caller is None:
        caller = await caller_of(request)
        known.keep(token, caller)
    return caller


async def said_to_known(request: Request, parse: Callable[[], _T]) -> _T:
    """Return what a question says; that it is none is told to those only who hold a token.

    Raises:
        RequestMalformed: It is none. Instead, to a stranger, what :func:`caller_of` raises.
    """
    try:
        return parse()
    except RequestMalformed:
        await caller_of(request)
        raise


def number(request: Request, name: str, default: int, most: int) -> int:
    """Return a whole number of the query, at most ``most``.

    Raises:
        RequestMalformed: It is no number from 1 on.
    """
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= 18) or int(text) < 1:
        raise RequestMalformed(reason=name)
    return min(int(text), most)


def seconds(request: Request, name: str, most: float) -> float:
    """Return a time of the query in seconds, 0 when it is not there.

    Raises:
        RequestMalformed: It is no time.
    """
    try:
        value = float(request.query_params.get(name, "0"))
    except ValueError as error:
        raise RequestMalformed(reason=name) from error
    if not math.isfinite(value) or value < 0:
        raise RequestMalformed(reason=name)
    return min(value, most)
