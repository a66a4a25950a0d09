# SPDX-License-Identifier: EUPL-1.2
"""Plugin: services of the central suite keep their bytes in an S3 in memory, or with ``ESET_RGW`` in a Ceph; see docs/decisions/0019.

``PYTHONPATH=tests python -m pytest -p helpers.on_s3 tests/central``; tests of the folder itself are skipped then.
"""

import hashlib
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.rgw import rgw_server
from helpers.s3_servers import moto_server

import central.blobs
import central.loading
import central.service
from central.blobs import Blobs
from central.objects_s3 import S3Objects
from central.objects_settings import S3Settings


@pytest.fixture(autouse=True, scope="session")
def bytes_on_s3(tmp_path_factory: pytest.TempPathFactory) -> Generator[None, None, None]:
    """Let every service without a store of its own have one below a prefix of its folder's."""
    folder = tmp_path_factory.mktemp("rgw")
    with rgw_server(folder) as rgw, moto_server() as moto, pytest.MonkeyPatch.context() as patches:
        settings = rgw or moto
        if settings is None:
            pytest.skip("moto does not start")

        def blobs_of(root: Path, s3: S3Settings | None, *, durable: bool = True) -> Blobs:
            del durable
            prefix = hashlib.sha256(str(root).encode()).hexdigest()[:12]
            return Blobs(S3Objects(s3 or replace(settings, prefix=prefix)))

        for module in (central.blobs, central.loading, central.service):
            patches.setattr(module, "blobs_of", blobs_of)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what looks at files of a folder that is not used."""
    for item in items:
        if item.get_closest_marker("on_folder"):
            item.add_marker(pytest.mark.skip(reason="about the files of the folder store"))
