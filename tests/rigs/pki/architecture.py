# SPDX-License-Identifier: EUPL-1.2
"""Who is who in the test PKI: authorities, services and signers, in certomancer's terms. Nobody trusts any of it."""

from collections.abc import Mapping
from typing import Any, Final

ARCHITECTURE: Final = "prova"
NIF: Final = "IDCES-00000000T"  # ETSI EN 319 412-1 §5.1.3
BODY: Final = {"organization-name": "Ajuntament de Prova", "organization-identifier": "VATES-Q0000000J"}
ALIEN: Final = {"organization-name": "Ajuntament d'Enlloc", "organization-identifier": "VATES-P0000000B"}
# Policies of the Spanish state for persons and seals of public bodies (Perfiles de certificados electrónicos, §11).
PUBLIC_EMPLOYEE: Final = "2.16.724.1.3.5.7.2"
BODY_SEAL: Final = "2.16.724.1.3.5.6.2"
RSA_KEYS: Final = frozenset({"signer1", "signer2", "tsa"})
"""Who has RSA-2048; the others have EC P-256, which is quicker to make."""

_PERSON: Final = {"country-name": "ES", "serial-number": NIF}
_ENTITIES: Final[Mapping[str, Mapping[str, str]]] = {
    "root": {"common-name": "Arrel de prova"},
    "interm": {"common-name": "Entitat intermèdia de prova"},
    "tsa": {"common-name": "Segell de temps de prova"},
    "tsa2": {"common-name": "Segon segell de temps de prova"},
    "tsashort": {"common-name": "Segell de temps que s'acaba aviat"},
    "ocsp": {"common-name": "Resposta d'estat de prova"},
    "otherroot": {"common-name": "Arrel en què ningú no confia"},
    "signer1": {"common-name": "Signant U de Prova", **_PERSON},
    "signer2": {"common-name": "Signant Dos de Prova", **_PERSON},
    "signer3": {"common-name": "Signant Tres de Prova", **_PERSON},
    "ec1": {"common-name": "Signant EC de Prova", **_PERSON},
    "ec2": {"common-name": "Signant EC Dos de Prova", **_PERSON},
    "crlonly": {"common-name": "Signant amb CRL de Prova", **_PERSON},
    "expired": {"common-name": "Signant Caducat de Prova", **_PERSON},
    "notyet": {"common-name": "Signant Futur de Prova", **_PERSON},
    "revoked": {"common-name": "Signant Revocat de Prova", **_PERSON},
    "wrongku": {"common-name": "Només Xifrat de Prova", **_PERSON},
    "stranger": {"common-name": "Signant Desconegut de Prova", **_PERSON},
    "employee": {"common-name": "Secretària de Prova", "title": "Secretària-interventora", **_PERSON, **BODY},
    "alien": {"common-name": "Secretari d'Enlloc", "title": "Secretari", **_PERSON, **ALIEN},
    "seal": {
        "common-name": "Segell electrònic de l'Ajuntament de Prova",
        "serial-number": "Q0000000J",
        **BODY,
    },
}


def configuration(prefix: str) -> dict[str, Any]:
    """Return certomancer's configuration for services at an address like ``http://127.0.0.1:9000``."""
    return {
        "external-url-prefix": prefix,
        "keysets": {"made": {"keys": {name: {"path": f"{name}.pem"} for name in entities()}}},
        "pki-architectures": {
            ARCHITECTURE: {
                "keyset": "made",
                "entity-defaults": {"country-name": "ES"},
                "entities": {name: dict(fields) for name, fields in _ENTITIES.items()},
                "certs": _certificates(),
                "services": _SERVICES,
            }
        },
    }


def entities() -> tuple[str, ...]:
    """Return all names, in order."""
    return tuple(_ENTITIES)


def _usage(*granted: str) -> dict[str, Any]:
    return {
        "id": "key_usage",
        "critical": True,
        "smart-value": {"schema": "key-usage", "params": list(granted)},
    }


def _crl(repository: str) -> dict[str, Any]:
    return {
        "id": "crl_distribution_points",
        "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": [repository]}},
    }


def _purpose(name: str) -> dict[str, Any]:
    return {"id": "extended_key_usage", "critical": True, "value": [name]}


def _policy(identifier: str) -> dict[str, Any]:
    return {"id": "certificate_policies", "value": [{"policy_identifier": identifier}]}


def _validity(begin: str, end: str) -> dict[str, str]:
    return {"valid-from": f"{begin}T00:00:00+0000", "valid-to": f"{end}T00:00:00+0000"}


_AIA: Final = {
    "id": "authority_information_access",
    "smart-value": {
        "schema": "aia-urls",
        "params": {"ocsp-responder-names": ["interm"], "ca-issuer-links": [{"repo": "interm"}]},
    },
}
_LONG: Final = _validity("2020-01-01", "2045-01-01")
_PERSONAL: Final = _usage("digital_signature", "non_repudiation")


def _authority(name: str, issuer: str, *more: dict[str, Any], path: int | None = None) -> dict[str, Any]:
    constraint: dict[str, Any] = {"ca": True} if path is None else {"ca": True, "path_len_constraint": path}
    basic = {"id": "basic_constraints", "critical": True, "value": constraint}
    extensions = [basic, _usage("digital_signature", "key_cert_sign", "crl_sign"), *more]
    return {"subject": name, "issuer": issuer, "validity": _validity("2020-01-01", "2050-01-01"),
            "extensions": extensions}  # fmt: skip


def _leaf(name: str, issuer: str, validity: dict[str, str], *extensions: dict[str, Any]) -> dict[str, Any]:
    return {"subject": name, "issuer": issuer, "validity": validity, "extensions": list(extensions)}


def _person(name: str, *more: dict[str, Any], validity: dict[str, str] | None = None) -> dict[str, Any]:
    granted = validity or _validity("2023-01-01", "2044-01-01")
    return _leaf(name, "interm", granted, _PERSONAL, _crl("interm"), _AIA, *more)


def _certificates() -> dict[str, Any]:
    stamps = (_usage("digital_signature"), _purpose("time_stamping"), _crl("root"))
    responder = (_usage("digital_signature"), _purpose("ocsp_signing"), {"id": "ocsp_no_check"})
    revoked = {"revoked-since": "2025-01-01T00:00:00+0000", "reason": "key_compromise"}
    return {
        "root": _authority("root", "root"),
        "otherroot": _authority("otherroot", "otherroot"),
        "interm": _authority("interm", "root", _crl("root"), path=0),
        "tsa": _leaf("tsa", "root", _LONG, *stamps),
        "tsa2": _leaf("tsa2", "root", _LONG, *stamps),
        "tsashort": _leaf("tsashort", "root", _validity("2020-01-01", "2027-06-01"), *stamps),
        "ocsp": _leaf("ocsp", "interm", _LONG, *responder),
        **{name: _person(name) for name in ("signer1", "signer2", "signer3", "ec1", "ec2")},
        "crlonly": _leaf("crlonly", "interm", _LONG, _PERSONAL, _crl("interm")),
        "expired": _person("expired", validity=_validity("2020-01-01", "2024-01-01")),
        "notyet": _person("notyet", validity=_validity("2043-01-01", "2044-01-01")),
        "revoked": {**_person("revoked"), "revocation": revoked},
        "wrongku": _leaf("wrongku", "interm", _LONG, _usage("key_encipherment"), _crl("interm"), _AIA),
        "stranger": _leaf("stranger", "otherroot", _LONG, _PERSONAL),
        "employee": _person("employee", _policy(PUBLIC_EMPLOYEE)),
        "alien": _person("alien", _policy(PUBLIC_EMPLOYEE)),
        "seal": _person("seal", _policy(BODY_SEAL)),
    }


_SERVICES: Final[dict[str, Any]] = {
    "ocsp": {
        "interm": {
            "for-issuer": "interm",
            "responder-cert": "ocsp",
            "signing-key": "ocsp",
            "validity-period": {"hours": 12},
        }
    },
    "crl-repo": {
        "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"},
        "interm": {"for-issuer": "interm", "signing-key": "interm", "simulated-update-schedule": "P10D"},
    },
    "cert-repo": {"root": {"for-issuer": "root"}, "interm": {"for-issuer": "interm"}},
    "time-stamping": {
        name: {"signing-key": name, "signing-cert": name} for name in ("tsa", "tsa2", "tsashort")
    },
}
