# SPDX-License-Identifier: EUPL-1.2
"""Answers that are kept for all documents and processes."""

from pathlib import Path

from eset_desktop.signing.levels.cache import Cache


def test_what_another_process_brought_counts_where_ones_own_ran_out(tmp_path: Path) -> None:
    mine, other = Cache(tmp_path), Cache(tmp_path)
    mine.put("ocsp-1", b"of yesterday")
    other.put("ocsp-1", b"of today")
    assert mine.get("ocsp-1", lambda data: data == b"of today") == b"of today"
    assert mine.get("ocsp-1", lambda data: data == b"of tomorrow") is None


def test_a_large_list_is_read_from_its_file_each_time(tmp_path: Path) -> None:
    """Else the lists of a few authorities would fill the process that asks for them."""
    kept, large = Cache(tmp_path), b"x" * (2 << 20)
    kept.put("crl-1", large)
    assert kept.get("crl-1", lambda _: True) == large
    (tmp_path / "crl-1").unlink()
    assert kept.get("crl-1", lambda _: True) is None
