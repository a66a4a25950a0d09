# SPDX-License-Identifier: EUPL-1.2
"""The first questions of a run: is this our service, and does it know more of this device than the device itself?

A service that knows of later mutations than the cache means a cache restored from a backup: going on with the same
numbers would answer new work with old results. It goes on as a new device; mutations keep their ids, so nothing is
dropped and nothing counts twice.
"""

from typing import Final

from eset_desktop.clock import parse_iso
from sync.coding import decode, failure_of
from sync.context import Context
from sync.epochs import compare_or_repeat
from sync.messages import Steps
from sync.problems import DeviceUnknown, NotTheService, ProtocolUnknown
from sync.protocol import (
    DEVICE_PATH,
    DISCOVERY,
    DISCOVERY_PATH,
    PROTOCOL,
    RENEW_PATH,
    SCHEMA,
    SNAPSHOTS,
    WITH_QUERY,
    DeviceAnswer,
    Discovery,
    RenewAnswer,
)
from sync.reporting import tell

SERVICE: Final = "eset-central"
WITH_DISCOVERY: Final = ((WITH_QUERY, DISCOVERY),)
"""One question less: each costs a round trip. A service that does not know it is asked for its discovery by itself."""


def check(context: Context) -> Steps[str]:
    """Return the service's time, for people only; raises :class:`sync.problems.SyncProblem`."""
    device = yield from _known(context)
    discovery = (device and device.discovery) or (yield from _discovered(context))
    if discovery.service != SERVICE or not _is_moment(discovery.server_time):
        raise NotTheService(why="discovery")
    if PROTOCOL not in discovery.protocols:
        raise ProtocolUnknown
    context.push_only = discovery.min_client > SCHEMA
    context.take_limits(discovery.limits)
    context.features = frozenset(discovery.features)
    if device is None or device.max_n > context.replica.sent_n():
        yield from _renew(context)
    if device is not None:
        context.replica.set_streams(device.streams)
        context.snapshots = set(
            device.snapshots if SNAPSHOTS in context.features and not context.push_only else ()
        )
    yield from compare_or_repeat(context)
    context.recheck = False
    if context.push_only or not context.replica.sendable(max_bytes=1, max_count=1):
        yield from tell(context)  # else it goes first that would be told of
    return discovery.server_time


def _discovered(context: Context) -> Steps[Discovery]:
    asked = yield from context.exchange.ask("GET", DISCOVERY_PATH, anonymous=True)
    if asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    return decode(asked.response, Discovery)


def _known(context: Context) -> Steps[DeviceAnswer | None]:
    """Ask what the service knows of this device; None when it was renewed and the answer with its new token was lost."""
    try:
        asked = yield from context.exchange.ask("GET", DEVICE_PATH, query=WITH_DISCOVERY)
    except DeviceUnknown:
        return None
    if asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    return decode(asked.response, DeviceAnswer)


def _renew(context: Context) -> Steps[None]:
    """Go on as a new device. The old token is good for this until the new one was used; for a stranger it is refused."""
    asked = yield from context.exchange.ask("POST", RENEW_PATH)
    if asked.response.status not in {200, 201}:
        raise failure_of(asked.response, context.clock.now())
    context.replica.renew(decode(asked.response, RenewAnswer))


def _is_moment(text: str) -> bool:
    try:
        return bool(parse_iso(text))
    except ValueError:
        return False
