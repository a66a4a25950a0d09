# SPDX-License-Identifier: EUPL-1.2
"""What the service's settings say of timestamps; nothing is raised where they say nothing.

In ``central.toml``, which only its owner may read because it may hold a password::

    [timestamps]
    timeout = 10                                  # seconds for one answer
    inside = ["ocsp.example.local", "10.2.0.0/16"]  # of our own networks, where certificates may have us ask

    [[timestamps.service]]                        # asked in this order
    url = "https://tsa.example.cat/tsp"
    user = "ajuntament"                           # where the service asks for them
    password = "…"

The certificates that are trusted lie in the folder ``trust`` beside it. Documents come from strangers, and their certificates
say where to ask about them: nobody in a network of our own is asked for that reason, but who ``inside`` names.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from central.errors.keeping import SettingsUnsound
from eset_desktop.signing.levels.values import Services, Tsa
from eset_desktop.signing.trust.anchors import FOLDER, Anchors

SECTION: Final = "timestamps"
CACHE: Final = "certificate-answers"
_KNOWN: Final = frozenset({"service", "timeout", "inside"})
_SERVICE: Final = frozenset({"url", "user", "password"})
REST: Final = timedelta(seconds=60)
"""How long nobody else asks where a service did not answer."""
_LONGEST: Final = 120
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class AugmentingSettings:
    """Whom to ask, and whom to believe.

    Attributes:
        services: Time-stamping services, where answers are kept, how long to wait.
        trust: Folder of trusted certificates and lists.
        certificates: DER of what is trusted.
    """

    services: Services
    trust: Path
    certificates: tuple[bytes, ...] = field(repr=False)


def augmenting_settings(root: Path, found: Mapping[str, Any]) -> AugmentingSettings | None:
    """Return what the settings say, None when they name no time-stamping service.

    Args:
        root: The data folder.
        found: The settings file's content.

    Raises:
        SettingsUnsound: They make no sense, or nothing is trusted.
    """
    section = found.get(SECTION)
    if section is None:
        return None
    if not isinstance(section, dict) or section.keys() - _KNOWN:
        raise SettingsUnsound(reason=f"[{SECTION}] knows `timeout`, `inside` and [[{SECTION}.service]]")
    listed = section.get("service", [])
    if not isinstance(listed, list) or not listed:
        raise SettingsUnsound(reason=f"[{SECTION}] names no [[{SECTION}.service]]")
    timeout = section.get("timeout", 10)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout <= _LONGEST:
        raise SettingsUnsound(reason=f"{SECTION}.timeout is no number of seconds up to {_LONGEST}")
    inside = _inside(section.get("inside", []))
    rest = REST.total_seconds() + timeout  # it is counted from when the question began
    services = Services(tuple(map(_tsa, listed)), str(root / CACHE), float(timeout), inside, rest)
    trust = root / FOLDER
    certificates = Anchors.load(trust).certificates
    if not certificates:
        raise SettingsUnsound(reason=f"the folder {FOLDER}/roots holds no trusted certificate")
    return AugmentingSettings(services, trust, certificates)


def _inside(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(each, str) and _is_host(each) for each in given):
        raise SettingsUnsound(reason=f"{SECTION}.inside is no list of names, addresses and networks")
    return tuple(given)


def _is_host(text: str) -> bool:
    """Tell whether it is an address, a network or a name."""
    with suppress(ValueError):
        ip_network(text)
        return True
    return bool(_NAME.fullmatch(text))


def _tsa(given: object) -> Tsa:
    if (
        not isinstance(given, dict)
        or given.keys() - _SERVICE
        or not all(isinstance(value, str) for value in given.values())
    ):
        raise SettingsUnsound(reason=f"[[{SECTION}.service]] knows `url`, `user` and `password`")
    parts = urlsplit(given.get("url", ""))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise SettingsUnsound(reason=f"{SECTION}.service.url is no http address without a password in it")
    if bool(given.get("user")) != bool(given.get("password")):
        raise SettingsUnsound(
            reason=f"[[{SECTION}.service]] has a user without a password or one without the other"
        )
    return Tsa(given["url"], given.get("user", ""), given.get("password", ""))
