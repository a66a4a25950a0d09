# SPDX-License-Identifier: EUPL-1.2
"""The simulated service's answers about devices and turns to sign: the real service behind the wire form."""

from typing import TYPE_CHECKING

from helpers.simulation.feeds import as_json

from central import admin
from central.errors.keeping import UnknownName
from central.errors.requests import NotFound
from eset_desktop.domain.rights import SECRETARIA
from sync.coding import decode
from sync.messages import Response
from sync.protocol.devices import DeviceReport
from sync.protocol.turns import TurnsRequest

if TYPE_CHECKING:
    from helpers.simulation.server import Call


def report(call: "Call") -> Response:
    if call.cut is not None:
        return Response(500)
    headers = {name.lower(): value for name, value in call.request.headers.items()}
    call.service.report(call.caller, decode(Response(200, headers, call.request.body), DeviceReport))
    return Response(204)


def turns(call: "Call") -> Response:
    if call.cut is not None:
        return Response(500)
    headers = {name.lower(): value for name, value in call.request.headers.items()}
    asked = decode(Response(200, headers, call.request.body), TurnsRequest)
    return as_json(call.service.turns_to_sign(call.caller, asked))


def devices(call: "Call") -> Response:
    if SECRETARIA not in call.caller.profiles:
        raise NotFound
    return as_json(call.service.devices(call.caller))


def revoke(call: "Call") -> Response:
    if SECRETARIA not in call.caller.profiles:
        raise NotFound
    try:
        return as_json(admin.revoke_device(call.service, call.parts[1], body=call.caller.body, again=True))
    except UnknownName as error:
        raise NotFound from error
