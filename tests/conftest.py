# SPDX-License-Identifier: EUPL-1.2
"""What holds for every test: no window on screen, no unexpected log line, no thread or file left behind, seeds printed.

Fixtures for all:
    expected_logs: names the log lines that a test means to cause; every other one from WARNING up fails it.
    starts: starts programs without loading them each time.
    tell: prints a line in a section of its own before the summary, also under xdist.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from helpers.logs import Collector, ExpectedLogs
from helpers.run_folder import RunFolder, is_inside
from hypothesis import HealthCheck, settings

from eset_desktop.platform import FileLock

if TYPE_CHECKING:
    from helpers.forked import Starts

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
for _name in ("ESET_HOME", "ESET_CRASH_AT"):  # of the person's own installation
    os.environ.pop(_name, None)

settings.register_profile(
    "house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("house"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

TELL = "eset-tell"
SLOW_LOCK = "slow-tests.lock"
RUN_FOLDER = pytest.StashKey[RunFolder]()
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give the run a temporary folder of its own; xdist's workers and runs inside of tests are in the one of their run."""
    if not is_inside():
        config.stash[RUN_FOLDER] = made = RunFolder.begin()
        if config.option.basetemp is None:
            config.option.basetemp = made.path / "t"  # short: sockets lie in it


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Note whether there is something to look at."""
    session.config.stash[FAILED] = exitstatus != 0


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the run's folder, or leave it until the next run where something failed."""
    if RUN_FOLDER in config.stash:
        config.stash[RUN_FOLDER].end(keep=config.stash.get(FAILED, False))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long tests first, after pytest-randomly has shuffled.

    One worker then has all of them, which run one after the other, and the other workers have everything else meanwhile:
    last, they would wait for each other at the run's end.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _one_long_test_at_a_time(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Let long tests, which start processes of their own, run one after the other whatever worker they are on.

    A lock and not an ``xdist_group``: xdist 3.8 loses groups under pytest 9.2, whose node ids are no longer strings.
    """
    if not request.node.get_closest_marker("slow") or not hasattr(request.config, "workerinput"):
        yield
        return
    lock = FileLock(tmp_path_factory.getbasetemp().parent / SLOW_LOCK)
    lock.acquire(wait=True)
    yield
    lock.release()


@pytest.fixture(autouse=True)
def expected_logs() -> Iterator[ExpectedLogs]:
    """Fail the test on any log line from WARNING up that it did not name by ``expected_logs.allow(...)``."""
    expected = ExpectedLogs()
    collector = Collector(expected)
    root = logging.getLogger()
    root.addHandler(collector)
    yield expected
    root.removeHandler(collector)
    unexpected = expected.unexpected()
    if unexpected:
        pytest.fail("unexpected log lines:\n" + "\n".join(unexpected), pytrace=False)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail the test if a thread it started still runs two seconds after it; Qt's and the pool's own do not count."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    deadline = time.monotonic() + 2
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    names = [
        thread.name for thread in left if thread.is_alive() and not isinstance(thread, threading._DummyThread)
    ]
    if names:
        pytest.fail(f"threads left behind: {', '.join(names)}", pytrace=False)


@pytest.fixture(scope="session")
def starts() -> "Iterator[Starts]":
    """Start programs: most from a process that has loaded them, one in some in full."""
    from helpers.forked import forked_starts

    with forked_starts() as made:
        yield made


@pytest.fixture(scope="session", autouse=True)
def _workers() -> "Iterator[None]":
    """Start the workers of this process from one that has loaded what they load."""
    if not hasattr(os, "pidfd_open"):
        yield
        return
    from helpers.forked_workers import forked_workers

    with forked_workers():
        yield


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return a function that prints a line before the summary of the whole run."""
    return lambda line: record_property(TELL, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests had to tell."""
    lines = [
        (report.nodeid, str(value))
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == TELL
    ]
    if lines:
        terminalreporter.section("what tests tell")
    for nodeid, line in lines:
        terminalreporter.write_line(f"{nodeid.rpartition('/')[2]}: {line}")
