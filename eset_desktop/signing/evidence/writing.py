# SPDX-License-Identifier: EUPL-1.2
"""Evidence as JSON: one form for the same facts, so that its hash names it.

Keys are sorted, there is no white space and there are no fractions, so the bytes are those of RFC 8785; bytes stand in
base64, moments in ISO 8601.
"""

import msgspec

from eset_desktop.signing.evidence.values import Record


def canonical(record: Record) -> bytes:
    """Return a record's JSON."""
    return msgspec.json.encode(msgspec.to_builtins(record), order="sorted")


def read(data: bytes) -> Record:
    """Return a record from its JSON; fields that a later version added are passed over.

    Raises:
        msgspec.ValidationError: It is no record.
    """
    return msgspec.json.decode(data, type=Record)
