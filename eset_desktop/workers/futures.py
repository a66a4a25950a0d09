# SPDX-License-Identifier: EUPL-1.2
"""From the future of a raw frame to the future of what it means."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from eset_desktop.errors import Cancelled, EsetError

S = TypeVar("S")
T = TypeVar("T")


def then(inner: "Future[S]", convert: Callable[[S], T]) -> "Future[T]":
    """Return a future of ``convert(frame)``; cancelling it cancels the request while that waits.

    Args:
        inner: The frame to come, or what was made of one.
        convert: Decodes it on the thread that completes ``inner``; may raise an :class:`EsetError`.
    """
    outer: Future[T] = Future()
    inner.add_done_callback(lambda done: _settle(outer, done, convert))
    outer.add_done_callback(lambda done: _pass_on(done, inner))
    return outer


def otherwise(
    first: "Future[T]", errors: tuple[type[EsetError], ...], again: "Callable[[], Future[T]]"
) -> "Future[T]":
    """Return a future of ``first``, or where that fails by one of some errors of what is begun then."""
    outer: Future[T] = Future()

    def settle(done: "Future[T]") -> None:
        if not done.cancelled() and isinstance(done.exception(), errors) and not outer.cancelled():
            second = again()
            second.add_done_callback(lambda ended: _settle(outer, ended, _same))
            outer.add_done_callback(lambda ended: _pass_on(ended, second))
        else:
            _settle(outer, done, _same)

    first.add_done_callback(settle)
    outer.add_done_callback(lambda done: _pass_on(done, first))
    return outer


def _same(value: T) -> T:
    return value


def _pass_on(outer: "Future[T]", inner: "Future[S]") -> None:
    if outer.cancelled():
        inner.cancel()


def _settle(outer: "Future[T]", done: "Future[S]", convert: Callable[[S], T]) -> None:
    if not outer.set_running_or_notify_cancel():
        return
    try:
        if done.cancelled():
            raise Cancelled
        outer.set_result(convert(done.result()))
    except EsetError as error:
        outer.set_exception(error)
