# SPDX-License-Identifier: EUPL-1.2
"""What a person reads of an error code."""

import pytest

from eset_desktop.operations.errors import Refused
from ui.errors import line_of, line_of_code


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("dossier.close_reason_unknown", "A value is none of those possible."),
        ("dossier.reopen_reason_malformed", "A value is malformed or too long."),
        ("dossier.number_fixed", "This value can't be changed any more."),
    ],
)
def test_a_wrong_value_is_told_as_such(code: str, title: str) -> None:
    """Whether it stands alone, as an answer of the service, or as the reason of a refusal here."""
    assert line_of_code(code, "en").title == title
    assert line_of(Refused(reason=code), "en").title == title


def test_a_value_with_a_text_of_its_own_keeps_it() -> None:
    own = line_of_code("party.identifier_malformed", "en").title
    assert own != line_of_code("dossier.title_malformed", "en").title
