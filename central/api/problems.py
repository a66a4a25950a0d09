# SPDX-License-Identifier: EUPL-1.2
"""Every error as ``application/problem+json`` (RFC 9457), and the boundary behind which none escapes."""

from collections.abc import Awaitable, Callable
from typing import Final

import msgspec
import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from central.errors.base import CentralError
from central.errors.requests import (
    MethodRefused,
    NotFound,
    RequestMalformed,
    ServiceBusy,
    ServiceFailed,
    ServiceFull,
)
from central.errors.streams import EpochChanged
from central.store import dialect
from eset_desktop.clock import iso
from eset_desktop.platform import is_disk_full
from sync.protocol import PROBLEM_TYPE, Problem

_NOBODY_LISTENS: Final = 499
"""The client went away: the answer reaches nobody."""

_BY_STATUS: Final[dict[int, type[CentralError]]] = {404: NotFound, 405: MethodRefused}

_log = structlog.get_logger()


async def guarded(request: Request, work: Callable[[], Awaitable[Response]]) -> Response:
    """Return what an endpoint answers, with every error turned into a problem."""
    try:
        return await work()
    except ClientDisconnect:
        return Response(status_code=_NOBODY_LISTENS)
    except CentralError as error:
        return answer(request, error)
    except SQLAlchemyError as error:
        if not dialect.is_passing(error):
            return _failed(request, error)
        _log.warning(
            "request.busy", method=request.method, route=_route(request), reason=dialect.state_of(error)
        )
        return answer(request, ServiceBusy())
    except Exception as error:  # noqa: BLE001 - request boundary: whatever fails, the client gets a problem
        return _failed(request, error)


def _failed(request: Request, error: Exception) -> Response:
    full = (isinstance(error, OSError) and is_disk_full(error)) or (
        isinstance(error, OperationalError)
        and (dialect.state_of(error) == dialect.DISK_FULL or "full" in str(error.orig))
    )
    _log.error("request.failed", method=request.method, route=_route(request), full=full, exc_info=error)
    return answer(request, ServiceFull() if full else ServiceFailed())


def _route(request: Request) -> str:
    """Return the pattern of the address, which holds no ids."""
    return str(getattr(request.scope.get("route"), "path", ""))


def answer(request: Request, error: CentralError) -> Response:
    """Return an error as a problem."""
    problem = Problem(
        code=error.code,
        title=error.title,
        status=error.status,
        detail=error.advice,
        epoch=error.epoch if isinstance(error, EpochChanged) else "",
        head=error.head if isinstance(error, EpochChanged) else 0,
        stream=error.stream if isinstance(error, EpochChanged) else "",
        server_time=iso(request.app.state.service.clock.now()),
    )
    return Response(
        msgspec.json.encode(problem),
        status_code=error.status,
        media_type=PROBLEM_TYPE,
        headers=error.headers(),
    )


async def on_http_error(request: Request, error: Exception) -> Response:
    """Turn what the framework refuses (unknown address, wrong method) into a problem."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    return answer(request, _BY_STATUS.get(status, RequestMalformed)())
