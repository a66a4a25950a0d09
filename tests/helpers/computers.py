# SPDX-License-Identifier: EUPL-1.2
"""What the central service would tell of a small town hall's computers."""

from datetime import timedelta

import msgspec
from helpers.cache import Cache

from eset_desktop.clock import iso
from eset_desktop.operations import errands
from eset_desktop.store.errands import DEVICES, REVOKE, Errand
from eset_desktop.store.queries import plan
from eset_desktop.store.queries.devices import DeviceFacts, DeviceList, MissingBytes, OnlyThere, Unsent

_NAMES = ("PC-SECRETARIA", "PC-ATENCIO", "PORTATIL-OBRES", "PC-ALCALDIA")
LOST = "device-3"
"""The one that has unsent work."""


def told(cache: Cache, *, revoked: bool = False) -> None:
    """Let the agent have brought the list; with ``revoked``, after the access of :data:`LOST` was withdrawn."""
    if revoked:
        acts = _acts(cache)
        versions = (
            MissingBytes("version-1", "document-1", "2026/00031", 2_140_000, _ago(cache, days=16, hours=3)),
        )
        held = OnlyThere(_ago(cache, days=16), 5, acts, versions)
        errands.revoke_device(cache.session, LOST)
        _answer(cache, Errand(REVOKE, LOST), held)
    _answer(cache, Errand(DEVICES), DeviceList(_devices(cache, revoked=revoked)))


def _devices(cache: Cache, *, revoked: bool) -> tuple[DeviceFacts, ...]:
    people = list(plan.people(cache.database.reader()).items())
    own = cache.replica.account().device
    found = []
    for number, name in enumerate(_NAMES):
        person, person_name = people[number % len(people)]
        found.append(
            DeviceFacts(
                own if number == 0 else f"device-{number + 1}", f"A{number}", person, person_name, name,
                "eset-desktop/0.2.0", "active", _ago(cache, days=200), last_contact=_ago(cache, minutes=3 + 95 * number),
                reported_at=_ago(cache, hours=2),
            )
        )  # fmt: skip
    found[2] = msgspec.structs.replace(
        found[2], last_contact=_ago(cache, days=16), reported_at=_ago(cache, days=16), unsent=5, unsent_bytes=2_140_000,
        oldest_at=_ago(cache, days=17), acts=_acts(cache), state="revoked" if revoked else "active",
    )  # fmt: skip
    return tuple(found)


def _acts(cache: Cache) -> tuple[Unsent, ...]:
    acts = (
        ("document", "create"),
        ("version", "create"),
        ("dossier", "set"),
        ("party", "create"),
        ("document", "set"),
    )
    return tuple(
        Unsent(
            kind,
            verb,
            f"object-{number}",
            _ago(cache, days=17, minutes=-7 * number),
            f"2026/000{31 + number // 2}",
        )
        for number, (kind, verb) in enumerate(acts)
    )


def _ago(cache: Cache, **ago: float) -> str:
    return iso(cache.clock.now() - timedelta(**ago))


def _answer(cache: Cache, errand: Errand, answer: msgspec.Struct) -> None:
    cache.replica.answer_errand(errand, msgspec.json.encode(answer).decode())
