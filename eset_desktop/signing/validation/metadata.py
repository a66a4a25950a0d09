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
    "{adobe:ns:meta/}",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{http://ns.adobe.com/xap/1.0/}",
    "{http://ns.adobe.com/xap/1.0/mm/}",
    "{http://www.w3.org/XML/1998/namespace}",
    "{http://www.w3.org/2000/xmlns/}",
)
"""Beginnings of the names of what saving writes: the packet's wrapper, dates, the program, the history of the file."""

Said = tuple[Any, ...]


def same_metadata(old: Any, new: Any) -> bool:
    """Return whether two revisions (pyHanko's) say the same of the document.

    An information dictionary that is gone says nothing: the trailers of some programs' updates leave it out.

    Raises:
        lxml.etree.XMLSyntaxError: An XMP packet that changed is no XML.
    """
    before, after = _entries(old), _entries(new)
    if after is not None and after != (before or {}):
        return False
    packets = [_packet(each.root) for each in (old, new)]
    return packets[0] == packets[1] or _properties(packets[0]) == _properties(packets[1])


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
    """Return the properties of an XMP packet (ISO 16684-1 §7), in an order of their own.

    What stands where no property does is kept with them: not every program reads a packet as the standard does.
    """
    if packet is None:
        return []
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(packet, parser)
    if root.getroottree().docinfo.internalDTD is not None:  # has words of its own for things
        return [("", packet, (), ())]
    models = [root] if root.tag == f"{_RDF}RDF" else root.findall(f"{_RDF}RDF")
    found = [said for each in {root, *models} for said in (*_attributes(each), *_words(each))]
    found += [_said(each) for each in root if each not in models and root not in models]
    found += [said for model in models for node in model for said in _node(node)]
    return sorted(found, key=repr)


def _node(node: Any) -> list[Said]:
    """Return what a node says; one that is no ``rdf:Description`` says its type too (RDF 1.1 XML Syntax §2.13)."""
    kind = [] if node.tag == f"{_RDF}Description" else [(node.tag, "", (), ())]
    properties = [_said(each) for each in node if _is_told(each.tag)]
    return [*kind, *_attributes(node), *_words(node), *properties]


def _attributes(element: Any) -> list[Said]:
    told = [(name, value) for name, value in element.attrib.items() if name != f"{_RDF}about"]
    return [(name, value.strip(), (), ()) for name, value in told if _is_told(name)]


def _words(element: Any) -> list[Said]:
    """Return the words between what an element holds, where none belong."""
    words = [element.text, *(each.tail for each in element)]
    return [("", each.strip(), (), ()) for each in words if each and each.strip()]


def _is_told(name: str) -> bool:
    return not name.startswith(_SAVING_XMP)


def _said(element: Any) -> Said:
    attributes = tuple(sorted(element.attrib.items()))
    children = tuple((_said(each), (each.tail or "").strip()) for each in element)
    return element.tag, (element.text or "").strip(), attributes, children
