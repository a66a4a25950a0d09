# SPDX-License-Identifier: EUPL-1.2
"""Makes a zstd dictionary for the small messages of sync/1 from the demonstration's town: ``python packaging/wire_dictionary.py FILE``.

A dictionary that was released never changes: both sides of the wire have its very bytes, and its number stands in each
frame (:mod:`eset_desktop.packing`).
"""

import random
import re
import sys
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import msgspec

from eset_desktop.demo.content.towns import Demo
from eset_desktop.domain.kinds import body_stream
from eset_desktop.domain.merge import APPLIED
from eset_desktop.domain.mutations import Change, Mutation
from eset_desktop.zstd import zstd
from sync.protocol import SCHEMA, Digest, FeedPage, PushAnswer, PushBatch, Result, Row

NUMBER: Final = 1
SEED: Final = 51
"""Not the seed of any test or measurement: what is measured was not seen before."""
_LEVEL: Final = 12
_FOUND: Final = 24 * 1024
"""Bytes that zstd chooses from the messages; the catalogue's ids come on top."""
_HEAD: Final = 400
"""Bytes for a dictionary's tables."""
_UNTIL: Final = date(2026, 11, 20)
_MUTATIONS: Final = 3_000
_LONGEST: Final = 4_096
_NUMBER_AT: Final = slice(4, 8)
"""Where a dictionary's number stands (RFC 8878 §5)."""
_UUID: Final = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Samples:
    """What travels when the demonstration's town works: each mutation by itself, the page that tells of it, and its answer."""

    def __init__(self) -> None:
        self._demo = Demo(SEED, 1, _UNTIL)
        self._chance = random.Random(SEED)  # noqa: S311 - the same file again, not a secret
        self.common = tuple(sorted(each.id for each in self._demo.catalogue()))
        """Ids that are the same in every body."""

    def messages(self) -> Iterator[bytes]:
        """Yield messages as they travel, with ids of their own: no other town has those of the demonstration."""
        common = frozenset(each.encode() for each in self.common)
        for body in self._demo.bodies:
            made = (each for bundle in self._demo.bundles(body) for each in bundle.mutations)
            for number, mutation in enumerate(islice(made, _MUTATIONS)):
                for message in self._of(body_stream(body.id), self._alone(number, mutation)):
                    yield _UUID.sub(lambda found: self._other(found.group(), common), message)

    def _other(self, found: bytes, common: frozenset[bytes]) -> bytes:
        if found in common:
            return found
        fresh = str(uuid.UUID(int=self._chance.getrandbits(128), version=4)).encode()
        return found[:2] + fresh[2:14] + found[14:15] + fresh[15:]

    def _alone(self, number: int, mutation: Mutation) -> Mutation:
        """Return a mutation as a person makes it; every other one with words in it becomes a change of them."""
        words = [name for name, value in mutation.fields.items() if isinstance(value, str) and " " in value]
        if not words or number % 2:
            return msgspec.structs.replace(mutation, n=number + 1)
        name = self._chance.choice(words)
        text = str(mutation.fields[name])
        change = Change(text, f"{text} {self._chance.choice(('(rectificat)', '2', 'bis', 'nou'))}")
        return Mutation(
            mutation.id, number + 1, "set", mutation.kind, mutation.object, mutation.by, mutation.at,
            changes={name: change}, rev=self._chance.randint(1, 9),
        )  # fmt: skip

    def _of(self, stream: str, mutation: Mutation) -> Iterator[bytes]:
        epoch, seq = f"{self._chance.getrandbits(64):016x}", self._chance.randint(200, 60_000)
        result = Result(mutation.id, APPLIED, stream, epoch, seq, mutation.rev + 1)
        fields = mutation.fields or {name: each.to for name, each in mutation.changes.items()}
        row = Row(
            seq, mutation.kind, mutation.object, result.rev, fields, by=mutation.by, at=mutation.at,
            created_by=mutation.by, created_at=mutation.at, mutation=mutation.id,
        )  # fmt: skip
        digest = Digest(seq, seq - 7, self._chance.getrandbits(64))
        page = FeedPage(stream, epoch, seq - 1, seq, seq, (row,), (result,), digest)
        yield msgspec.json.encode(PushBatch(SCHEMA, (mutation,), epoch, seq - 1))
        yield msgspec.json.encode(msgspec.structs.replace(page, results=()))
        yield msgspec.json.encode(PushAnswer((result,), page))


def make(samples: Samples) -> bytes:
    """Return a dictionary: what zstd finds in the messages, and the ids that every body has in common."""
    messages = [each for each in samples.messages() if len(each) < _LONGEST]
    random.Random(SEED).shuffle(messages)  # noqa: S311 - the same file again, not a secret
    ids = "".join(f'"{each}"' for each in samples.common).encode()
    trained = zstd.train_dict(messages, _FOUND).dict_content
    content = ids + trained[trained.index(b'{"') :]  # behind the tables, which are made anew
    raw = zstd.ZstdDict(content, is_raw=True)
    made = bytearray(zstd.finalize_dict(raw, messages, len(content) + _HEAD, _LEVEL).dict_content)
    made[_NUMBER_AT] = NUMBER.to_bytes(4, "little")
    return bytes(made)


def main(arguments: Sequence[str]) -> None:
    """Write the dictionary to the file that is named."""
    (target,) = arguments
    Path(target).write_bytes(make(Samples()))


if __name__ == "__main__":
    main(sys.argv[1:])
