# SPDX-License-Identifier: EUPL-1.2
"""A real Ceph of one monitor, one manager, one disk and one RADOS gateway on loopback (Debian: ``radosgw ceph-mon ceph-osd ceph-mgr``).

It takes half a minute to begin and half a gigabyte of memory, so it is started only where ``ESET_RGW`` asks for it.
"""

import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import boto3
import requests

from central.objects_settings import S3Settings

KEY, SECRET, BUCKET = "prova-clau", "prova-secret", "prova"
_PROGRAMS: Final = ("ceph-mon", "ceph-mgr", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "monmaptool")
_PATIENCE: Final = 120.0
ASKED_FOR: Final = ("rgw",) if os.environ.get("ESET_RGW") else ()
"""The name of this store among the others, where somebody wants it."""
_CONFIGURATION: Final = """
[global]
fsid = {fsid}
mon_host = [v2:127.0.0.1:{port}/0]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_mon_client_mode = crc
ms_client_mode = crc
ms_mon_service_mode = crc
ms_service_mode = crc
ms_cluster_mode = crc
ms_mon_cluster_mode = crc
osd_pool_default_size = 1
osd_pool_default_pg_num = 4
mon_allow_pool_size_one = true
osd_crush_chooseleaf_type = 0
mon_data_avail_warn = 1
mon_data_avail_crit = 1
run_dir = {folder}
admin_socket = {folder}/$name.sock
log_file = {folder}/$name.log
mon_data = {folder}/mon
mgr_data = {folder}/mgr
osd_data = {folder}/osd
rgw_data = {folder}/rgw
crash_dir = {folder}/crash
osd_objectstore = bluestore
bluestore_block_create = true
bluestore_block_size = 4294967296
osd_memory_target = 939524096
"""


@contextmanager
def rgw_server(folder: Path) -> Iterator[S3Settings | None]:
    """Serve a bucket by a Ceph below a folder; None where it is not installed or not asked for.

    Raises:
        TimeoutError: It did not come up.
    """
    if not ASKED_FOR or not all(map(shutil.which, _PROGRAMS)):
        yield None
        return
    with ExitStack() as running:
        endpoint = _cluster(folder, running)
        account = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": "default"}
        boto3.client("s3", endpoint_url=endpoint, **account).create_bucket(Bucket=BUCKET)
        yield S3Settings(BUCKET, endpoint, "default", KEY, SECRET, plain_http=True)


def _cluster(folder: Path, running: ExitStack) -> str:
    fsid, disk, port = str(uuid.uuid4()), str(uuid.uuid4()), _free_port()
    conf = folder / "ceph.conf"
    conf.write_text(_CONFIGURATION.format(fsid=fsid, port=port, folder=folder))
    for each in ("mon", "mgr", "osd", "rgw", "crash"):
        (folder / each).mkdir()
    _do(
        conf,
        "monmaptool",
        "--create",
        "--fsid",
        fsid,
        "--addv",
        "a",
        f"[v2:127.0.0.1:{port}]",
        str(folder / "monmap"),
    )
    _do(conf, "ceph-mon", "--mkfs", "-i", "a", "--monmap", str(folder / "monmap"))
    _start(conf, running, "ceph-mon", "-i", "a")
    _do(conf, "ceph", "osd", "new", disk)
    _do(conf, "ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk)
    _start(conf, running, "ceph-osd", "-i", "0")
    _start(conf, running, "ceph-mgr", "-i", "x")
    gateway = f"http://127.0.0.1:{_free_port()}"
    front = f"beast endpoint={gateway.removeprefix('http://')}"
    _start(conf, running, "radosgw", "-n", "client.rgw", f"--rgw-frontends={front}")
    _await_answer(gateway)
    _do(
        conf, "radosgw-admin", "user", "create", "--uid=eset", "--display-name=eset", f"--access-key={KEY}",
        f"--secret-key={SECRET}",
    )  # fmt: skip
    return gateway


def _do(conf: Path, *command: str) -> None:
    subprocess.run(
        [command[0], "--conf", str(conf), *command[1:]],
        check=True, capture_output=True, timeout=_PATIENCE,
    )  # fmt: skip


def _start(conf: Path, running: ExitStack, *command: str) -> None:
    process = subprocess.Popen(
        [command[0], "--conf", str(conf), *command[1:], "-f"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    running.callback(process.wait, 30)
    running.callback(process.kill)


def _await_answer(gateway: str) -> None:
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        try:
            requests.get(gateway, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(gateway)


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])
