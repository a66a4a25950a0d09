# SPDX-License-Identifier: EUPL-1.2
"""Reading a trusted list (ETSI TS 119 612): services with their history, and the pointers of the list of the lists.

Only what a verified signature covers may be given to this; entities are not resolved and nothing is fetched.
"""

import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]  # no types in the package

from eset_desktop.signing.trust.anchors import Period, Pointer, Service, ServiceKind, TrustedList
from eset_desktop.signing.trust.errors import NotAList

NAMESPACE: Final = "http://uri.etsi.org/02231/v2#"
_NAMES: Final = {"t": NAMESPACE, "x": "http://uri.etsi.org/02231/v2/additionaltypes#"}
_TYPES: Final = {f"http://uri.etsi.org/TrstSvc/Svctype/{kind}": kind for kind in ServiceKind}
_STATUS: Final = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
_GRANTED: Final = _STATUS + "granted"
_BEFORE_EIDAS: Final = frozenset(
    _STATUS + word for word in ("undersupervision", "supervisionincessation", "accredited")
)
EIDAS: Final = datetime(2016, 7, 1, tzinfo=UTC)
"""Regulation (EU) 910/2014 applies; before it supervised and accredited services counted (TS 119 615 §4.3)."""


def parse(data: bytes) -> Any:
    """Return the root element.

    Raises:
        NotAList: No XML, or something else.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotAList from error
    if root.tag != f"{{{NAMESPACE}}}TrustServiceStatusList":
        raise NotAList
    return root


def territory_of(root: Any) -> str:
    """Return the scheme's territory, for example ``ES``."""
    return _text(root, "t:SchemeInformation/t:SchemeTerritory")


def read_list(root: Any, *, imported_at: datetime, sha256: str, signer_sha256: str) -> TrustedList:
    """Return what a list says.

    Raises:
        NotAList: What must be there is not.
    """
    scheme = "t:SchemeInformation/"
    due = root.find(scheme + "t:NextUpdate/t:dateTime", _NAMES)
    try:
        return TrustedList(
            territory=territory_of(root),
            operator=_text(root, scheme + "t:SchemeOperatorName/t:Name"),
            sequence=int(_text(root, scheme + "t:TSLSequenceNumber")),
            issued_at=_moment(_text(root, scheme + "t:ListIssueDateTime")),
            next_update=_moment(due.text or "") if due is not None else None,
            imported_at=imported_at,
            sha256=sha256,
            signer_sha256=signer_sha256,
            services=tuple(_services(root)),
            pointers=tuple(_pointers(root)),
        )
    except ValueError as error:
        raise NotAList from error


def _text(element: Any, path: str) -> str:
    found = element.find(path, _NAMES)
    if found is None or not found.text:
        raise NotAList
    return str(found.text).strip()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _services(root: Any) -> Iterator[Service]:
    for provider in root.iterfind("t:TrustServiceProviderList/t:TrustServiceProvider", _NAMES):
        name = _text(provider, "t:TSPInformation/t:TSPName/t:Name")
        for service in provider.iterfind("t:TSPServices/t:TSPService", _NAMES):
            found = _service(service, name)
            if found is not None:
                yield found


def _service(service: Any, provider: str) -> Service | None:
    information = service.find("t:ServiceInformation", _NAMES)
    if information is None or _text(information, "t:ServiceTypeIdentifier") not in _TYPES:
        return None
    kind = _text(information, "t:ServiceTypeIdentifier")
    past = service.iterfind("t:ServiceHistory/t:ServiceHistoryInstance", _NAMES)
    stretches = [information, *(each for each in past if _text(each, "t:ServiceTypeIdentifier") == kind)]
    certificates = dict.fromkeys(each for one in stretches for each in _certificates(one))
    return Service(
        kind=_TYPES[kind],
        provider=provider,
        name=_text(information, "t:ServiceName/t:Name"),
        certificates=tuple(certificates),
        granted=tuple(_granted(stretches)),
    )


def _granted(stretches: list[Any]) -> Iterator[Period]:
    """Yield when a service counted as trusted: each status lasts until the next begins."""
    dated = sorted(
        (
            (_moment(_text(each, "t:StatusStartingTime")), _text(each, "t:ServiceStatus"))
            for each in stretches
        ),
        key=lambda each: each[0],
    )
    ends: list[datetime | None] = [since for since, _ in dated[1:]]
    for (since, status), until in zip(dated, [*ends, None], strict=True):
        if status == _GRANTED:
            yield Period(since, until)
        elif status in _BEFORE_EIDAS and since < EIDAS:
            yield Period(since, min(until, EIDAS) if until is not None else EIDAS)


def _certificates(element: Any) -> Iterator[bytes]:
    for found in element.iterfind("t:ServiceDigitalIdentity/t:DigitalId/t:X509Certificate", _NAMES):
        try:
            yield base64.b64decode("".join((found.text or "").split()), validate=True)
        except binascii.Error as error:
            raise NotAList from error


def _pointers(root: Any) -> Iterator[Pointer]:
    for pointer in root.iterfind("t:SchemeInformation/t:PointersToOtherTSL/t:OtherTSLPointer", _NAMES):
        territory = pointer.find(".//t:SchemeTerritory", _NAMES)
        kind = pointer.find(".//x:MimeType", _NAMES)
        if territory is None or kind is None or "xml" not in (kind.text or ""):
            continue
        identities = pointer.iterfind("t:ServiceDigitalIdentities", _NAMES)
        yield Pointer(str(territory.text), tuple(each for one in identities for each in _certificates(one)))
