# SPDX-License-Identifier: EUPL-1.2
"""Pushes: as one body, or a large one in parts."""

from contextlib import suppress
from typing import Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from central.api import bodies
from central.api.requests import blocking, caller_of, number, pusher_of, said_to_known, service_of
from central.api.routes import Routes
from central.callers import Caller
from central.errors.requests import RequestMalformed
from central.errors.streams import PartsMissing
from central.push_parts import MOST_PARTS
from sync.protocol import PACKED_TYPE, PARTS_PATH, PARTS_TYPE, PUSH_PATH, Limits, PartsRequest, PushBatch

router: Final = Routes()


@router.post(PUSH_PATH)
async def push(request: Request) -> Response:
    """Take a batch of mutations, or join the parts of one that were sent before."""
    caller, service = await pusher_of(request), service_of(request)
    data, media = await bodies.read(request, Limits().push_bytes), bodies.media_of(request)
    if media == PARTS_TYPE:
        return await _finished(request, await caller_of(request), bodies.decode(data, PartsRequest))
    if media == PACKED_TYPE:
        packed = data
        data = await said_to_known(request, lambda: bodies.unpacked_message(packed))
    batch = await said_to_known(request, lambda: bodies.decode(data, PushBatch))
    with request.app.state.listeners.pushing(caller.device):
        answer = await blocking(
            lambda: service.push(caller, batch.mutations, batch.epoch, batch.seen), request.app.state.pushers
        )
    if media == PACKED_TYPE:
        return bodies.packed_answer(answer, after=data)
    return bodies.json_answer(request, answer)


@router.put(PARTS_PATH + "/{batch}/{part}")
async def put_part(request: Request, batch: str, part: str) -> Response:
    """Keep a part of a large push, then decide about what is here; with ``of`` answer the whole when that is here."""
    caller, service = await caller_of(request), service_of(request)
    if not (part.isascii() and part.isdecimal() and len(part) <= 4):
        raise RequestMalformed(reason="part")
    data, state = await bodies.read(request, Limits().part_bytes), request.app.state
    await blocking(lambda: service.push_parts.put(caller, batch, int(part), data), state.writers)
    if "of" in request.query_params:
        with suppress(PartsMissing):
            whole = PartsRequest(batch, number(request, "of", 1, MOST_PARTS))
            return await _finished(request, caller, whole)
    deciding = BackgroundTask(blocking, lambda: service.large_pushes.go_on(caller, batch), state.pushers)
    return Response(status_code=204, background=deciding)


@router.get(PARTS_PATH + "/{batch}")
async def parts(request: Request, batch: str) -> Response:
    """Tell which parts of a large push are here."""
    caller, service = await caller_of(request), service_of(request)
    return bodies.json_answer(request, await blocking(lambda: service.push_parts.numbers(caller, batch)))


async def _finished(request: Request, caller: Caller, asked: PartsRequest) -> Response:
    """Return the answer to a large push whose parts are all here; raises PartsMissing."""
    pushes = service_of(request).large_pushes
    answer = await blocking(lambda: pushes.finish(caller, asked), request.app.state.pushers)
    return bodies.json_answer(request, answer)
