# SPDX-License-Identifier: EUPL-1.2
"""What a PDF carries that nobody sees, and taking it out before the document is signed or published.

What is hidden goes (users' rule: author and history are not published; GDPR art. 5.1.c, data minimisation): information
dictionary, XMP everywhere, private data of programs, thumbnails, earlier states of the file, what cameras wrote into
photographs, scripts, hidden annotations. What can be seen stays and is named, so that a person may decide: comments,
attachments, layers, forms. The list that is shown and the list of what goes are made by the same pass.
"""

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf

from eset_desktop.documents.errors import BrokenPdf, CleaningFailed, PasswordPdf, ProtectedKept, SignedKept
from eset_desktop.documents.jpeg import without_comments
from eset_desktop.documents.values import Cleaned, Hidden, HiddenReport

_INFORMATION: Final = {
    "/Author": "author", "/Title": "title", "/Subject": "subject", "/Keywords": "keywords", "/Creator": "program",
    "/Producer": "program", "/CreationDate": "dates", "/ModDate": "dates", "/Trapped": "",
}  # fmt: skip
"""Kind of what the information dictionary holds (ISO 32000-1 table 317); entries of programs' own are ``custom``."""

REMOVED: Final = (
    "author", "title", "subject", "keywords", "program", "dates", "custom", "xmp", "private", "thumbnails", "photographs",
    "scripts", "annotations", "revisions",
)  # fmt: skip
"""Kinds of what goes, in the order in which they are listed."""

STAYING: Final = ("comments", "attachments", "layers", "fields")
"""Kinds of what can be seen."""

_CONFORMANCE: Final = ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfuaid:part")
"""What XMP says of the standards that the file keeps; it goes into the new XMP."""

_ANNOTATION_HIDDEN: Final = 2
_SCRIPT: Final = "/JavaScript"
_START: Final = re.compile(rb"startxref\s+\d+\s+%%EOF")
_EXAMPLES, _EXAMPLE_LENGTH = 5, 80
_DEPTH: Final = 32

Found = tuple[str, str]
"""A kind and an example of it, which may be empty."""


def hidden_in(pdf: bytes) -> HiddenReport:
    """Return what :func:`clean_pdf` would take out of a document, and what would stay.

    Raises:
        SignedKept: It is signed; nothing in it may be changed.
        ProtectedKept: It is encrypted.
        PasswordPdf: It opens only with a password.
        BrokenPdf: It cannot be read.
    """
    with _opened(pdf) as document:
        return _take_out(document, pdf)


def clean_pdf(pdf: bytes, title: str = "") -> Cleaned:
    """Return a document without what nobody sees in it, and what was taken out.

    Args:
        pdf: The document.
        title: The title it says of itself from now on; empty for none.

    Raises:
        CleaningFailed: The pages would not be the same afterwards; nothing was made.
        SignedKept: And the others, as :func:`hidden_in`.
    """
    with _opened(pdf) as document:
        before = _pages(document)
        kept = _conformance(document)
        report = _take_out(document, pdf)
        _describe(document, title, kept)
        out = BytesIO()
        document.save(out, deterministic_id=True, fix_metadata_version=False)
    with _opened(out.getvalue()) as again:
        left = [
            each for each in _take_out(again, out.getvalue()).removed if each.kind not in {"title", "xmp"}
        ]
        if left or _pages(again) != before:
            raise CleaningFailed
    return Cleaned(out.getvalue(), report)


def _opened(pdf: bytes) -> pikepdf.Pdf:
    try:
        document = pikepdf.open(BytesIO(pdf), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise PasswordPdf from error
    except (pikepdf.PdfError, ValueError) as error:
        raise BrokenPdf from error
    if document.is_encrypted:
        raise ProtectedKept
    if not len(document.pages):
        raise BrokenPdf
    if any("/ByteRange" in each for each in _dictionaries(document)) or "/Perms" in document.Root:
        raise SignedKept
    return document


def _take_out(document: pikepdf.Pdf, pdf: bytes) -> HiddenReport:
    steps = (_information, _xmp, _private, _images, _scripts, _hidden_annotations)
    found = [each for step in steps for each in step(document)]
    found += [("revisions", "")] * (len(_START.findall(pdf)) - (2 if document.is_linearized else 1))
    return HiddenReport(_counted(found), _counted(list(_staying(document))))


def _counted(found: list[Found]) -> tuple[Hidden, ...]:
    order = (*REMOVED, *STAYING)
    kinds = sorted({kind for kind, _ in found}, key=order.index)
    return tuple(_of_kind(kind, [example for other, example in found if other == kind]) for kind in kinds)


def _of_kind(kind: str, examples: list[str]) -> Hidden:
    told = [each[:_EXAMPLE_LENGTH] for each in dict.fromkeys(examples) if each]
    return Hidden(kind, len(examples), tuple(told[:_EXAMPLES]))


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary that is an object of its own, of streams too; qpdf gives no others by themselves."""
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each


def _information(document: pikepdf.Pdf) -> Iterator[Found]:
    information: Any = document.trailer.get("/Info")
    if not isinstance(information, pikepdf.Dictionary):
        return
    for name in sorted(information.keys()):
        kind = _INFORMATION.get(name, "custom")
        value = information[name]
        if kind:
            yield kind, str(value) if isinstance(value, pikepdf.String) else ""
    del document.trailer["/Info"]


def _xmp(document: pikepdf.Pdf) -> Iterator[Found]:
    for each in _dictionaries(document):
        if "/Metadata" in each:
            del each["/Metadata"]
            yield "xmp", ""


def _private(document: pikepdf.Pdf) -> Iterator[Found]:
    """Private data of programs (ISO 32000-1 §14.5), web capture (§14.10) and thumbnails (§12.3.4)."""
    for each in _dictionaries(document):
        for name, kind in (
            ("/PieceInfo", "private"),
            ("/LastModified", ""),
            ("/SpiderInfo", "private"),
            ("/Thumb", "thumbnails"),
        ):
            if name not in each:
                continue
            names = (
                each[name].keys()
                if name == "/PieceInfo" and isinstance(each[name], pikepdf.Dictionary)
                else ()
            )
            del each[name]
            if kind:
                yield kind, ", ".join(sorted(str(program)[1:] for program in names))


def _images(document: pikepdf.Pdf) -> Iterator[Found]:
    """Position, camera and comments in photographs; their pixels are not touched."""
    for each in _dictionaries(document):
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image" and _is_jpeg(each):
            raw = each.read_raw_bytes()
            bare = without_comments(raw)
            if bare != raw:
                parameters: Any = each.get("/DecodeParms")
                each.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
                yield "photographs", ""


def _is_jpeg(image: pikepdf.Stream) -> bool:
    filters: Any = image.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    return names == ["/DCTDecode"]


def _scripts(document: pikepdf.Pdf) -> Iterator[Found]:
    """Scripts of the document (ISO 32000-1 §12.6.4.16) and actions by themselves (§12.6.3)."""
    names: Any = document.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and _SCRIPT in names:
        del names[_SCRIPT]
        yield "scripts", ""
    for each in _dictionaries(document):
        for name in ("/AA", "/OpenAction", "/A"):
            if name in each and (name == "/AA" or _runs(each[name])):
                del each[name]
                yield "scripts", ""


def _runs(action: Any) -> bool:
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") in {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
    }


def _hidden_annotations(document: pikepdf.Pdf) -> Iterator[Found]:
    for page in document.pages:
        annotations: Any = page.get("/Annots")
        if not isinstance(annotations, pikepdf.Array):
            continue
        for at in reversed(range(len(annotations))):
            if _is_hidden(annotations[at]):
                del annotations[at]
                yield "annotations", ""


def _is_hidden(annotation: Any) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary) or annotation.get("/Subtype") in {"/Widget", "/Popup"}:
        return False
    flags: Any = annotation.get("/F", 0)
    return isinstance(flags, int) and bool(flags & _ANNOTATION_HIDDEN)


def _staying(document: pikepdf.Pdf) -> Iterator[Found]:
    shown = {"/Link", "/Widget", "/Popup"}
    for page in document.pages:
        for each in page.get("/Annots", ()):
            if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") not in shown:
                yield "comments", str(each.get("/T", ""))
    for name in document.attachments:
        yield "attachments", name
    layers: Any = document.Root.get("/OCProperties", {})
    for each in layers.get("/OCGs", ()) if isinstance(layers, pikepdf.Dictionary) else ():
        yield "layers", str(each.get("/Name", "")) if isinstance(each, pikepdf.Dictionary) else ""
    form: Any = document.Root.get("/AcroForm", {})
    if isinstance(form, pikepdf.Dictionary) and len(form.get("/Fields", ())):
        yield from (("fields", "") for _ in form.Fields)


def _conformance(document: pikepdf.Pdf) -> dict[str, str]:
    """Return what the XMP says of the standards that the file keeps; XMP that cannot be read says nothing."""
    if "/Metadata" not in document.Root:
        return {}
    try:
        metadata = document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
        return {name: str(metadata[name]) for name in _CONFORMANCE if name in metadata}
    except (ValueError, SyntaxError, TypeError):
        return {}


def _describe(document: pikepdf.Pdf, title: str, kept: dict[str, str]) -> None:
    """Write what a document says of itself from now on: its title, and the standards that it keeps."""
    if "/ID" in document.trailer:
        del document.trailer["/ID"]
    if not title and not kept:
        return
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name, value in kept.items():
            metadata[name] = value
        if title:
            metadata["dc:title"] = title
    if title:
        document.docinfo["/Title"] = title


def _pages(document: pikepdf.Pdf) -> list[tuple[str, bytes]]:
    """Return what is drawn on each page: its box and the digest of its operators."""
    return [(str(page.mediabox), _drawn(page.obj.get("/Contents"))) for page in document.pages]


def _drawn(contents: Any) -> bytes:
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    drawn = b"\n".join(each.read_bytes() for each in streams if isinstance(each, pikepdf.Stream))
    return hashlib.sha256(drawn).digest()
