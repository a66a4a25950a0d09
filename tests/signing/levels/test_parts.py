# SPDX-License-Identifier: EUPL-1.2
"""Files under changes, shared answers, dates of renewal, the process of its own."""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rigs.pki.front import Fault, Service
from rigs.pki.pki import MOMENT, Pki
from signing.levels.conftest import MakeRaiser, Raise

from eset_desktop.signing.levels import errors
from eset_desktop.signing.levels.client import LevelsClient, write_raised
from eset_desktop.signing.levels.overlay import Overlay
from eset_desktop.signing.levels.renewal import MARGIN, renew_by
from eset_desktop.signing.levels.values import Facts, Level, Raised, Services, Tsa


@given(
    base=st.binary(min_size=1, max_size=200),
    tail=st.binary(max_size=50),
    at=st.integers(0, 199),
    data=st.data(),
)
def test_an_overlay_reads_as_a_changed_file_would(
    tmp_path_factory: pytest.TempPathFactory, base: bytes, tail: bytes, at: int, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("overlay") / "file"
    path.write_bytes(base)
    start = at % len(base)
    patch = data.draw(st.binary(min_size=1, max_size=len(base) - start))
    expected = base[:start] + patch + base[start + len(patch) :] + tail
    with Overlay(path) as overlay:
        stream = overlay.stream()
        stream.seek(0, os.SEEK_END)
        stream.write(tail)
        overlay.overwrite(start, patch)
        stream = overlay.stream()
        assert stream.read() == expected
        place = data.draw(st.integers(0, len(expected)))
        stream.seek(place)
        assert stream.read(7) == expected[place : place + 7]
    assert path.read_bytes() == base


def test_an_overlay_takes_no_write_into_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"bon dia")
    with Overlay(tmp_path / "file") as overlay:
        overlay.seek(2)
        with pytest.raises(io.UnsupportedOperation):
            overlay.write(b"x")
        with pytest.raises(ValueError, match="5"):
            overlay.overwrite(5, b"xyz")


def test_answers_are_shared_by_documents_and_processes_until_they_run_out(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    raiser = new_raiser()
    for _ in range(3):
        raised(signed["signer1"], raiser=raiser)
    raised(signed["signer1"], raiser=new_raiser())
    assert (pki.asked[Service.OCSP], pki.asked[Service.CRL]) == (1, 1)
    later = MOMENT + timedelta(hours=13)
    pki.moment = later
    raised(signed["signer1"], now=later, raiser=raiser)
    assert (pki.asked[Service.OCSP], pki.asked[Service.CRL]) == (2, 1)


def test_kept_answers_that_are_damaged_are_asked_for_again(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser, tmp_path: Path
) -> None:
    raised(signed["ec1"])
    for path in (tmp_path / "answers").iterdir():
        path.write_bytes(b"not that")
    raised(signed["ec1"], raiser=new_raiser())
    assert pki.asked[Service.OCSP] == 2


@pytest.mark.parametrize(
    ("not_after", "algorithm", "bits", "digest", "expected"),
    [
        (datetime(2027, 6, 1, tzinfo=UTC), "ec", 256, "sha256", datetime(2027, 6, 1, tzinfo=UTC) - MARGIN),
        (datetime(2045, 1, 1, tzinfo=UTC), "rsa", 2048, "sha256", datetime(2029, 1, 1, tzinfo=UTC) - MARGIN),
        (datetime(2045, 1, 1, tzinfo=UTC), "rsa", 3072, "sha256", datetime(2045, 1, 1, tzinfo=UTC) - MARGIN),
        (datetime(2045, 1, 1, tzinfo=UTC), "ec", 256, "sha1", datetime(2012, 8, 1, tzinfo=UTC) - MARGIN),
        (datetime(2045, 1, 1, tzinfo=UTC), "ec", 256, "md5", datetime(2004, 8, 1, tzinfo=UTC) - MARGIN),
    ],
)
def test_renewal_is_due_before_the_first_thing_that_ends(
    not_after: datetime, algorithm: str, bits: int, digest: str, expected: datetime
) -> None:
    assert renew_by(not_after, algorithm=algorithm, bits=bits, digest=digest) == expected


def test_a_process_of_its_own_does_it_and_says_why_not(
    pki: Pki, signed: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "decret.pdf"
    path.write_bytes(signed["ec1"])
    path.chmod(0o600)
    services = Services((Tsa(pki.tsa_url()),), str(tmp_path / "answers"), 5.0)
    with LevelsClient() as client:
        pki.fail(Service.TSA, Fault.REFUSED)
        with pytest.raises(errors.TsaUnreachable) as found:
            client.raise_level(path, Level.B_LTA, services, pki.roots, MOMENT)
        assert found.value.details["host"] == "127.0.0.1"
        pki.mend(Service.TSA)
        done = client.raise_level(path, Level.B_LTA, services, pki.roots, MOMENT)
        write_raised(done, path, path)
        again = client.raise_level(path, Level.B_LTA, services, pki.roots, MOMENT)
        assert (done.before.level, again.before, again.changed) == (Level.B_B, done.facts, False)
        raised = path.read_bytes()
        for changed in (raised, raised[: done.size], bytes(done.size), signed["ec1"][:-1]):
            path.write_bytes(changed)
            with pytest.raises(errors.DocumentChanged):
                write_raised(done, path, path)
            assert path.read_bytes() == changed
        assert path.stat().st_mode & 0o777 == 0o600
        with pytest.raises(errors.DocumentUnreadable):
            client.raise_level(tmp_path / "absent.pdf", Level.B_LTA, services, pki.roots, MOMENT)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["answers", "decret.pdf"]


def test_a_raised_document_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "decret.pdf"
    path.write_bytes(b"bon dia")
    facts = Facts(Level.B_B, 1)
    raised = Raised(7, hashlib.sha256(b"bon dia").hexdigest(), (), b"tail", facts, facts)
    with pytest.raises(errors.RaisedUnwritable) as found:
        write_raised(raised, path, tmp_path / "absent" / "decret.pdf")
    assert found.value.details["file"] == "decret.pdf"
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("decret.pdf", b"bon dia")]
