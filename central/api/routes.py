# SPDX-License-Identifier: EUPL-1.2
"""The routes of a part of the API, each behind the request boundary.

Plain Starlette: no endpoint has anything but the request and the address taken apart for it, and that machinery was a fifth of
what a push cost (decision 0030).
"""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from central.api.problems import guarded

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Awaitable[Response]])


class GuardedRoute(Route):
    """A route of one method. The endpoint gets the request, and the parts of the address by their names.

    Args:
        method: The HTTP method.
        path: The address, with parts in braces.
        endpoint: What answers.
    """

    def __init__(self, method: str, path: str, endpoint: Callable[..., Awaitable[Response]]) -> None:
        async def answered(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive, send)
            response = await guarded(request, lambda: endpoint(request, **request.path_params))
            await response(scope, receive, send)

        super().__init__(path, endpoint, methods=[method])
        self.methods = {method}  # a HEAD is answered where one is asked for, not wherever a GET is
        self.app = answered


class Routes:
    """Collects routes by decorators: ``@routes.get("/v1/device")``.

    Attributes:
        routes: In the order in which they are tried.
    """

    def __init__(self) -> None:
        self.routes: Final = list[GuardedRoute]()

    def _add(self, method: str, path: str) -> Callable[[_Endpoint], _Endpoint]:
        def adding(endpoint: _Endpoint) -> _Endpoint:
            self.routes.append(GuardedRoute(method, path, endpoint))
            return endpoint

        return adding

    def get(self, path: str) -> Callable[[_Endpoint], _Endpoint]:
        """Let an endpoint answer GET."""
        return self._add("GET", path)

    def head(self, path: str) -> Callable[[_Endpoint], _Endpoint]:
        """Let an endpoint answer HEAD."""
        return self._add("HEAD", path)

    def post(self, path: str) -> Callable[[_Endpoint], _Endpoint]:
        """Let an endpoint answer POST."""
        return self._add("POST", path)

    def put(self, path: str) -> Callable[[_Endpoint], _Endpoint]:
        """Let an endpoint answer PUT."""
        return self._add("PUT", path)

    def patch(self, path: str) -> Callable[[_Endpoint], _Endpoint]:
        """Let an endpoint answer PATCH."""
        return self._add("PATCH", path)

    def delete(self, path: str) -> Callable[[_Endpoint], _Endpoint]:
        """Let an endpoint answer DELETE."""
        return self._add("DELETE", path)

    def options(self, path: str) -> Callable[[_Endpoint], _Endpoint]:
        """Let an endpoint answer OPTIONS."""
        return self._add("OPTIONS", path)
