# SPDX-License-Identifier: EUPL-1.2
"""An agent that cannot be started: told in the log, tried again later, and nothing is left open."""

import sys
from pathlib import Path

import pytest
from helpers.logs import ExpectedLogs

from eset_desktop.agent_link import AgentLink
from eset_desktop.paths import Paths
from eset_desktop.store.data_key import KEY_BYTES, DataKey


def open_descriptors() -> set[Path]:
    return set(Path("/proc/self/fd").iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="counts descriptors in /proc")
def test_an_agent_that_cannot_be_started_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("the agent was not started: No such file or directory")
    link = AgentLink(Paths.below(tmp_path), DataKey(bytes(KEY_BYTES)))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    before = open_descriptors()
    link.look()
    assert open_descriptors() == before
    link.close()
