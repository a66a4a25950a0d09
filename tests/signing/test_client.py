# SPDX-License-Identifier: EUPL-1.2
"""The door to signing: light to import, and nothing that happens to the signing process reaches the window."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from helpers.pdfs import make_pdf

from eset_desktop.clock import ManualClock
from eset_desktop.demo.authority import KeyKind, Signer, Variant
from eset_desktop.errors import Cancelled
from eset_desktop.signing import errors
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Identity

WAIT = 60.0


@pytest.fixture
def fresh(clock: ManualClock) -> Iterator[SigningClient]:
    """A client of its own, for tests that hurt it."""
    with SigningClient(clock=clock) as opened:
        yield opened


def until_busy(client: SigningClient) -> None:
    while not client.busy:
        Event().wait(0.001)


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
    signer = issue(KeyKind.EC, variant)
    identity = client.open_pkcs12(signer.pkcs12, signer.passphrase)
    with pytest.raises(refusal) as caught:
        client.sign(pdf, identity, confirmation="")
    assert type(caught.value) is refusal


def test_refusals_come_through_with_their_details(client: SigningClient, identity: Identity) -> None:
    with pytest.raises(errors.NotAPdf):
        client.sign(b"Benvolguts", identity, confirmation="")
    with pytest.raises(errors.EmptyPdf):
        client.check(b"")
    client.check(make_pdf())


@pytest.mark.parametrize("passphrase", ["no", "", "\0", "\ud800"])
def test_a_wrong_passphrase_hurts_nobody(client: SigningClient, signer: Signer, passphrase: str) -> None:
    pid = client.pid
    with pytest.raises(errors.WrongPassphrase):
        client.open_pkcs12(signer.pkcs12, passphrase)
    assert client.open_pkcs12(signer.pkcs12, signer.passphrase).name == "Persona de Prova"
    assert client.pid == pid


def test_a_passphrase_is_neither_in_the_arguments_nor_in_the_environment(
    client: SigningClient, signer: Signer
) -> None:
    client.open_pkcs12(signer.pkcs12, signer.passphrase)
    if not Path("/proc/self").exists():
        pytest.skip("no /proc on this system")
    for pid in {client.pid, client.files.pid} - {None}:
        proc = Path(f"/proc/{pid}")
        seen = (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()
        assert signer.passphrase.encode() not in seen


def test_a_closed_identity_signs_no_more(client: SigningClient, signer: Signer, pdf: bytes) -> None:
    identity = client.open_pkcs12(signer.pkcs12, signer.passphrase)
    client.begin_close_identity(identity).result(WAIT)
    with pytest.raises(errors.IdentityForgotten):
        client.sign(pdf, identity, confirmation="")


def test_sigkill_in_the_middle_of_a_signature_is_told_and_mended(
    fresh: SigningClient, signer: Signer
) -> None:
    identity = fresh.open_pkcs12(signer.pkcs12, signer.passphrase)
    large = make_pdf(padding=bytes(20_000_000))
    fresh.check(make_pdf())
    pid = fresh.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    future = fresh.begin_prepare(HeldBytes(large), identity)
    until_busy(fresh)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(errors.WorkerDied):
        future.result(WAIT)
    assert fresh.sign(large, identity, confirmation="").data.startswith(large), "the key is elsewhere"
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


def test_cancel_stops_everything_and_the_client_goes_on(fresh: SigningClient, pdf: bytes) -> None:
    fresh.check(pdf)
    assert fresh.pid is not None
    os.kill(fresh.pid, signal.SIGSTOP)
    jobs = [fresh.begin_check(pdf) for _ in range(3)]
    until_busy(fresh)
    fresh.cancel()
    for job in jobs:
        with pytest.raises(Cancelled):
            job.result(WAIT)
    fresh.check(pdf)


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
