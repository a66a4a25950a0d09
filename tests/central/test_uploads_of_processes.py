# SPDX-License-Identifier: EUPL-1.2
"""One upload, several service processes."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from helpers.served import Client
from helpers.town import Town
from helpers.uploading import announced

from sync.protocol import CHUNK_TYPE

DATA = b"%PDF-1.7 " + bytes(range(256)) * 700
SHA = hashlib.sha256(DATA).hexdigest()


def begin(client: Client) -> str:
    made = client("POST", "/v1/uploads", json={"sha256": SHA, "size": len(DATA)})
    return made.headers["Location"]


def append(client: Client, url: str, at: int, data: bytes | Iterator[bytes]) -> requests.Response:
    headers = {"Upload-Offset": str(at), "Content-Type": CHUNK_TYPE}
    return client("PATCH", url, data=data, headers=headers)


def offset(answer: requests.Response) -> int:
    return int(answer.headers["Upload-Offset"])


SERVE = """
import sys
from pathlib import Path
from central.folder import DataFolder
from central.server import listen, new_server
from central.service import Service
from eset_desktop.clock import ManualClock
from helpers.town import NOW
service = Service.open(DataFolder(Path(sys.argv[1])), ManualClock(NOW))
with listen("127.0.0.1", 0) as listener:
    print(listener.getsockname()[1], flush=True)
    new_server(service).run(sockets=[listener])
"""


@contextmanager
def process(town: Town) -> Iterator[tuple[subprocess.Popen[str], Client]]:
    """Serve the town in a process of its own."""
    command = [sys.executable, "-c", SERVE, str(town.service.folder.root)]
    environment = {"PYTHONPATH": ":".join(["tests", *filter(None, sys.path)])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        client = Client("", town.clerk.token)
        try:
            yield running, client
        finally:
            client.session.close()
            running.kill()


def listening(running: subprocess.Popen[str], client: Client) -> None:
    """Return when a process takes connections."""
    assert running.stdout is not None
    client.url = f"http://127.0.0.1:{int(running.stdout.readline())}"


@pytest.mark.slow
def test_processes_take_turns_in_one_upload_also_when_one_is_killed(town: Town) -> None:
    version = announced(town.clerk, DATA)
    with process(town) as (first, one), process(town) as (two, other):
        listening(first, one)
        listening(two, other)
        url = begin(one)
        assert offset(append(one, url, 0, DATA[:40_000])) == 40_000
        assert offset(append(other, url, 40_000, DATA[40_000:60_000])) == 60_000

        def dies() -> Iterator[bytes]:
            yield DATA[60_000:80_000]
            two.kill()
            two.wait()
            yield DATA[80_000:]

        with pytest.raises(requests.RequestException):
            append(other, url, 60_000, dies())
        stands = offset(one("HEAD", url))
        assert stands in {60_000, 80_000}
        assert offset(append(one, url, stands, DATA[stands:])) == len(DATA)
        assert one("GET", f"/v1/blobs/{SHA}").content == DATA
    assert town.clerk.object(version)["present"] is True
