# SPDX-License-Identifier: EUPL-1.2
"""What an action will have done: settled once, always on the main thread."""

from collections.abc import Callable
from typing import Generic, TypeVar

from eset_desktop.errors import EsetError
from ui.errors import UnexpectedError

T = TypeVar("T")
U = TypeVar("U")


class Outcome(Generic[T]):
    """A value or an error to come.

    The steps given to :meth:`map` and :meth:`then` run on the main thread; an :class:`EsetError` that one raises becomes
    the error of the outcome that it made. Any other exception is a fault of the program: who waits is told that something
    unexpected failed, and the fault itself is not held back.
    """

    def __init__(self) -> None:
        self._settled = False
        self._value: T | None = None
        self._error: EsetError | None = None
        self._followers: list[tuple[Callable[[T], object], Callable[[EsetError], object]]] = []

    @classmethod
    def of(cls, value: T) -> "Outcome[T]":
        """Return an outcome that is settled already."""
        outcome = cls()
        outcome.settle(value)
        return outcome

    @classmethod
    def failed(cls, error: EsetError) -> "Outcome[T]":
        """Return an outcome that has failed already."""
        outcome = cls()
        outcome.fail(error)
        return outcome

    @property
    def is_settled(self) -> bool:
        """Whether it has a value or an error."""
        return self._settled

    def settle(self, value: T) -> None:
        """Give it its value."""
        self._settled, self._value = True, value
        followers, self._followers = self._followers, []
        for on_value, _ in followers:
            on_value(value)

    def fail(self, error: EsetError) -> None:
        """Give it its error."""
        self._settled, self._error = True, error
        followers, self._followers = self._followers, []
        for _, on_error in followers:
            on_error(error)

    def when(self, on_value: Callable[[T], object], on_error: Callable[[EsetError], object]) -> None:
        """Call one of the two when it is settled, at once when it is."""
        if not self._settled:
            self._followers.append((on_value, on_error))
        elif self._error is not None:
            on_error(self._error)
        else:
            on_value(self._value)  # type: ignore[arg-type] # settled without an error: the value is a T

    def map(self, step: Callable[[T], U]) -> "Outcome[U]":
        """Return the outcome of a step on the value."""
        after: Outcome[U] = Outcome()

        def take(value: T) -> None:
            try:
                result = step(value)
            except EsetError as error:
                after.fail(error)
            except Exception:
                after.fail(UnexpectedError())
                raise
            else:
                after.settle(result)

        self.when(take, after.fail)
        return after

    def then(self, step: Callable[[T], "Outcome[U]"]) -> "Outcome[U]":
        """Return the outcome of a step that itself takes time."""
        after: Outcome[U] = Outcome()
        self.map(step).when(lambda inner: inner.when(after.settle, after.fail), after.fail)
        return after
