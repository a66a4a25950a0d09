# SPDX-License-Identifier: EUPL-1.2
"""Pages come as pixels from a process of their own, whose death nobody notices but by a typed error."""

import os
import select
import signal
import subprocess
import sys
from concurrent.futures import CancelledError
from pathlib import Path

import pytest
from helpers.busy import until_busy
from helpers.pdfs import encrypted, make_pdf
from hypothesis import given, settings
from hypothesis import strategies as st

from eset_desktop.documents import errors
from eset_desktop.documents.render_client import RenderClient
from eset_desktop.errors import EsetError

WAIT = 60.0
GOOD = make_pdf(3)


def kill_worker(client: RenderClient, how: signal.Signals) -> None:
    assert client.pid is not None
    os.kill(client.pid, how)


def test_the_client_loads_neither_pdfium_nor_qt() -> None:
    code = (
        "import sys; import eset_desktop.documents.render_client, eset_desktop.documents.intake,"
        " eset_desktop.documents.metadata;"
        "heavy = ('pypdfium2', 'pypdfium2_raw', 'pikepdf', 'PySide6', 'cryptography', 'PIL', 'lxml');"
        "print([m for m in sys.modules if m.split('.')[0] in heavy])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("width", "dpr", "pixels"), [(900, 1.0, 900), (900, 1.5, 1350), (160, 2.0, 320), (1, 1.0, 1)]
)
def test_a_page_is_as_wide_as_asked_and_has_ink_on_white(
    client: RenderClient, width: int, dpr: float, pixels: int
) -> None:
    page = client.open(lambda: GOOD).render(0, width, dpr)
    assert page.width == pixels
    assert page.height == pytest.approx(pixels * 842 / 595, abs=1)
    assert len(page.pixels) == page.stride * page.height
    assert page.stride >= 4 * page.width
    assert page.device_pixel_ratio == dpr
    if pixels >= 300:
        assert min(page.pixels[0::4]) < 64
        assert page.pixels[:3] == b"\xff\xff\xff"


def test_count_and_text(client: RenderClient) -> None:
    document = client.open(lambda: GOOD)
    assert document.page_count() == 3
    assert document.text() == "\f".join(["Bon dia, Sant Pere"] * 3)
    assert document.text(limit=20) == "Bon dia, Sant Pere\fB"


def test_bytes_are_asked_once_and_again_only_after_a_death(fresh: RenderClient) -> None:
    asked: list[int] = []

    def source() -> bytes:
        asked.append(1)
        return GOOD

    document = fresh.open(source)
    assert asked == []
    for _ in range(3):
        document.render(0, 100)
    assert len(asked) == 1
    with os.fdopen(os.pidfd_open(fresh.pid or 0), "rb") as process:
        kill_worker(fresh, signal.SIGKILL)
        assert select.select([process], [], [], 30)[0]
    document.render(0, 100)
    assert len(asked) == 2


def test_more_documents_than_are_kept_come_back_by_themselves(client: RenderClient) -> None:
    documents = [client.open(lambda: GOOD) for _ in range(12)]
    for document in [*documents, *documents]:
        assert document.page_count() == 3


def test_a_closed_document_is_forgotten_and_can_be_asked_again(client: RenderClient) -> None:
    document = client.open(lambda: GOOD)
    document.page_count()
    document.close()
    assert document.page_count() == 3


def test_pages_that_are_not_there(client: RenderClient) -> None:
    for page in (-1, 3, 10**9):
        with pytest.raises(errors.NoSuchPage) as caught:
            client.open(lambda: GOOD).render(page, 100)
        assert caught.value.details == {"page": page, "pages": 3}


@pytest.mark.parametrize("size", [(1, 1), (14_400, 14_400), (3, 14_400), (0, 0)])
def test_a_page_of_any_size_stays_within_bounds(client: RenderClient, size: tuple[int, int]) -> None:
    pdf = GOOD.replace(b"[ 0 0 595 842 ]", b"[ 0 0 %d %d ]" % size)
    assert pdf != GOOD
    page = client.open(lambda: pdf).render(0, 20_000, 4.0)
    assert page.width * page.height <= 40_100_000
    assert page.width >= 1


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"", errors.NotAPdf),
        (b"hola", errors.NotAPdf),
        (make_pdf(0), errors.BrokenPdf),
        (encrypted(user="clau"), errors.PasswordPdf),
    ],
)
def test_what_cannot_be_shown_says_why(
    client: RenderClient, pdf: bytes, reason: type[errors.DocumentError]
) -> None:
    with pytest.raises(errors.DocumentError) as caught:
        client.open(lambda: pdf).render(0, 100)
    assert type(caught.value) is reason


def test_a_source_that_fails_says_so(client: RenderClient) -> None:
    def gone() -> bytes:
        raise FileNotFoundError(2, "No such file")

    with pytest.raises(errors.UnreadableFile):
        client.open(gone).render(0, 100)


def test_of_many_requests_of_one_place_only_the_newest_is_drawn(fresh: RenderClient) -> None:
    document = fresh.open(lambda: GOOD)
    document.render(0, 50)
    kill_worker(fresh, signal.SIGSTOP)
    jobs = [document.begin_render(0, 100 + n) for n in range(30)]
    until_busy(fresh)
    kill_worker(fresh, signal.SIGCONT)
    assert jobs[-1].result(WAIT).width == 129
    assert sum(job.cancelled() for job in jobs) == 29


def test_what_somebody_waits_for_comes_before_reading_words(fresh: RenderClient) -> None:
    document = fresh.open(lambda: GOOD)
    document.render(0, 50)
    order: list[str] = []
    kill_worker(fresh, signal.SIGSTOP)
    blocker = document.begin_page_count()
    until_busy(fresh)
    words = document.begin_text()
    words.add_done_callback(lambda _: order.append("words"))
    page = document.begin_render(1, 100)
    page.add_done_callback(lambda _: order.append("page"))
    kill_worker(fresh, signal.SIGCONT)
    for job in (blocker, words, page):
        job.result(WAIT)
    assert order == ["page", "words"]


def test_a_death_while_drawing_is_told_and_the_next_page_is_drawn(fresh: RenderClient) -> None:
    document, other = fresh.open(lambda: GOOD), fresh.open(lambda: GOOD)
    document.page_count()
    kill_worker(fresh, signal.SIGSTOP)
    job = document.begin_render(0, 100)
    until_busy(fresh)
    kill_worker(fresh, signal.SIGKILL)
    with pytest.raises(errors.RenderDied):
        job.result(WAIT)
    assert other.render(0, 100).width == 100
    assert document.render(0, 100).width == 100


def test_a_document_that_hangs_twice_is_not_tried_again() -> None:
    with RenderClient(timeout=5.0) as impatient:
        impatient.describe(GOOD)
        impatient.close()
    with RenderClient(timeout=0.3) as impatient:
        document = impatient.open(lambda: GOOD)
        impatient.warm_up()
        for _ in range(2):
            impatient.begin_describe(GOOD).exception(WAIT)
            if impatient.pid is None:
                impatient.begin_describe(GOOD).exception(WAIT)
            kill_worker(impatient, signal.SIGSTOP)
            with pytest.raises(errors.RenderHung):
                document.render(0, 100)
        with pytest.raises(errors.CannotShow):
            document.render(0, 100)
        assert impatient.open(lambda: GOOD).page_count() == 3


def test_asking_never_blocks_even_while_the_process_does_nothing(fresh: RenderClient) -> None:
    """The window's thread only queues: with the process stopped and a large document to send, asking still returns."""
    large = make_pdf(padding=bytes(8_000_000))
    document = fresh.open(lambda: large)
    fresh.describe(GOOD)
    kill_worker(fresh, signal.SIGSTOP)
    job = document.begin_render(0, 100)
    assert not job.done()
    kill_worker(fresh, signal.SIGCONT)
    assert job.result(WAIT).width == 100


def test_closing_cancels_what_waits(fresh: RenderClient) -> None:
    document = fresh.open(lambda: GOOD)
    document.page_count()
    kill_worker(fresh, signal.SIGSTOP)
    jobs = [document.begin_render(n, 100) for n in range(3)]
    until_busy(fresh)
    kill_worker(fresh, signal.SIGCONT)
    fresh.close()
    for job in jobs:
        try:
            job.result(WAIT)
        except (CancelledError, EsetError):
            continue


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(1, 255)), min_size=1, max_size=8))
def test_a_damaged_document_is_drawn_or_refused(client: RenderClient, flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(GOOD)
    for place, mask in flips:
        damaged[place] ^= mask
    document = client.open(lambda: bytes(damaged))
    try:
        assert document.render(0, 60).width >= 1
        document.text()
    except errors.DocumentError:
        return
    finally:
        document.close()
