# SPDX-License-Identifier: EUPL-1.2
"""Whether what a PDF says of itself is as it was: title, author, subject, keywords and whatever else programs show of it.

Programs that add a signature write when and by what the file was saved (ISO 32000-2 §14.3.3, ``/ModDate`` and
``/Producer``, and their like in XMP): that may change. For the rest no change is allowed after a signature: ISO 32000-2
§12.8.2.2 names signatures, forms and annotations, and EN 319 142-1 §5.4 validation data and timestamps.
"""

from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]  # no types in the package
from pyhanko.pdf_utils import generic

_SAVING: Final = frozenset({"/ModDate", "/Producer"})
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_SAVING_XMP: Final = (
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{http://ns.adobe.com/xap/1.0/}",
    "{http://ns.adobe.com/xap/1.0/mm/}",
    "{http://www.w3.org/XML/1998/namespace}",
    "{http://www.w3.org/2000/xmlns/}",
)
"""Beginnings of the names of what saving writes: dates, the program, the history of the file."""

Said = tuple[Any, ...]


def same_metadata(old: Any, new: Any) -> bool:
    """Return whether two revisions (pyHanko's) say the same of the document; a dictionary that is gone says nothing."""
    before, after = _entries(old), _entries(new)
    if after is not None and after != (before or {}):
        return False
    packets = [_packet(each.root) for each in (old, new)]
    return (
        packets[1] is None or packets[0] == packets[1] or _properties(packets[0]) == _properties(packets[1])
    )


def _entries(revision: Any) -> dict[str, Any] | None:
    """Return what the information dictionary says; ``None`` when there is none."""
    trailer = revision.trailer_view
    found = trailer.raw_get("/Info") if "/Info" in trailer else None
    if isinstance(found, generic.IndirectObject):  # the trailer's own references lead to the newest revision
        found = revision(found.reference)
    if not isinstance(found, generic.DictionaryObject):
        return None
    return {key: found[key] for key in found if key not in _SAVING and not _is_empty(found[key])}


def _is_empty(value: Any) -> bool:
    return isinstance(value, generic.NullObject) or (isinstance(value, str) and not value.strip("\0 "))


def _packet(root: Any) -> bytes | None:
    reference = root.raw_get("/Metadata") if "/Metadata" in root else None
    # by its reference: the library reads it in another way by its name, which revisions of the past do not understand
    found = reference.reference.get_object() if isinstance(reference, generic.IndirectObject) else None
    return bytes(found.data) if isinstance(found, generic.StreamObject) else None


def _properties(packet: bytes | None) -> list[Said]:
    """Return the properties of an XMP packet (ISO 16684-1 §7), in an order of their own."""
    if packet is None:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(packet, parser)
    found: list[Said] = []
    for description in root.iter(f"{_RDF}Description"):
        attributes = [(name, value) for name, value in description.attrib.items() if name != f"{_RDF}about"]
        found += [(name, value.strip(), (), ()) for name, value in attributes if _is_told(name)]
        found += [_said(each) for each in description if isinstance(each.tag, str) and _is_told(each.tag)]
    return sorted(found)


def _is_told(name: str) -> bool:
    return not name.startswith(_SAVING_XMP)


def _said(element: Any) -> Said:
    attributes = tuple(sorted(element.attrib.items()))
    children = tuple(_said(each) for each in element if isinstance(each.tag, str))
    return element.tag, (element.text or "").strip(), attributes, children
