# SPDX-License-Identifier: EUPL-1.2
"""What the window and the process that signs say to each other about one batch: told, asked, answered.

The key and what a person types stay on this side; the process is given signature values.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from eset_desktop.batches.channel import Channel
from eset_desktop.batches.messages import AskSecret, AskValue, Given, NotGiven, Over, Request, Told
from eset_desktop.batches.port import Secrets
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing.batch.values import BatchItem
from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.keys.port import OpenKey, Secret
from eset_desktop.workers.messages import error_of, failure_of

_log = logging.getLogger(__name__)


class Exchange:
    """A batch in the process at the other end of a channel.

    Args:
        channel: To the process.
        number: By which it knows the batch.
        told: Called with what moved.
        item: Returns a document by its place in the order.
    """

    def __init__(
        self, channel: Channel, number: int, told: Callable[[Told], None], item: Callable[[int], BatchItem]
    ) -> None:
        self.channel = channel
        self.number = number
        self._told = told
        self._item = item
        self._key: OpenKey | None = None
        self._secrets: Secrets | None = None
        self._typed: Secret | None = None

    def ask(self, *questions: Request, key: OpenKey | None = None, secrets: Secrets | None = None) -> Over:
        """Say something, do what the process asks for meanwhile, and return how it ended.

        Args:
            questions: The last one is answered.
            key: Signs.
            secrets: Asks a person for the secret of each signature; blocks.

        Raises:
            SigningStopped: The process is gone.
            EsetError: It could not do it; nothing was done.
        """
        self._key, self._secrets = key, secrets
        try:
            for each in questions:
                self.channel.say(each)
            over = self._over()
        finally:
            self._keep(None)
        if over.trace:
            _log.error("the process that signs failed unexpectedly: %s", over.trace)
        if over.failure is not None:
            raise error_of(over.failure, EsetError)
        return over

    def _over(self) -> Over:
        while True:
            answer = self.channel.hear()
            match answer:
                case Told() if answer.number == self.number:
                    self._told(answer)
                case AskValue() if answer.number == self.number:
                    self._sign(answer)
                case AskSecret() if answer.number == self.number:
                    self._type(answer)
                case Over() if answer.number == self.number:
                    return answer

    def _sign(self, asked: AskValue) -> None:
        key, secret = self._key, self._typed if asked.typed else None
        if key is None:
            self._refuse(asked.ask, Cancelled())
            return
        self._typed = None
        try:
            signing = key.sign(asked.attested, secret)
        except Exception as error:  # noqa: BLE001 - boundary: the process waits for an answer, whatever a key does
            if secret is not None:
                secret.wipe()
            self._refuse(asked.ask, _as_known(error))
        else:
            signing.add_done_callback(partial(self._signed, asked.ask))

    def _signed(self, ask: int, done: "Future[bytes]") -> None:
        """Pass a value on, from the key's thread."""
        error = Cancelled() if done.cancelled() else done.exception()
        if error is not None:
            self._refuse(ask, _as_known(error))
        else:
            self.channel.say(Given(ask, done.result()))

    def _type(self, asked: AskSecret) -> None:
        secrets = self._secrets
        try:
            self._keep(secrets(self._item(asked.index)) if secrets else None)
        except Exception as error:  # noqa: BLE001 - boundary: the process waits for an answer, whatever the window does
            self._refuse(asked.ask, _as_known(error))
        else:
            self.channel.say(Given(asked.ask))

    def _keep(self, secret: Secret | None) -> None:
        """Hold what was typed until it is used; what was not is wiped."""
        before, self._typed = self._typed, secret
        if before is not None:
            before.wipe()

    def _refuse(self, ask: int, error: EsetError) -> None:
        self.channel.say(NotGiven(ask, failure_of(error)))


def _as_known(error: BaseException) -> EsetError:
    if isinstance(error, EsetError):
        return error
    _log.error("a key or a question failed unexpectedly", exc_info=error)
    return SigningError()
