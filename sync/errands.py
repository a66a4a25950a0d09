# SPDX-License-Identifier: EUPL-1.2
"""What the window asks of the service through the agent. Tried once: it succeeds or its reason is told at once."""

from typing import Final
from urllib.parse import quote

import msgspec

from eset_desktop.store.errands import DEVICES, REVOKE, TURNS, Errand
from sync.coding import decode, failure_of
from sync.context import Context
from sync.messages import Steps
from sync.problems import DeviceRevoked, ProgramTooOld, RequestRefused, SyncProblem
from sync.protocol import DEVICES_PATH, TURNS_PATH
from sync.protocol.devices import DeviceList, OnlyThere
from sync.protocol.turns import TurnsAnswer, TurnsRequest

_ANSWERS: Final[dict[str, tuple[str, type[msgspec.Struct]]]] = {
    DEVICES: ("GET", DeviceList),
    REVOKE: ("POST", OnlyThere),
}


def run(context: Context) -> Steps[None]:
    """Do the oldest errand.

    Raises:
        SyncProblem: The line failed, or this device was revoked. Any other failure is the errand's own.
    """
    errand = context.replica.next_errand()
    if errand is None:
        return
    try:
        answer = yield from _answer(context, errand)
    except SyncProblem as problem:
        context.replica.fail_errand(errand, problem.code)
        if problem.line or isinstance(problem, DeviceRevoked):
            raise
    else:
        context.replica.answer_errand(errand, msgspec.json.encode(answer).decode())


def _answer(context: Context, errand: Errand) -> Steps[msgspec.Struct]:
    if context.push_only:
        raise ProgramTooOld
    message: msgspec.Struct | None = None
    type_: type[msgspec.Struct]
    if errand.what == TURNS:
        message, method, path, type_ = _turns(errand), "POST", TURNS_PATH, TurnsAnswer
    elif errand.what in _ANSWERS:
        method, type_ = _ANSWERS[errand.what]
        path = f"{DEVICES_PATH}/{quote(errand.argument, safe='')}/revoke" if errand.argument else DEVICES_PATH
    else:
        raise RequestRefused(problem=errand.what)  # a newer window's; this agent is about to end
    asked = yield from context.exchange.ask(method, path, message=message)
    if asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    return decode(asked.response, type_)


def _turns(errand: Errand) -> TurnsRequest:
    try:
        return msgspec.json.decode(errand.argument, type=TurnsRequest)
    except msgspec.MsgspecError as error:  # another window's words
        raise RequestRefused(problem=errand.what) from error
