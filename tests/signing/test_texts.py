# SPDX-License-Identifier: EUPL-1.2
"""What a person reads when signing or a document fails: in three languages, in plain words, in *vós*."""

import re
from collections.abc import Iterator

import pytest

import resources
from eset_desktop.commands import sign as _command  # noqa: F401 - its errors are of the family
from eset_desktop.documents.errors import DocumentError
from eset_desktop.errors import EsetError
from eset_desktop.signing.errors import SigningError

# Never the profession's words to a person.
JARGON = re.compile(r"PAdES|B-B|CMS|PKCS|INDETERMINATE|timestamp|xref|worker|hash", re.IGNORECASE)


def family(base: type[EsetError]) -> Iterator[type[EsetError]]:
    yield base
    for child in base.__subclasses__():
        yield from family(child)


ERRORS = [*family(SigningError), *family(DocumentError)]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_each_has_plain_texts_with_the_same_placeholders(error: type[EsetError]) -> None:
    texts = resources.error_texts()[error.code]
    placeholders = {lang: set(re.findall(r"{(\w+)}", " ".join(texts[lang]))) for lang in resources.LANGUAGES}
    assert len({frozenset(names) for names in placeholders.values()}) == 1
    assert all(f"``{name}``" in (error.__doc__ or "") for name in placeholders["en"])
    for text in texts.values():
        assert not JARGON.search(f"{text.title} {text.advice}")


def test_codes_are_unique() -> None:
    codes = [error.code for error in ERRORS]
    assert len(codes) == len(set(codes))
