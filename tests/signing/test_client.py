# SPDX-License-Identifier: EUPL-1.2
"""The door to signing: light to import, and nothing that happens to the signing process reaches the window."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.busy import until_busy
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey
from helpers.signing_once import sign_once

from eset_desktop.clock import ManualClock
from eset_desktop.demo.authority import KeyKind, Signer, Variant
from eset_desktop.signing import errors
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.port import Secret
from eset_desktop.signing.sources import HeldBytes

WAIT = 60.0


@pytest.fixture
def fresh(clock: ManualClock) -> Iterator[SigningClient]:
    """A client of its own, for tests that hurt it."""
    with SigningClient(clock=clock) as opened:
        yield opened


@pytest.fixture(scope="module")
def files() -> Iterator[FileKeyStore]:
    with FileKeyStore() as opened:
        with pytest.raises(errors.BrokenIdentity):  # its threads are there before the first test
            opened.open_file(b"", Secret.from_text("")).result(WAIT)
        yield opened


def test_the_client_loads_neither_pyhanko_nor_qt() -> None:
    code = (
        "import sys; import eset_desktop.signing.client, eset_desktop.signing.checks, eset_desktop.signing.confirmation;"
        "heavy = ('pyhanko', 'PySide6', 'asn1crypto', 'cryptography', 'pikepdf', 'requests', 'structlog');"
        "print([m for m in sys.modules if m.split('.')[0] in heavy])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("variant", "refusal"),
    [
        (Variant.EXPIRED, errors.CertificateExpired),
        (Variant.NOT_YET_VALID, errors.CertificateNotYetValid),
        (Variant.WRONG_USAGE, errors.CertificateWrongUsage),
    ],
)
def test_a_certificate_that_may_not_sign_does_not(
    client: SigningClient,
    issue: Callable[..., Signer],
    pdf: bytes,
    variant: Variant,
    refusal: type[errors.SigningError],
) -> None:
    with pytest.raises(refusal) as caught:
        sign_once(client, LocalKey(issue(KeyKind.EC, variant)), pdf)
    assert type(caught.value) is refusal


def test_refusals_come_through_with_their_details(client: SigningClient, own_key: LocalKey) -> None:
    with pytest.raises(errors.NotAPdf):
        sign_once(client, own_key, b"Benvolguts")
    with pytest.raises(errors.EmptyPdf):
        client.check(b"")
    client.check(make_pdf())


def test_a_wrong_passphrase_hurts_nobody(files: FileKeyStore, signer: Signer) -> None:
    files.open_file(signer.pkcs12, Secret.from_text(signer.passphrase)).result(WAIT)
    pid = files.pid
    for passphrase in ("no", "", "\0"):
        with pytest.raises(errors.WrongPassphrase):
            files.open_file(signer.pkcs12, Secret.from_text(passphrase)).result(WAIT)
    key = files.open_file(signer.pkcs12, Secret.from_text(signer.passphrase)).result(WAIT)
    assert (key.identity.name, files.pid) == ("Persona de Prova", pid)


def test_a_passphrase_is_neither_in_the_arguments_nor_in_the_environment(
    files: FileKeyStore, signer: Signer
) -> None:
    files.open_file(signer.pkcs12, Secret.from_text(signer.passphrase)).result(WAIT)
    if not Path("/proc/self").exists():
        pytest.skip("no /proc on this system")
    proc = Path(f"/proc/{files.pid}")
    seen = (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()
    assert signer.passphrase.encode() not in seen


def test_a_closed_key_signs_no_more(files: FileKeyStore, signer: Signer) -> None:
    key = files.open_file(signer.pkcs12, Secret.from_text(signer.passphrase)).result(WAIT)
    key.close().result(WAIT)
    with pytest.raises(errors.IdentityForgotten):
        key.sign(b"attested").result(WAIT)


def test_sigkill_in_the_middle_of_a_signature_is_told_and_mended(
    fresh: SigningClient, own_key: LocalKey
) -> None:
    large = make_pdf(padding=bytes(20_000_000))
    fresh.check(make_pdf())
    pid = fresh.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    future = fresh.begin_prepare(HeldBytes(large), own_key.identity)
    until_busy(fresh)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(errors.WorkerDied):
        future.result(WAIT)
    assert sign_once(fresh, own_key, large).data.startswith(large), "the key is elsewhere"
    assert fresh.pid != pid


def test_a_hung_process_is_ended(clock: ManualClock, pdf: bytes) -> None:
    with SigningClient(clock=clock, timeout=0.2) as impatient:
        impatient.warm_up()
        impatient.begin_check(pdf).exception(WAIT)
        pid = impatient.pid
        if pid is None:  # a slow machine: the first check took longer already
            return
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(errors.WorkerHung):
            impatient.check(pdf)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_future_that_is_cancelled_while_it_waits_is_never_asked(client: SigningClient, pdf: bytes) -> None:
    first = client.begin_check(pdf)
    waiting = [client.begin_inspect(pdf) for _ in range(20)]
    assert waiting[-1].cancel()
    first.result(WAIT)
    assert all(job.result(WAIT) == () for job in waiting[:-1])


def test_closing_twice_and_without_use_is_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    unused = SigningClient()
    unused.close()
    unused.close()
    assert capfd.readouterr() == ("", "")
