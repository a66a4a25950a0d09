# SPDX-License-Identifier: EUPL-1.2
"""Asking at addresses that stand in strangers' certificates, without being sent to machines that only we can reach.

Every connection, that of a redirect too, is made to an address that was looked at after its name was resolved, so that a
name that means something else a moment later (DNS rebinding) gains nothing. Where a proxy of the environment is in
between, names are resolved here only to look at them: what it lets through is its own affair.
"""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import urlsplit

import requests
from requests.utils import select_proxy

from eset_desktop.signing.levels.connections import Deadline, TimelyAdapter, resolved

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that carry an IPv4 one through a translator (RFC 6052 §2.1)."""
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given out for the public Internet (RFC 4291 §2.4); what else stands for an address is no way to one."""
_EXAMPLES: Final = ipaddress.IPv6Network("3fff::/20")
"""For documentation (RFC 9637); Python 3.11 does not know it yet."""


class NotPublic(ValueError):
    """An address is not one of the public Internet, and the settings do not name it; no OSError, or it would be tried again."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What of our own networks may be asked all the same.

    Attributes:
        names: Hosts, in lower case.
        networks: Addresses.
    """

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, listed: Iterable[str]) -> Self:
        """Return what a list of names, addresses and networks (``10.2.0.0/16``) allows.

        Raises:
            ValueError: A network is none.
        """
        names, networks = set(), []
        for each in listed:
            try:
                networks.append(ipaddress.ip_network(each))
            except ValueError:
                if "/" in each or not each.strip():
                    raise
                names.add(each.lower())
        return cls(frozenset(names), tuple(networks))

    def allows(self, host: str, address: Address) -> bool:
        """Tell whether a host may be asked at an address that it resolves to."""
        return (
            is_public(address)
            or host.lower() in self.names
            or any(address in each for each in self.networks if each.version == address.version)
        )


def is_public(address: Address) -> bool:
    """Tell whether an address, and one that it stands for, is of the public Internet (RFC 6890)."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(carried)
        if address not in _UNICAST or address in _EXAMPLES:
            return False
    return address.is_global and not address.is_multicast


class GuardedAdapter(TimelyAdapter):
    """Connections to public addresses, and to what is allowed inside."""

    def __init__(self, deadline: Deadline, inside: Inside) -> None:
        self._inside = inside
        super().__init__(deadline)

    def addresses(self, host: str, port: int) -> Iterable[str]:
        """Return the addresses of a host, once all of them may be asked.

        Raises:
            NotPublic: One may not.
            socket.gaierror: It has none.
        """
        return _addresses(host, port, self._inside)

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        """Send one request, that of a redirect too.

        Raises:
            NotPublic: It leads inside.
        """
        url = request.url or ""
        if select_proxy(url, options.get("proxies")):
            _look(urlsplit(url).hostname or "", urlsplit(url).port, self._inside)
        return super().send(request, *arguments, **options)


def _look(host: str, port: int | None, inside: Inside) -> None:
    """Look at a host that somebody else will resolve; a name that is not known here is the proxy's affair."""
    try:
        list(_addresses(host, port or 0, inside))
    except socket.gaierror:
        return


def _addresses(host: str, port: int, inside: Inside) -> Iterable[str]:
    """Return the addresses of a host, once all of them may be asked.

    Raises:
        NotPublic: One may not.
        socket.gaierror: It has none.
    """
    found = resolved(host, port)
    for each in found:
        if not inside.allows(host, ipaddress.ip_address(each.partition("%")[0])):
            raise NotPublic(host)
    return found
