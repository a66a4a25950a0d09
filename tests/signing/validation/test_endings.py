# SPDX-License-Identifier: EUPL-1.2
"""After the end of a signed file nothing but white space may stand: readers do not agree on where a file begins to be read."""

import re
from collections.abc import Callable

import pytest
from helpers import tampered
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, Verdict

Check = Callable[..., FileReport]

_TOKENS = (
    b"4 0 obj", b"4\0000\0obj", b"4 %x\n0 obj", b"endobj", b"<</Length 0>>", b"stream\nendstream", b"xref\n0 1\n",
    b"trailer", b"<</Root 1 0 R>>", b"startxref", b"7", b"0", b"%%EOF", b"%%EOX", b"%", b"(", b"junk",
)  # fmt: skip


def without_its_end(signed: bytes, mark: bytes) -> bytes:
    """An ordinary update that shows another page, with another end mark."""
    changed = tampered.updated(signed, tampered.other_page_content)
    assert changed.endswith(b"%%EOF\n")
    return changed.removesuffix(b"%%EOF\n") + mark


def hidden_header(signed: bytes, header: bytes) -> bytes:
    """The same, its objects headed as not every reader sees; cross-references fit, the end mark does not."""
    changed = without_its_end(signed, b"%%EOX\n")
    return signed + re.sub(rb"(\d+) 0 obj", lambda found: header % found[1], changed[len(signed) :])


TAILS: dict[str, Callable[[bytes], bytes]] = {
    "an update with another end mark": lambda signed: without_its_end(signed, b"%%EOX\n"),
    "an update without an end mark": lambda signed: without_its_end(signed, b""),
    "headers with zeros": lambda signed: hidden_header(signed, b"%b\x000\x00obj"),
    "headers with comments": lambda signed: hidden_header(signed, b"%b %%\n0 obj"),
    "back to an earlier revision": lambda signed: (
        signed + b"startxref\n%b\n" % re.findall(rb"startxref\s+(\d+)", signed)[0]
    ),
    "a second start": lambda signed: signed + b"\nstartxref\n7\n",
    "words": lambda signed: signed + b"<script>alert()</script>",
    "many letters": lambda signed: signed + b"y" * 900,
}


@pytest.mark.parametrize("case", TAILS)
def test_a_file_with_something_after_its_end_does_not_pass(long_term: bytes, check: Check, case: str) -> None:
    report = check(TAILS[case](long_term))
    assert report.verdict is not Verdict.PASSED
    assert {Problem.MODIFIED, Problem.DAMAGED_STRUCTURE, Problem.CHANGES_UNKNOWN} & {
        code for each in report.signatures for code in each.problems
    }


@pytest.mark.parametrize("space", [b"\n", b" \r\n\n", b"\0" * 40])
def test_white_space_after_the_end_is_nobody_s_harm(long_term: bytes, check: Check, space: bytes) -> None:
    assert check(long_term + space).verdict is Verdict.PASSED


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tokens=st.lists(st.sampled_from(_TOKENS), min_size=1, max_size=6),
    gap=st.sampled_from([b"\n", b" ", b"\0"]),
)
def test_no_words_of_a_pdf_after_the_end_pass(
    long_term: bytes, check: Check, tokens: list[bytes], gap: bytes
) -> None:
    assert check(long_term + gap.join([b"", *tokens, b""])).verdict is not Verdict.PASSED


def test_bytes_behind_a_timestamp_in_its_own_place_do_not_pass(archived: bytes, check: Check) -> None:
    assert check(archived).verdict is Verdict.PASSED
    ends = [found.end(1) for found in re.finditer(rb"/Contents\s*<([0-9a-fA-F]+)>", archived)]
    assert len(ends) > 1
    report = check(archived[: ends[-1] - 2] + b"11" + archived[ends[-1] :])
    assert report.verdict is Verdict.INDETERMINATE
    assert Problem.PADDING in report.signatures[-1].problems
