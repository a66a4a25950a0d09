# SPDX-License-Identifier: EUPL-1.2
"""The rig itself: outside judges accept what its services say, and they fail as told."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from rigs.pki.front import Fault, Service
from rigs.pki.pki import MOMENT, Pki


def ask_ocsp(pki: Pki, name: str) -> ocsp.OCSPResponse:
    request = ocsp.OCSPRequestBuilder().add_certificate(
        pki.certificate(name), pki.certificate("interm"), SHA256()
    )
    answer = requests.post(
        f"{pki.prefix}/prova/ocsp/interm", data=request.build().public_bytes(Encoding.DER), timeout=5
    )
    return ocsp.load_der_ocsp_response(answer.content)


def test_openssl_accepts_a_chain_and_a_time_stamp(pki: Pki, tmp_path: Path) -> None:
    for name in ("root", "interm", "signer1"):
        (tmp_path / f"{name}.pem").write_bytes(pki.certificate(name).public_bytes(Encoding.PEM))
    (tmp_path / "data").write_bytes(b"bon dia")

    def openssl(arguments: str) -> str:
        command = ["openssl", *arguments.split()]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    assert "signer1.pem: OK" in openssl("verify -CAfile root.pem -untrusted interm.pem signer1.pem")
    openssl("ts -query -data data -sha256 -cert -out query")
    answer = requests.post(
        pki.tsa_url(),
        data=(tmp_path / "query").read_bytes(),
        headers={"Content-Type": "application/timestamp-query"},
        timeout=5,
    )
    (tmp_path / "answer").write_bytes(answer.content)
    assert "OK" in openssl("ts -verify -data data -in answer -CAfile root.pem")
    token = tsp.TimeStampResp.load(answer.content)["time_stamp_token"]["content"]
    assert token["encap_content_info"]["content"].parsed["gen_time"].native == MOMENT
    assert pki.asked == {Service.TSA: 1}


def test_the_revoked_one_is_revoked_by_both_ways(pki: Pki) -> None:
    assert ask_ocsp(pki, "signer1").certificate_status is ocsp.OCSPCertStatus.GOOD
    assert ask_ocsp(pki, "revoked").certificate_status is ocsp.OCSPCertStatus.REVOKED
    crl = x509.load_der_x509_crl(
        requests.get(f"{pki.prefix}/prova/crls/interm/latest.crl", timeout=5).content
    )
    assert [entry.serial_number for entry in crl] == [pki.certificate("revoked").serial_number]
    assert pki.asked == {Service.OCSP: 2, Service.CRL: 1}


def test_the_time_is_what_is_said(pki: Pki) -> None:
    pki.moment = datetime(2024, 6, 1, tzinfo=UTC)
    response = ask_ocsp(pki, "revoked")
    assert response.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert response.next_update_utc == pki.moment + timedelta(hours=12)


def test_services_fail_as_told_and_work_again(pki: Pki) -> None:
    crl = f"{pki.prefix}/prova/crls/interm/latest.crl"
    for fault, status in ((Fault.NOT_FOUND, 404), (Fault.UNAVAILABLE, 503), (Fault.NONSENSE, 200)):
        pki.fail(Service.CRL, fault)
        assert requests.get(crl, timeout=5).status_code == status
    pki.fail(Service.CRL, Fault.REFUSED)
    with pytest.raises(requests.ConnectionError):
        requests.get(crl, timeout=5)
    pki.fail(Service.CRL, Fault.MUTE)
    with pytest.raises(requests.ReadTimeout):
        requests.get(crl, timeout=0.2)
    pki.mend(Service.CRL)
    x509.load_der_x509_crl(requests.get(crl, timeout=5).content)
    assert pki.asked == {Service.CRL: 6}


def test_a_body_is_named_in_its_certificates(pki: Pki) -> None:
    organisation = x509.ObjectIdentifier("2.5.4.97")
    for name in ("employee", "seal"):
        (found,) = pki.certificate(name).subject.get_attributes_for_oid(organisation)
        assert found.value == "VATES-Q0000000J"
    (alien,) = pki.certificate("alien").subject.get_attributes_for_oid(organisation)
    assert alien.value != "VATES-Q0000000J"
