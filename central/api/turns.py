# SPDX-License-Identifier: EUPL-1.2
"""Turns to sign."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from central.api import bodies
from central.api.requests import blocking, caller_of, service_of
from central.api.routes import Routes
from sync.protocol import TURNS_PATH
from sync.protocol.turns import TurnsRequest

_MOST_BYTES: Final = 65_536

router: Final = Routes()


@router.post(TURNS_PATH)
async def turns(request: Request) -> Response:
    """Take, give back or look at turns to sign."""
    caller, service = await caller_of(request), service_of(request)
    asked = bodies.decode(await bodies.read(request, _MOST_BYTES), TurnsRequest)
    answer = await blocking(lambda: service.turns_to_sign(caller, asked), request.app.state.writers)
    return bodies.json_answer(request, answer)
