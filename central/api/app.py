# SPDX-License-Identifier: EUPL-1.2
"""The application: every route of sync/1 and nothing else."""

from typing import Final

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from central.api import devices, pushes, streams, sync, transfers, turns, uploads
from central.api.known import Known
from central.api.problems import on_http_error
from central.api.tries import Tries
from central.api.waiting import LOOK_SECONDS, LOOK_SECONDS_WITH_HINTS, Listeners
from central.moves import Moves
from central.service import Service
from central.store.dialect import is_sqlite

WRITERS: Final = 6
"""Pushes that a process works at on PostgreSQL at once; more would only wait for each other's rows."""
PUSHERS: Final = 24
"""Pushes that wait for their turn or are decided; of one body one transaction at a time."""


def create_app(service: Service) -> Starlette:
    """Return the ASGI application of a service."""
    parts = (
        sync.router, pushes.router, devices.router, streams.router, transfers.router, turns.router, uploads.router,
    )  # fmt: skip
    app = Starlette(
        routes=[route for part in parts for route in part.routes],
        exception_handlers={HTTPException: on_http_error},
    )
    app.router.redirect_slashes = False
    app.state.service = service
    embedded = is_sqlite(service.database.engine)
    look_seconds = LOOK_SECONDS if embedded else LOOK_SECONDS_WITH_HINTS
    app.state.listeners = Listeners(Moves(service.database).since_last, look_seconds)
    app.state.known = Known()
    app.state.tries = Tries(service.clock.monotonic)
    # On SQLite one writer works at a time: others wait here and not in a thread each.
    app.state.writers = CapacityLimiter(1 if embedded else WRITERS)
    # Pushes of one body take turns by themselves (:mod:`central.turns`), so more of them wait than work.
    app.state.pushers = CapacityLimiter(PUSHERS)
    service.on_moved = app.state.listeners.tell
    service.on_told = app.state.listeners.tell_device
    return app
