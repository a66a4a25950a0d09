# SPDX-License-Identifier: EUPL-1.2
"""Examining containers with CAdES signatures (ASiC-E and ASiC-S, ETSI EN 319 162-1); XAdES ones are recognised elsewhere.

In ASiC-E a signature is over a manifest, which names files with their digests; in ASiC-S it is over the only file. A file
that no signature speaks of is told: whoever opens the container sees it beside the signed ones.
"""

import hmac
import re
import struct
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, Final, cast
from urllib.parse import unquote

import msgspec
from asn1crypto import parser
from lxml import etree  # type: ignore[import-untyped]  # no types in the package

from eset_desktop.signing.validation.cms import Unreadable, digest, load
from eset_desktop.signing.validation.cms_examination import MAX_BYTES, NoContent, TooLarge, examine_cms
from eset_desktop.signing.validation.examination import Examination
from eset_desktop.signing.validation.problems import Problem, by_gravity
from eset_desktop.signing.validation.report import Coverage, Integrity, SignatureReport
from eset_desktop.signing.validation.zip_form import reads_alike

_ASIC: Final = "{http://uri.etsi.org/02918/v1.2.1#}"
_DSIG: Final = "{http://www.w3.org/2000/09/xmldsig#}"
_DIGESTS: Final = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_META: Final = "META-INF/"
_TYPE_FILE: Final = "mimetype"
_TYPES: Final = frozenset({b"application/vnd.etsi.asic-e+zip", b"application/vnd.etsi.asic-s+zip"})
_MIME: Final = re.compile(rb"[a-z]+/[A-Za-z0-9.+-]{1,80}")
_SIGNATURE: Final = re.compile(r"META-INF/[^/]*signature[^/]*\.p7s", re.IGNORECASE)
_TOKEN: Final = re.compile(r"META-INF/[^/]*timestamp[^/]*\.tst", re.IGNORECASE)
_LIST: Final = re.compile(r"META-INF/(ASiC[^/]*Manifest[^/]*|manifest|container)\.xml", re.IGNORECASE)
_RECORD: Final = re.compile(r"META-INF/[^/]*evidencerecord[^/]*\.(xml|ers)", re.IGNORECASE)
_LISTS: Final = frozenset(
    {
        f"{_ASIC}ASiCManifest",
        "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}manifest",
        "{urn:oasis:names:tc:opendocument:xmlns:container}container",
    }
)
_SEQUENCE: Final = 16
_VERSION_1: Final = b"\x02\x01\x01"
_PAGES: Final = b"%PDF-"
"""Where it stands near its beginning, some programs show the whole file as a PDF, whatever else it is."""
_CHUNK: Final = 1 << 20
_DAMAGED: Final = (
    zipfile.BadZipFile,
    ValueError,
    KeyError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    struct.error,
    zlib.error,
)
"""What a zip that is none raises while it is read."""


class NoCades(Exception):
    """The container holds signatures of another form."""


class UnreadableContainer(Exception):
    """The container, or a manifest in it, is not made as it must be."""


async def examine_asic(stream: BinaryIO, examination: Examination) -> list[SignatureReport]:
    """Return what is said of each signer of each signature.

    Raises:
        NoCades: There is no CAdES signature in it, or others beside.
        NoContent: A signature in it speaks of nothing that is there.
        TooLarge: A signature or manifest is larger than is read here.
        UnreadableContainer: It is damaged.
    """
    try:
        with zipfile.ZipFile(stream) as container:
            alike = reads_alike(stream, container) and _type_is_sound(container)
            return await _all(container, examination, set() if alike else {Problem.DAMAGED_STRUCTURE})
    except _DAMAGED as error:
        raise UnreadableContainer from error


async def _all(
    container: zipfile.ZipFile, examination: Examination, problems: set[Problem]
) -> list[SignatureReport]:
    names = container.namelist()
    signatures = [name for name in names if name.startswith(_META) and _is_cades(name)]
    if not signatures or any(_is_xades(name) for name in names):
        raise NoCades
    reports: list[SignatureReport] = []
    for signature in dict.fromkeys(signatures):
        reports += await _examine(container, signature, examination, problems)
    return reports


def _is_cades(name: str) -> bool:
    lower = name.lower()
    return "signature" in lower and lower.endswith(".p7s")


def _is_xades(name: str) -> bool:
    lower = name.lower()
    return lower.startswith("_xmlsignatures/") or (
        lower.startswith("meta-inf/") and "signatures" in lower and lower.endswith(".xml")
    )


async def _examine(
    container: zipfile.ZipFile, signature: str, examination: Examination, problems: set[Problem]
) -> list[SignatureReport]:
    files = {name for name in container.namelist() if _is_data(container, name)}
    found = set(problems)
    manifest = _manifest_of(container, signature)
    if manifest is None:
        covered, signed = (files, next(iter(files))) if len(files) == 1 else (set[str](), None)
    else:
        signed, covered = manifest[0], {name for name, _ in manifest[1]}
        found |= _check(container, manifest[1])
    if signed is None or not covered:
        raise NoContent
    coverage = Coverage.WHOLE_FILE if files <= covered else Coverage.PARTIAL
    if coverage is Coverage.PARTIAL:
        found.add(Problem.UNSIGNED_FILES)
    # content that a signature brings along must be what it speaks of here: examine_cms compares it
    raw = BytesIO(_read(container, signature))
    reports = await examine_cms(raw, examination, lambda: cast("BinaryIO", container.open(signed)))
    return [_with(each, found, coverage) for each in reports]


def _is_data(container: zipfile.ZipFile, name: str) -> bool:
    """Whether a person finds it beside what is signed: all but folders and what signatures are made of (§4.4.3.2).

    A name alone makes nothing a part of a signature: what is in it must be one.
    """
    if name.endswith("/") or name == _TYPE_FILE:
        return False
    kind = next((read for names, read in _PARTS if names.fullmatch(name)), None)
    if kind is None:
        return True
    data = _read(container, name)
    try:
        return _PAGES in data or not kind(data)
    except (Unreadable, ValueError, TypeError, KeyError):
        return True


def _is_list(data: bytes) -> bool:
    return _parsed(data).tag in _LISTS


def _is_token(data: bytes) -> bool:
    token, rest = load(data)
    return not rest and token["encap_content_info"]["content_type"].native == "tst_info"


def _is_record(data: bytes) -> bool:
    """Whether it is an evidence record (RFC 6283 §3.1.1 or RFC 4998 §3.1); what it proves is not looked at."""
    if data[:1] == b"<":
        return bool(_parsed(data).tag == "{urn:ietf:params:xml:ns:ers}EvidenceRecord")
    _, _, tag, _, content, _ = parser.parse(data, strict=True)
    return (tag, content[:3]) == (_SEQUENCE, _VERSION_1)


def _is_signature(data: bytes) -> bool:
    load(data)
    return True


_PARTS: Final = ((_SIGNATURE, _is_signature), (_TOKEN, _is_token), (_LIST, _is_list), (_RECORD, _is_record))


def _type_is_sound(container: zipfile.ZipFile) -> bool:
    """Whether the container says of itself nothing (§4.3.3.1 allows it), what it is, or the type of its only file."""
    if _TYPE_FILE not in container.namelist():
        return True
    told = _read(container, _TYPE_FILE)
    return told in _TYPES or (not _manifests(container) and bool(_MIME.fullmatch(told)))


def _with(report: SignatureReport, found: set[Problem], coverage: Coverage) -> SignatureReport:
    problems = by_gravity({*found, *(Problem(code) for code in report.problems)})
    broken = Problem.DIGEST in found
    return msgspec.structs.replace(
        report,
        integrity=Integrity.BROKEN if broken else report.integrity,
        coverage=coverage,
        problems=tuple(str(each) for each in problems),
    )


Reference = tuple[str, bytes]
"""Name of a digest, empty when it is not to be relied on or not known here, and its value."""


def _manifest_of(
    container: zipfile.ZipFile, signature: str
) -> tuple[str | None, list[tuple[str, Reference]]] | None:
    """Return name and references of the manifest that a signature is over.

    ``None`` when the container has no manifest at all (ASiC-S); no name when it has, but none speaks of this signature.
    """
    manifests = _manifests(container)
    for name in manifests:
        root = _parsed(_read(container, name))
        first = root.find(f"{_ASIC}SigReference")
        if (
            root.tag == f"{_ASIC}ASiCManifest"
            and first is not None
            and unquote(first.get("URI", "")) == signature
        ):
            return name, [
                (_uri(each), _reference(each)) for each in root.findall(f"{_ASIC}DataObjectReference")
            ]
    return (None, []) if manifests else None


def _manifests(container: zipfile.ZipFile) -> list[str]:
    return [
        name for name in container.namelist() if name.startswith(_META) and "asicmanifest" in name.lower()
    ]


def _parsed(data: bytes) -> Any:
    """Parse XML of strangers: no network, no entities, no document type."""
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, reader)
    except etree.LxmlError as error:
        raise ValueError("manifest") from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("manifest")
    return root


def _uri(reference: Any) -> str:
    return unquote(str(reference.get("URI", "")))


def _reference(reference: Any) -> Reference:
    method = reference.find(f"{_DSIG}DigestMethod")
    value = reference.findtext(f"{_DSIG}DigestValue") or ""
    return _DIGESTS.get(method.get("Algorithm", "") if method is not None else "", ""), b64decode(
        "".join(value.split()), validate=True
    )


def _check(container: zipfile.ZipFile, references: list[tuple[str, Reference]]) -> set[Problem]:
    """Return what is wrong with the files that a manifest names."""
    names = set(container.namelist())
    problems: set[Problem] = set()
    for name, (algorithm, value) in references:
        if not algorithm:
            problems.add(Problem.WEAK)
        elif name not in names or not hmac.compare_digest(digest(algorithm, _pieces(container, name)), value):
            problems.add(Problem.DIGEST)
    return problems


def _pieces(container: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with container.open(name) as entry:
        while piece := entry.read(_CHUNK):
            yield piece


def _read(container: zipfile.ZipFile, name: str) -> bytes:
    with container.open(name) as entry:
        data = entry.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLarge
    return data
