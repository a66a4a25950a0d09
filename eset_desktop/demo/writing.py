# SPDX-License-Identifier: EUPL-1.2
"""Writing the made-up past in a process of its own, so that one core writes while the other loads."""

import contextlib
import multiprocessing
from collections.abc import Iterator
from itertools import islice
from multiprocessing.connection import Connection
from typing import Final

from eset_desktop.demo.content.towns import Demo
from eset_desktop.demo.content.values import Bundle
from eset_desktop.demo.errors import DemoFailed

PORTION: Final = 25
"""Dossiers that travel together; the pipe's own size keeps the writer from running far ahead."""


@contextlib.contextmanager
def bundles(demo: Demo, body_key: str) -> Iterator[Iterator[Bundle]]:
    """Give what happened in a body's dossiers, as ``Demo.bundles`` does, written by another process.

    Raises:
        DemoFailed: The writer ended before it was done; raised while iterating.
    """
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    writer = context.Process(target=_write, args=(demo, body_key, theirs), daemon=True)
    writer.start()
    theirs.close()
    try:
        yield _read(mine)
    finally:
        mine.close()
        writer.terminate()
        writer.join()


def _read(pipe: Connection) -> Iterator[Bundle]:
    while True:
        try:
            portion: list[Bundle] = pipe.recv()
        except EOFError:
            raise DemoFailed(step="fill", reason="the writer of the past ended too soon") from None
        if not portion:
            return
        yield from portion


def _write(demo: Demo, body_key: str, pipe: Connection) -> None:
    """Run in the writing process: send portions, then an empty one."""
    body = next(each for each in demo.bodies if each.key == body_key)
    left = demo.bundles(body)
    while portion := list(islice(left, PORTION)):
        pipe.send(portion)
    pipe.send([])
