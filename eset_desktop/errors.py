# SPDX-License-Identifier: EUPL-1.2
"""The base of every error that a person can meet.

Each package defines its own subclasses; a class carries a stable ``code`` under which the texts for people stand in
``resources/errors``. The English ``title`` and ``advice`` here serve logs and the command line.
"""

from typing import ClassVar


class EsetError(Exception):
    """A failure with one cause and one thing to do about it.

    Attributes:
        code: Stable dotted name, for example ``store.wrong_key``; never shown alone to a person.
        title: What happened, in one sentence.
        advice: What the person can do, in one sentence.
        details: Values for the text's placeholders; never secrets and never personal data.
    """

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong."
    advice: ClassVar[str] = "Try again; if it happens again, run `eset-desktop doctor`."

    def __init__(self, **details: str | int) -> None:
        super().__init__(f"{self.code}: {self.title} {self.advice}")
        self.details: dict[str, str | int] = details

    def __str__(self) -> str:
        facts = "".join(f" [{name}={value}]" for name, value in self.details.items())
        return f"{self.title} {self.advice}{facts}"


class Cancelled(EsetError):
    """The person cancelled: silent, nothing was changed."""

    code = "cancelled"
    title = "Cancelled."
    advice = "Nothing was changed."


class BlobDamaged(EsetError):
    """The stored bytes are not those that were stored; raised wherever sealed bytes are read (the cache, signing)."""

    code = "store.blob_damaged"
    title = "The document's content on this computer is damaged."
    advice = "Fetch it again; if it was never sent, restore the latest backup."
