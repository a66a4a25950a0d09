# SPDX-License-Identifier: EUPL-1.2
"""What devices tell of themselves, and their list for the secretary of their body."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from central import admin
from central.api import bodies
from central.api.requests import blocking, caller_of, service_of
from central.api.routes import Routes
from central.callers import Caller
from central.errors.keeping import UnknownName
from central.errors.requests import NotFound
from eset_desktop.domain.rights import SECRETARIA
from sync.protocol import DEVICES_PATH, REPORT_PATH
from sync.protocol.devices import DeviceReport

_MOST_BYTES: Final = 65_536

router: Final = Routes()


@router.post(REPORT_PATH)
async def report(request: Request) -> Response:
    """Keep what a device tells of itself."""
    caller, service = await caller_of(request), service_of(request)
    told = bodies.decode(await bodies.read(request, _MOST_BYTES), DeviceReport)
    await blocking(lambda: service.report(caller, told), request.app.state.writers)
    return Response(status_code=204)


@router.get(DEVICES_PATH)
async def devices(request: Request) -> Response:
    """Tell the secretary which computers the body has."""
    caller, service = await _secretary_of(request), service_of(request)
    return bodies.json_answer(request, await blocking(lambda: service.devices(caller)))


@router.post(DEVICES_PATH + "/{device}/revoke")
async def revoke(request: Request, device: str) -> Response:
    """Revoke a computer of the body and tell what only it held; told again for one that is revoked already."""
    caller, service = await _secretary_of(request), service_of(request)
    try:
        held = await blocking(
            lambda: admin.revoke_device(service, device, body=caller.body, again=True),
            request.app.state.writers,
        )
    except UnknownName as error:  # another body's devices do not exist here
        raise NotFound from error
    return bodies.json_answer(request, held)


async def _secretary_of(request: Request) -> Caller:
    caller = await caller_of(request)
    if SECRETARIA not in caller.profiles or caller.signing_only:
        raise NotFound
    return caller
