# SPDX-License-Identifier: EUPL-1.2
"""Contents as recipes, up and down: only from what the caller may read, and never believed unchecked."""

import hashlib
import random
from dataclasses import replace

import pytest
import requests
from helpers.served import Client
from helpers.town import Desk, Town
from helpers.uploading import announced, append, sent

from central import composing
from central.errors.requests import RequestTooLarge
from central.errors.uploads import UploadChecksum
from central.objects_s3 import S3Objects
from central.objects_settings import S3Settings
from central.recipes import MOST_BYTES
from central.upload_rows import SEGMENTS
from central.upload_sessions import Session, Wanted
from eset_desktop.domain.segments import SEGMENTS_TYPE, Plan, content_of, recipe
from eset_desktop.zstd import zstd
from sync.protocol import COMPOSING, DONE

OLD = random.Random(1).randbytes(200_000)
SIGNATURE = random.Random(2).randbytes(9_000)
NEW = OLD + SIGNATURE


def named(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def made_of(parent: bytes, data: bytes) -> bytes:
    return recipe(content_of(parent, named(parent)), content_of(data, named(data)))


def send_recipe(desk: Desk, text: bytes, data: bytes) -> Session:
    wanted = Wanted(named(data), len(data), len(text), SEGMENTS)
    session = desk.service.uploads.begin(desk.caller, wanted)
    half = len(text) // 2
    append(desk, session.id, 0, text[:half])
    return append(desk, session.id, half, text[half:])


def whole(town: Town, data: bytes) -> bytes:
    return b"".join(town.service.blobs.read(named(data)))


@pytest.fixture
def old(town: Town) -> str:
    """Have OLD here; gives its version."""
    version = announced(town.clerk, OLD)
    sent(town.clerk, OLD)
    return version


@pytest.fixture
def new(town: Town, old: str) -> str:
    """Announce NEW; gives its version."""
    return announced(town.clerk, NEW, str(town.clerk.object(old)["document"]))


@pytest.mark.parametrize("by_job", [False, True])
def test_a_signed_version_goes_up_as_its_signature(
    town: Town, new: str, by_job: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by_job:
        monkeypatch.setattr(composing, "AT_ONCE", 0)
    text = made_of(OLD, NEW)
    assert len(text) <= len(zstd.compress(SIGNATURE, 9)) + 200
    assert send_recipe(town.clerk, text, NEW).state == (COMPOSING if by_job else DONE)
    town.service.jobs.run_due()
    assert town.clerk.object(new)["present"] is True
    assert whole(town, NEW) == NEW


@pytest.mark.usefixtures("old")
def test_nobody_copies_from_what_another_body_holds(town: Town) -> None:
    """Neither whether it is there nor any of its bytes is to be learnt by guessing (contents and hashes)."""
    announced(town.stranger, NEW)
    for parent in (OLD, OLD + b"nobody has this"):
        with pytest.raises(UploadChecksum):
            send_recipe(town.stranger, made_of(parent, NEW), NEW)
    assert town.service.blobs.size(named(NEW)) is None


@pytest.mark.usefixtures("old")
def test_nobody_copies_from_a_stream_that_is_closed_to_them(town: Town, new: str) -> None:
    caller = town.clerk.caller
    text = made_of(OLD, NEW)
    session = town.service.uploads.begin(caller, Wanted(named(NEW), len(NEW), len(text), SEGMENTS))
    receiving = town.service.uploads.receive(caller, session.id, 0)
    receiving.add(text)
    blind = replace(caller, body="01a1f7f8-3190-738b-a652-000000000001")
    with pytest.raises(UploadChecksum):
        town.service.uploads.finish(blind, receiving)
    assert "present" not in town.clerk.object(new)


@pytest.mark.parametrize("wrong", ["other content", "not a recipe", "too long", "cut"])
def test_a_recipe_that_does_not_make_the_content_is_460_and_the_whole_can_be_sent(
    town: Town, new: str, wrong: str
) -> None:
    texts = {
        "other content": made_of(OLD, OLD + bytes(9_000)),
        "not a recipe": b"\x00\x00\x00\x02xx" + bytes(50),
        "too long": made_of(OLD, NEW + b"x"),
        "cut": made_of(OLD, NEW)[:-5],
    }
    with pytest.raises(UploadChecksum):
        send_recipe(town.clerk, texts[wrong], NEW)
    assert town.service.blobs.size(named(NEW)) is None
    assert sent(town.clerk, NEW).state == DONE
    assert town.clerk.object(new)["present"] is True


@pytest.mark.usefixtures("new")
def test_a_recipe_has_a_bound(town: Town) -> None:
    with pytest.raises(RequestTooLarge):
        town.service.uploads.begin(town.clerk.caller, Wanted(named(NEW), len(NEW), MOST_BYTES + 1, SEGMENTS))


def ask(
    client: Client, data: bytes, *ancestors: bytes | str, accept: str = SEGMENTS_TYPE
) -> requests.Response:
    known = ",".join(each if isinstance(each, str) else named(each) for each in ancestors)
    return client("GET", f"/v1/blobs/{named(data)}?from={known}", headers={"Accept": accept})


@pytest.mark.usefixtures("new")
def test_a_version_comes_down_as_what_changed(town: Town, clerk: Client) -> None:
    sent(town.clerk, NEW)
    answer = ask(clerk, NEW, "0" * 64, OLD)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, SEGMENTS_TYPE)
    assert len(answer.content) <= len(zstd.compress(SIGNATURE, 9)) + 200
    plan = Plan([answer.content], len(NEW))
    assert b"".join(plan.compose(lambda _, start, end: [OLD[start:end]])) == NEW


@pytest.mark.usefixtures("new")
def test_the_whole_comes_where_a_recipe_is_of_no_use(town: Town, clerk: Client, stranger: Client) -> None:
    sent(town.clerk, NEW)
    other = random.Random(3).randbytes(1_000)
    announced(town.clerk, other)
    sent(town.clerk, other)
    for answer in (
        ask(clerk, NEW, "0" * 64),
        ask(clerk, NEW, other),
        ask(clerk, NEW, NEW),
        ask(clerk, NEW, "x"),
        ask(clerk, NEW),
        ask(clerk, NEW, OLD, accept="*/*"),
    ):
        assert (answer.content, answer.headers["ETag"]) == (NEW, f'"sha256:{named(NEW)}"')
    assert ask(stranger, NEW, OLD).status_code == 404


def test_a_store_that_signs_addresses_sends_clients_there_after_asking_who_they_are(
    town: Town, clerk: Client, stranger: Client, new: str
) -> None:
    sent(town.clerk, NEW)
    settings = S3Settings("prova", "https://s3.example", key="a", secret="b", presigned=True)
    town.service.blobs.store = S3Objects(settings)
    answer = clerk("GET", f"/v1/blobs/{named(NEW)}", allow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["Location"].startswith(f"https://s3.example/prova/blobs/{named(NEW)[:2]}/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert stranger("GET", f"/v1/blobs/{named(NEW)}", allow_redirects=False).status_code == 404
    assert new
