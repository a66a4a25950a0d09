# SPDX-License-Identifier: EUPL-1.2
"""Bytes that lie in another place than the service: it answers 307 with an address that is good for some minutes (``docs/protocol.md``).

Nothing of ours goes there but which bytes are wanted: no token, no cookie, no name of the program. Whatever comes from there is believed
only when the whole hash is right.
"""

from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Final
from urllib.parse import urlsplit

import requests
from urllib3.util import SKIP_HEADER

from sync.addresses import is_loopback, is_secure
from sync.messages import Response
from sync.plain_session import PlainSession

REDIRECTED: Final = 307
"""RFC 9110 §15.4.8."""
AWAY: Final = Response(502, elsewhere=True)
"""What is answered where the other place can't be reached, or is none that may be asked. It says nothing of the line to the service."""


class Elsewhere:
    """Asks other places for bytes.

    Args:
        home: The service's address. Only a service on this machine may send to plain http, on this machine.
    """

    def __init__(self, home: str) -> None:
        self._at_home = is_loopback(home)
        self._session = PlainSession()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))

    def ask(
        self, address: str, headers: Mapping[str, str], timeout: tuple[float, float]
    ) -> requests.Response | None:
        """Return the answer of another place, its body unread; None when there is none.

        Args:
            address: Where the service sent us.
            headers: Of the request to the service; only those that say which bytes are wanted go on.
            timeout: Seconds to connect, and without a byte.
        """
        if not self._may_be_asked(address):
            return None
        wanted = {"Accept-Encoding": "identity", "User-Agent": SKIP_HEADER} | {
            name: value for name, value in headers.items() if name.lower() == "range"
        }
        self._session.trust_env = not is_loopback(address)
        try:
            return self._session.get(
                address, headers=wanted, timeout=timeout, allow_redirects=False, stream=True
            )
        except (requests.RequestException, ValueError):
            return None

    def _may_be_asked(self, address: str) -> bool:
        try:
            return is_secure(address) and (self._at_home or urlsplit(address).scheme == "https")
        except ValueError:  # brackets that make no sense
            return False

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
