# SPDX-License-Identifier: EUPL-1.2
"""The validation data that a PDF brings along: its document security store (EN 319 142-1 §5.4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from eset_desktop.signing.validation.certificates import sound

_MAX_ITEMS: Final = 300
_MAX_BYTES: Final = 32 << 20


@dataclass(frozen=True, slots=True)
class Item:
    """One stream of the store.

    Attributes:
        kind: ``/Certs``, ``/OCSPs`` or ``/CRLs``.
        data: Its bytes.
        revision: The update of the file that it came with.
    """

    kind: str
    data: bytes
    revision: int


def read_store(reader: PdfFileReader) -> list[Item]:
    """Return what the store holds; a damaged one gives what can be read, because it only ever helps."""
    items: list[Item] = []
    try:
        store = reader.root["/DSS"]
        for item in _items(reader, store):
            items.append(item)
            if len(items) >= _MAX_ITEMS or sum(len(each.data) for each in items) > _MAX_BYTES:
                break
    except Exception:  # noqa: BLE001 - boundary: strangers' structures; without the data nothing is believed
        return items
    return items


def _items(reader: PdfFileReader, store: Any) -> Iterator[Item]:
    seen: set[Any] = set()
    for kind in ("/Certs", "/OCSPs", "/CRLs"):
        values = store.get(kind, ())
        for number in range(len(values)):
            value = values.raw_get(number)
            if not isinstance(value, generic.IndirectObject) or value.reference in seen:
                continue
            seen.add(value.reference)
            found: Any = values[number]
            yield Item(kind, found.data, reader.xrefs.get_last_change(value.reference))


def certificates(items: Iterable[Item]) -> Iterator[x509.Certificate]:
    """Yield the store's certificates."""
    for item in items:
        if item.kind == "/Certs" and (certificate := sound(item.data)):
            yield certificate
