# SPDX-License-Identifier: EUPL-1.2
"""A CMS put together from parts is the one that the library would have made."""

import asyncio
import hashlib
from collections.abc import Callable

import msgspec
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.sign.signers import SimpleSigner

from eset_desktop.demo.authority import KeyKind, Signer, Variant
from eset_desktop.signing.keys.pkcs12.file import open_pkcs12, sign_raw
from eset_desktop.signing.pades.cms_template import CmsTemplate
from eset_desktop.signing.pades.template import template_of

Issue = Callable[[KeyKind, Variant], Signer]

NOTHING = hashlib.sha256(b"a document").digest()


@pytest.fixture(scope="module", params=KeyKind)
def model(request: pytest.FixtureRequest) -> bytes:
    return ours(request.getfixturevalue("issue")(request.param, Variant.GOOD), NOTHING)


def ours(signer: Signer, digest: bytes) -> bytes:
    opened = open_pkcs12(signer.pkcs12, signer.passphrase, handle="h")
    chain = tuple(other.public_bytes(Encoding.DER) for other in opened.others)
    template = template_of(msgspec.structs.replace(opened.identity, chain=chain))
    return template.assemble(digest, sign_raw(opened.key, template.attested(digest)))


@settings(max_examples=25)
@given(digest=st.binary(min_size=32, max_size=32), signature=st.binary(min_size=1, max_size=600))
def test_what_is_put_together_says_what_was_put_in_and_is_der(
    model: bytes, digest: bytes, signature: bytes
) -> None:
    template = CmsTemplate(model, NOTHING)
    made = cms.ContentInfo.load(template.assemble(digest, signature), strict=True)
    (signer,) = made["content"]["signer_infos"]
    attributes = {each["type"].native: each["values"][0] for each in signer["signed_attrs"]}
    assert attributes["message_digest"].native == digest
    assert signer["signature"].native == signature
    assert template.attested(digest)[1:] == signer["signed_attrs"].dump()[1:]


def test_it_is_byte_for_byte_what_pyhanko_makes(issue: Issue) -> None:
    """RSASSA-PKCS1-v1_5 has no chance in it, so the two can be compared."""
    signer = issue(KeyKind.RSA, Variant.GOOD)
    digest = hashlib.sha256(b"another document").digest()
    theirs = SimpleSigner.load_pkcs12_data(signer.pkcs12, [], signer.passphrase.encode())
    theirs.embed_roots = False
    made = asyncio.run(theirs.async_sign(digest, "sha256", use_pades=True))
    assert ours(signer, digest) == made.dump()


def test_what_cannot_be_put_together_again_is_refused(model: bytes) -> None:
    with pytest.raises(ValueError, match="not made as expected"):
        CmsTemplate(model, bytes(32))
    with pytest.raises(ValueError, match="31"):
        CmsTemplate(model, NOTHING).attested(bytes(31))
    with pytest.raises(ValueError, match=r"."):
        CmsTemplate(model[:-1], NOTHING)
