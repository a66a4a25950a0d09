# SPDX-License-Identifier: EUPL-1.2
"""A session of ``requests`` that sends what it is told to, and nothing of its own."""

import requests
from requests.auth import AuthBase


class PlainSession(requests.Session):
    """Adds no headers, takes no password from ``.netrc``, and leaves a redirect alone.

    Told not to follow one, ``requests`` would still read its whole body and its address.
    """

    def __init__(self) -> None:
        super().__init__()
        self.headers = requests.structures.CaseInsensitiveDict()
        self.auth = _NoToken()

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: nobody is sent anywhere."""


class _NoToken(AuthBase):
    """Leaves the request as it is; its presence keeps ``requests`` from looking into ``.netrc``."""

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return the request as it is."""
        return prepared
