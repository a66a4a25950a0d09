# SPDX-License-Identifier: EUPL-1.2
"""Hints arrive, a lost one harms nobody, and each side knows the other's version."""

import queue
from pathlib import Path

from eset_desktop.hints import WORK, Greeting, HintClient, HintServer
from eset_desktop.platform import local_socket_address

GREETING = Greeting("1.0", 1)


def test_hints_arrive_and_the_peers_version_is_known(tmp_path: Path) -> None:
    heard: queue.Queue[str] = queue.Queue()
    address = local_socket_address(tmp_path, "agent")
    server = HintServer(address, GREETING, heard.put)
    client = HintClient(address)
    assert client.send(WORK)
    assert heard.get(timeout=5) == WORK
    assert client.peer == GREETING
    assert server.clients == 1
    client.close()
    server.close()


def test_nobody_there_is_no_failure(tmp_path: Path) -> None:
    client = HintClient(local_socket_address(tmp_path, "agent"))
    assert not client.send(WORK)


def test_a_client_finds_the_next_server_after_the_first_was_killed(tmp_path: Path) -> None:
    heard: queue.Queue[str] = queue.Queue()
    address = local_socket_address(tmp_path, "agent")
    first = HintServer(address, GREETING, heard.put)
    client = HintClient(address)
    assert client.send(WORK)
    heard.get(timeout=5)
    first.close()
    second = HintServer(address, GREETING, heard.put)
    while not client.send(WORK):
        pass
    assert heard.get(timeout=5) == WORK
    client.close()
    second.close()


def test_noise_on_the_socket_is_passed_over(tmp_path: Path) -> None:
    from multiprocessing.connection import Client

    heard: queue.Queue[str] = queue.Queue()
    address = local_socket_address(tmp_path, "agent")
    server = HintServer(address, GREETING, heard.put)
    noisy = Client(address)
    noisy.send_bytes(b"\x80\x00 no json")
    client = HintClient(address)
    assert client.send(WORK)
    assert heard.get(timeout=5) == WORK
    noisy.close()
    client.close()
    server.close()
