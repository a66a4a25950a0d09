# SPDX-License-Identifier: EUPL-1.2
"""Messages about turns to sign: :data:`sync.protocol.TURNS_PATH`."""

import msgspec


class TurnsRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wanted with the turn to sign some documents.

    Attributes:
        act: ``take`` (to renew is to take again), ``return`` or ``ask``.
        documents: At most 500.
        minutes: For ``take``: for how long; three days at most.
    """

    act: str
    documents: tuple[str, ...]
    minutes: int = 0


class TurnToSign(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who has the turn to sign a document; nobody when ``person`` is empty.

    Attributes:
        mine: Whether it is the asking person.
        here: Whether it was taken at the asking device.
        until: By the service's clock.
    """

    document: str
    person: str = ""
    person_name: str = ""
    mine: bool = False
    here: bool = False
    since: str = ""
    until: str = ""


class TurnsAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the turns are afterwards, of those documents that the caller may read; ``now`` is the service's time."""

    now: str = ""
    turns: tuple[TurnToSign, ...] = ()
