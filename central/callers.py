# SPDX-License-Identifier: EUPL-1.2
"""Who is asking: a person on a device of a body, and the streams that this person may read."""

from dataclasses import dataclass

from eset_desktop.domain.kinds import CATALOGUE, body_stream, signer_stream, text_stream


@dataclass(frozen=True, slots=True)
class Caller:
    """A person on a device.

    Attributes:
        device: The device's id.
        device_code: Its short code inside provisional labels.
        person: The person's id.
        body: The town hall's id; the tenant.
        profiles: What the person may do, see :mod:`eset_desktop.domain.rights`.
        retired: The device was renewed; it may only ask for its renewal again.
        max_n: The highest number of its mutations with a final result.
        last_contact: When it last asked for something, or empty.
        restricted: The restricted streams of the body that the person may read, by name.
        signing_only: The device reads what waits for the person's signature and nothing else of the body's.
    """

    device: str
    device_code: str
    person: str
    body: str
    profiles: tuple[str, ...]
    retired: bool = False
    max_n: int = 0
    last_contact: str = ""
    restricted: tuple[str, ...] = ()
    signing_only: bool = False

    @property
    def stream(self) -> str:
        """Return the stream in which this caller is told what became of what it pushes: the body's, or its person's mirror."""
        return signer_stream(self.person) if self.signing_only else body_stream(self.body)

    @property
    def streams(self) -> tuple[str, ...]:
        """Return the streams that this caller may read; every other one does not exist to it."""
        if self.signing_only:
            return (CATALOGUE, self.stream)
        return streams_of(self.body, self.restricted)


def streams_of(body: str, restricted: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a person of a body reads who may read these restricted streams, in the order of reading: texts last."""
    own = (body_stream(body), *restricted)
    return (CATALOGUE, *own, *map(text_stream, own))
