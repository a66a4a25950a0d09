# SPDX-License-Identifier: EUPL-1.2
"""Several processes on PostgreSQL behind a proxy, with the configurations that ship."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from helpers.postgres import Server
from helpers.served import Client
from helpers.town import Desk, Town, build

from central.server import listen, listen_at
from central.verify import verify
from eset_desktop.clock import Ids, SystemClock
from sync.protocol import PushAnswer, PushBatch

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def certificate(path: Path) -> None:
    """Write a key and a certificate of nobody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + signed.public_bytes(pem))


def adapted(name: str, folder: Path, *changes: tuple[str, str]) -> Path:
    """Write a sample configuration with the paths of this test; each change must fit."""
    text = (PACKAGING / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    target = folder / name
    target.write_text(text, encoding="utf-8")
    return target


def test_haproxy_takes_the_sample_configuration(tmp_path: Path) -> None:
    haproxy = program("haproxy")
    certificate(tmp_path / "tls.pem")
    config = adapted("haproxy.cfg", tmp_path, ("/etc/eset-central", str(tmp_path)))
    done = subprocess.run([haproxy, "-c", "-f", config], capture_output=True, text=True, check=False)
    assert (done.returncode, re.findall("(?i)warning.*", done.stderr)) == (0, []), done.stderr


def test_nginx_takes_the_sample_configuration(tmp_path: Path) -> None:
    nginx = program("nginx")
    certificate(tmp_path / "tls.pem")
    config = adapted(
        "nginx.conf",
        tmp_path,
        ("/etc/eset-central", str(tmp_path)),
        ("/var/log/nginx/", f"{tmp_path}/"),
        ("worker_rlimit_nofile", f"pid {tmp_path}/pid;\nworker_rlimit_nofile"),
    )
    command = [nginx, "-t", "-c", str(config), "-p", str(tmp_path), "-g", f"error_log {tmp_path}/error.log;"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "[warn]" in done.stderr) == (0, False), done.stderr


def test_systemd_takes_the_sample_unit(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    unit = adapted("eset-central@.service", tmp_path, ("/opt/eset/.venv/bin/eset-central", "/bin/true"))
    unit = unit.rename(unit.with_name("eset-central@1.service"))
    done = subprocess.run([analyze, "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.splitlines() if "eset-central" in line]
    assert lines == []


@pytest.fixture
def town(tmp_path: Path, postgres_server: Server) -> Iterator[Town]:
    built = build(tmp_path / "central", postgres_server)
    yield built
    built.service.close()
    postgres_server.give_back(str(built.service.database.engine.url.database))


Process = subprocess.Popen[bytes]


@contextmanager
def ended(process: Process) -> Iterator[Process]:
    """Kill a process at the end, if it still runs."""
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


def serve(root: Path, at: Path) -> Process:
    """Start one of the processes."""
    command = [sys.executable, "-m", "central", "serve", "--data", str(root), "--socket", str(at)]
    return subprocess.Popen([*command, "--logs", str(root / "logs")])


def until(true: Callable[[], object], process: Process) -> None:
    """Return when something is true; fails when the process ends before or nothing comes of it."""
    deadline = time.monotonic() + 30
    while not true():
        assert process.poll() is None
        assert time.monotonic() < deadline
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue


def takes_calls(path: Path) -> bool:
    """Whether it answers: a socket that listens may belong to a process that is still starting, which a stop would kill."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(5)
        try:
            caller.connect(str(path))
            caller.sendall(b"GET /.well-known/eset HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return caller.recv(12) == b"HTTP/1.1 200"
        except OSError:
            return False


def answers(url: str) -> bool:
    try:
        return requests.get(url + "/.well-known/eset", timeout=5).status_code == 200
    except OSError:
        return False


@pytest.mark.slow
def test_one_of_two_processes_is_killed_and_nothing_acknowledged_is_lost(town: Town, tmp_path: Path) -> None:
    haproxy, root = program("haproxy"), tmp_path / "central"
    run = Path(os.path.relpath(tmp_path))
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    config = adapted(
        "haproxy.cfg",
        tmp_path,
        (":443 ssl crt /etc/eset-central/tls.pem alpn h2,http/1.1", f"127.0.0.1:{port}"),
        ("log /dev/log local0", "log stderr local0 emerg"),
        ("/run/eset-central", str(run)),
        ("inter 2s", "inter 100"),
        ("maxconn 24000", "maxconn 200"),
        ("maxconn 8000", "maxconn 80"),
    )
    sockets = [tmp_path / "1.sock", tmp_path / "2.sock"]
    acknowledged: list[str] = []
    with ExitStack() as running:
        processes = [running.enter_context(ended(serve(root, each))) for each in sockets]
        for process, path in zip(processes, sockets, strict=True):
            until(partial(takes_calls, path), process)
        proxy = running.enter_context(
            ended(subprocess.Popen([haproxy, "-db", "-f", str(config)], stderr=None))
        )
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url), proxy)
        desk = Desk(None, town.clerk.answer, Ids(SystemClock()))
        client = Client(url, desk.token)
        for turn in range(6):
            if turn == 2:
                processes[0].send_signal(signal.SIGKILL)
                processes[0].wait()
            if turn == 4:
                processes[0] = running.enter_context(ended(serve(root, sockets[0])))
                until(lambda: takes_calls(sockets[0]), processes[0])
            acknowledged += push(client, desk)
        client.session.close()
        for process in processes:
            process.terminate()
        assert [process.wait(20) for process in processes] == [0, 0]
    page = town.clerk.page()
    assert page is not None
    assert sorted(acknowledged) == sorted(row.id for row in page.rows if row.kind == "dossier")
    assert list(verify(town.service)) == []


def push(client: Client, desk: Desk) -> list[str]:
    """Push until it is acknowledged, as a client does; return the ids."""
    made = [desk.dossier(at="2026-11-21T09:00:00.000Z") for _ in range(3)]
    body = msgspec.json.encode(PushBatch(1, tuple(made)))
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            sent = client("POST", "/v1/push", data=body)
        except requests.RequestException:
            continue
        if sent.status_code == 200:
            results = msgspec.json.decode(sent.content, type=PushAnswer).results
            assert {each.status for each in results} == {"applied"}
            return [each.object for each in made]
        assert sent.status_code in {502, 503, 504}
    raise AssertionError


def test_a_socket_that_a_killed_process_left_is_taken_and_a_living_one_is_not(tmp_path: Path) -> None:
    path = Path(os.path.relpath(tmp_path)) / "1.sock"
    listen_at(path).close()
    assert path.exists()
    with listen_at(path), pytest.raises(OSError, match="in use"):
        listen_at(path)
