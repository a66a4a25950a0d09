# SPDX-License-Identifier: EUPL-1.2
"""tus 1.0 as its text says, and an independent client of it; with another service process taking over."""

import base64
import hashlib
import io

import pytest
import requests
from helpers.served import Client
from helpers.town import Town
from helpers.uploading import announced
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from sync.protocol import CHUNK_TYPE

PATH = "/v1/uploads"
DATA = b"%PDF-1.7 " + bytes(range(256)) * 700
SHA = hashlib.sha256(DATA).hexdigest()
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def version(town: Town) -> str:
    """Announce a version of DATA; gives its id."""
    return announced(town.clerk, DATA)


def b64(value: bytes | str) -> str:
    return base64.b64encode(value.encode() if isinstance(value, str) else value).decode()


def create(client: Client, length: int = len(DATA), metadata: str = "", **headers: str) -> requests.Response:
    asked = {
        **TUS,
        "Upload-Length": str(length),
        "Upload-Metadata": f"sha256 {b64(SHA)}{metadata}",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return client("POST", PATH, headers=asked, data=b"" if "Content_Type" not in headers else DATA[:1_000])


def append(client: Client, url: str, offset: int, data: bytes, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    base = {**TUS, "Upload-Offset": str(offset), "Content-Type": CHUNK_TYPE}
    return client("PATCH", url, data=data, headers={**base, **named})


def offset(answer: requests.Response) -> int:
    return int(answer.headers["Upload-Offset"])


def test_anyone_may_ask_what_the_service_can_do(url: str) -> None:
    answer = requests.options(url + PATH, timeout=10)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == str(2 << 30)
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"
    assert answer.headers["Tus-Extension"] == (
        "creation,creation-with-upload,expiration,checksum,termination,concatenation"
    )


def test_a_file_by_the_standard(town: Town, clerk: Client, version: str) -> None:
    made = create(clerk)
    assert (made.status_code, offset(made)) == (201, 0)
    assert made.headers["Upload-Expires"] == "Mon, 21 Dec 2026 09:00:00 GMT"
    url = made.headers["Location"]
    first = append(clerk, url, 0, DATA[:70_000])
    assert (first.status_code, offset(first)) == (204, 70_000)
    asked = clerk("HEAD", url, headers=TUS)
    assert (asked.status_code, offset(asked), asked.headers["Upload-Length"]) == (200, 70_000, str(len(DATA)))
    assert asked.headers["Cache-Control"] == "no-store"
    assert all(each.headers["Tus-Resumable"] == "1.0.0" for each in (made, first, asked))
    assert offset(append(clerk, url, 70_000, DATA[70_000:])) == len(DATA)
    assert town.clerk.object(version)["present"] is True


@pytest.mark.usefixtures("version")
def test_the_first_bytes_may_come_with_the_creation(clerk: Client) -> None:
    made = create(clerk, Content_Type=CHUNK_TYPE)
    assert (made.status_code, offset(made)) == (201, 1_000)
    assert append(clerk, made.headers["Location"], 1_000, DATA[1_000:]).status_code == 204
    assert clerk("GET", f"/v1/blobs/{SHA}").content == DATA


@pytest.mark.usefixtures("version")
def test_a_small_file_costs_one_request(town: Town, clerk: Client) -> None:
    data = b"a small one"
    announced(town.clerk, data)
    headers = {
        **TUS,
        "Upload-Length": str(len(data)),
        "Upload-Metadata": f"sha256 {b64(hashlib.sha256(data).digest())}",
        "Content-Type": CHUNK_TYPE,
    }
    made = clerk("POST", PATH, headers=headers, data=data)
    assert (made.status_code, offset(made), made.headers["ESet-State"]) == (201, len(data), "done")


@pytest.mark.usefixtures("version")
def test_an_unfinished_upload_goes_on_only_when_that_is_asked_for(clerk: Client) -> None:
    url = create(clerk).headers["Location"]
    append(clerk, url, 0, DATA[:500])
    assert offset(create(clerk)) == 0
    again = create(clerk, metadata=",resume")
    assert (again.headers["Location"], offset(again)) == (url, 500)
    append(clerk, url, 500, DATA[500:])
    known = create(clerk, metadata=",resume")
    assert (known.status_code, "Location" in known.headers) == (200, False)
    assert create(clerk).status_code == 201


@pytest.mark.usefixtures("version")
def test_stretches_are_put_together(clerk: Client) -> None:
    parts = []
    for start, end in ((0, 100_000), (100_000, len(DATA))):
        made = create(clerk, end - start, f",size {b64(str(len(DATA)))}", Upload_Concat="partial")
        parts.append(made.headers["Location"])
        told = append(clerk, parts[-1], 0, DATA[start:end])
        assert (told.status_code, told.headers["Upload-Concat"]) == (204, "partial")
    joined = f"final;{parts[0]} {clerk.url}{parts[1]}"
    final = clerk("POST", PATH, headers={**TUS, "Upload-Concat": joined})
    assert (final.status_code, final.headers["ESet-State"]) == (201, "done")
    url = final.headers["Location"]
    asked = clerk("HEAD", url, headers=TUS)
    assert asked.headers["Upload-Concat"] == f"final;{' '.join(parts)}"
    assert asked.headers["Upload-Length"] == str(len(DATA))
    assert append(clerk, url, len(DATA), b"").status_code == 403
    assert clerk("GET", f"/v1/blobs/{SHA}").content == DATA


@pytest.mark.usefixtures("version")
def test_a_damaged_request_is_refused_and_changes_nothing(clerk: Client) -> None:
    url = create(clerk).headers["Location"]
    right = f"sha256 {b64(hashlib.sha256(DATA[:1000]).digest())}"
    damaged = append(clerk, url, 0, DATA[1:1001], Upload_Checksum=right)
    assert (damaged.status_code, damaged.json()["code"]) == (460, "upload.chunk_checksum")
    assert offset(clerk("HEAD", url)) == 0
    assert offset(append(clerk, url, 0, DATA[:1000], Upload_Checksum=right)) == 1_000
    for wrong in ("md5 AAAA", "sha256 AAAA", "sha256", "sha256 *"):
        assert append(clerk, url, 1_000, DATA[1000:], Upload_Checksum=wrong).status_code == 400
    assert offset(clerk("HEAD", url)) == 1_000


@pytest.mark.usefixtures("version")
def test_an_upload_can_be_dropped(clerk: Client) -> None:
    url = create(clerk).headers["Location"]
    assert clerk("DELETE", url, headers=TUS).status_code == 204
    assert clerk("HEAD", url).status_code == clerk("DELETE", url).status_code == 404


@pytest.mark.usefixtures("version")
def test_methods_may_hide_in_a_post(clerk: Client) -> None:
    url = create(clerk).headers["Location"]
    override = {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0", "Content-Type": CHUNK_TYPE}
    assert offset(clerk("POST", url, headers=override, data=DATA[:9])) == 9
    assert offset(clerk("POST", url, headers={"X-HTTP-Method-Override": "HEAD"})) == 9
    assert clerk("POST", url, headers={"X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert clerk("POST", url).status_code == 405


@pytest.mark.usefixtures("version")
def test_what_the_standard_refuses_is_refused(clerk: Client) -> None:
    url = create(clerk).headers["Location"]
    version = append(clerk, url, 0, b"x", Tus_Resumable="0.2.2")
    assert (version.status_code, version.headers["Tus-Version"]) == (412, "1.0.0")
    assert append(clerk, url, 0, b"x", Content_Type="text/plain").status_code == 415
    assert append(clerk, url, 5, b"x").status_code == 409
    assert append(clerk, f"{PATH}/nothing", 0, b"x").status_code == 404
    assert create(clerk, length=3 << 30, metadata=f",size {b64(str(3 << 30))}").status_code == 413
    assert offset(clerk("HEAD", url)) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": "many"},
        {"Upload-Length": ""},
        {"Upload-Defer-Length": "1", "Upload-Length": ""},
        {"Upload-Metadata": ""},
        {"Upload-Metadata": "sha256"},
        {"Upload-Metadata": "sha256 ***"},
        {"Upload-Metadata": f"sha256 {b64('x')}"},
        {"Upload-Metadata": f"sha256 {b64(SHA)},sha256 {b64(SHA)}"},
        {"Upload-Metadata": f"sha256 {b64(SHA)},form {b64('other')}"},
        {"Upload-Metadata": f"sha256 {b64(SHA)},size {b64('-1')}"},
        {"Upload-Metadata": f"sha256 {b64(SHA)},size {b64('5')}"},
        {"Upload-Metadata": "x" * 5_000},
        {"Upload-Concat": "whole"},
        {"Upload-Concat": "partial", "Upload-Length": "0"},
    ],
)
@pytest.mark.usefixtures("version")
def test_headers_that_make_no_sense_are_400(clerk: Client, headers: dict[str, str]) -> None:
    base = {**TUS, "Upload-Length": str(len(DATA)), "Upload-Metadata": f"sha256 {b64(SHA)}"}
    assert clerk("POST", PATH, headers={**base, **headers}).status_code == 400


@pytest.mark.parametrize("parts", ["", "/v1/uploads/../x", "http://elsewhere/", "/v1/uploads/" + "0" * 36])
@pytest.mark.usefixtures("version")
def test_parts_that_are_none_are_refused(clerk: Client, parts: str) -> None:
    answer = clerk("POST", PATH, headers={**TUS, "Upload-Concat": f"final;{parts}"})
    assert (answer.status_code, answer.json()["code"]) == (409, "upload.parts")


class Cut(io.BytesIO):
    """A file whose disk fails at a place."""

    def __init__(self, data: bytes, at: int) -> None:
        super().__init__(data)
        self._at = at

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= self._at:
            raise OSError("cut")
        return super().read(size)


def test_an_independent_client_uploads_and_resumes(town: Town, clerk: Client, version: str) -> None:
    client = TusClient(clerk.url + PATH, headers={"Authorization": f"Bearer {clerk.token}"})
    options = {"chunk_size": 50_000, "metadata": {"sha256": SHA}, "upload_checksum": True}
    broken = client.uploader(file_stream=Cut(DATA, 100_000), **options)
    with pytest.raises(OSError, match="cut"):
        broken.upload()
    resumed = client.uploader(file_stream=io.BytesIO(DATA), url=broken.url, **options)
    assert resumed.offset == 100_000
    resumed.upload()
    assert town.clerk.object(version)["present"] is True
    assert clerk("GET", f"/v1/blobs/{SHA}").content == DATA


@pytest.mark.usefixtures("version")
def test_an_independent_client_may_only_send_what_was_announced(clerk: Client) -> None:
    client = TusClient(clerk.url + PATH, headers={"Authorization": f"Bearer {clerk.token}"})
    stranger = client.uploader(file_stream=io.BytesIO(b"x"), metadata={"sha256": "0" * 64})
    with pytest.raises(Exception, match="403"):
        stranger.upload()
    wrong = client.uploader(file_stream=io.BytesIO(b"x" * len(DATA)), metadata={"sha256": SHA})
    with pytest.raises(TusUploadFailed):
        wrong.upload()
