# SPDX-License-Identifier: EUPL-1.2
"""Two bodies on one service: every route answers a foreign token with nothing."""

import hashlib
from collections.abc import Callable

import msgspec
import pytest
import requests
from helpers.served import Client
from helpers.town import Desk, Town

from central.api import devices, pushes, streams, sync, transfers, turns, uploads
from central.api.routes import GuardedRoute
from sync.protocol import Problem, PushAnswer, PushBatch
from sync.protocol.positions import Positions
from sync.protocol.turns import TurnsAnswer, TurnsRequest

BYTES = b"%PDF-1.7 of the first body"
SHA = hashlib.sha256(BYTES).hexdigest()

Attack = Callable[[Client, Town, str], requests.Response]

ATTACKS: dict[tuple[str, str], Attack] = {
    ("GET", "/v1/streams/{stream}/changes"): lambda who, town, _: who(
        "GET", f"/v1/streams/body:{town.body}/changes"
    ),
    ("POST", "/v1/uploads"): lambda who, _, __: who(
        "POST", "/v1/uploads", json={"sha256": SHA, "size": len(BYTES)}
    ),
    ("HEAD", "/v1/uploads/{upload}"): lambda who, _, url: who("HEAD", url),
    ("PATCH", "/v1/uploads/{upload}"): lambda who, _, url: who(
        "PATCH",
        url,
        data=BYTES[3:],
        headers={"Upload-Offset": "3", "Content-Type": "application/offset+octet-stream"},
    ),
    ("DELETE", "/v1/uploads/{upload}"): lambda who, _, url: who("DELETE", url),
    ("POST", "/v1/uploads/{upload}"): lambda who, _, url: who(
        "POST", url, headers={"X-HTTP-Method-Override": "DELETE"}
    ),
    ("GET", "/v1/blobs/{sha256}"): lambda who, _, __: who(
        "GET", f"/v1/blobs/{hashlib.sha256(b'done').hexdigest()}"
    ),
    ("GET", "/v1/changes"): lambda who, town, _: who(
        "GET", "/v1/changes", params={"at": f"body:{town.body}@", "wait": "1"}
    ),
    ("GET", "/v1/streams/{stream}/snapshot"): lambda who, town, _: who(
        "GET", f"/v1/streams/body:{town.body}/snapshot"
    ),
    ("GET", "/v1/streams/{stream}/digest"): lambda who, town, _: who(
        "GET", f"/v1/streams/body:{town.body}/digest"
    ),
    ("POST", "/v1/streams/{stream}/objects"): lambda who, town, _: who(
        "POST", f"/v1/streams/body:{town.body}/objects", json={"ids": [town.body]}
    ),
    ("POST", "/v1/devices/{device}/revoke"): lambda who, town, _: who(
        "POST", f"/v1/devices/{town.clerk.answer.device}/revoke"
    ),
}
"""Each reaches for something of the first body."""

OWN = {
    ("GET", "/v1/device"),
    ("POST", "/v1/device/renew"),
    ("POST", "/v1/device/report"),
    ("GET", "/v1/devices"),
    ("GET", "/v1/at/{positions}"),
    ("POST", "/v1/push"),
    ("PUT", "/v1/push/parts/{batch}/{part}"),
    ("GET", "/v1/push/parts/{batch}"),
    ("POST", "/v1/blobs/batch"),
    ("POST", "/v1/turns"),
}
"""Routes that name no one's things: they act on the token's own body or device only; some are tested below."""

OPEN = {
    ("GET", "/.well-known/eset"),
    ("POST", "/v1/enrol"),
    ("OPTIONS", "/v1/uploads"),
    ("OPTIONS", "/v1/uploads/{upload}"),
}
"""Routes without a token."""


def routes() -> set[tuple[str, str]]:
    return {
        (method, route.path)
        for part in (devices, pushes, streams, sync, transfers, turns, uploads)
        for route in part.router.routes
        if isinstance(route, GuardedRoute)
        for method in route.methods or ()
    }


def test_every_route_is_covered_here(town: Town) -> None:
    assert routes() == ATTACKS.keys() | OWN | OPEN
    from central.api.app import create_app

    served = {
        (method, route.path)
        for route in create_app(town.service).routes
        if isinstance(route, GuardedRoute)
        for method in route.methods or ()
    }
    assert served <= routes()


@pytest.fixture
def upload(town: Town, clerk: Client) -> str:
    """Begin an upload of the first body; gives its address."""
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    town.clerk.done(town.clerk.version(document, SHA, len(BYTES)))
    done = hashlib.sha256(b"done").hexdigest()
    town.clerk.done(town.clerk.version(document, done, 4))
    for sha256, data, part in ((done, b"done", b"done"), (SHA, BYTES, BYTES[:3])):
        url = clerk("POST", "/v1/uploads", json={"sha256": sha256, "size": len(data)}).headers["Location"]
        headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        assert clerk("PATCH", url, data=part, headers=headers).status_code == 204
    assert clerk("GET", f"/v1/blobs/{done}").content == b"done"
    return url


@pytest.mark.parametrize("route", sorted(ATTACKS))
def test_a_foreign_token_gets_nothing(
    town: Town, clerk: Client, stranger: Client, upload: str, route: tuple[str, str]
) -> None:
    answer = ATTACKS[route](stranger, town, upload)
    assert answer.status_code in {403, 404}
    assert town.body not in answer.text
    nothing = stranger("GET", f"/v1/streams/body:{town.ids.uuid7()}/changes")
    if answer.status_code == 404 and answer.content:
        assert answer.content == nothing.content
    assert clerk("HEAD", upload).headers["Upload-Offset"] == "3"


@pytest.mark.parametrize("route", sorted(routes() - OPEN))
@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_a_known_token_nothing_is_told(url: str, route: tuple[str, str], token: str) -> None:
    method, path = route
    headers = {"X-HTTP-Method-Override": "DELETE"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    answer = requests.request(method, url + path, params={"at": "x@"}, headers=headers, timeout=10)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.usefixtures("upload")
def test_small_contents_reach_the_tokens_own_body_only(stranger: Client) -> None:
    record = hashlib.sha256(b"done").digest() + len(b"done").to_bytes(4, "big") + b"done"
    headers = {"Content-Type": "application/vnd.eset.blob-batch"}
    answer = stranger("POST", "/v1/blobs/batch", data=record, headers=headers)
    assert [each["status"] for each in answer.json()] == ["unreferenced"]


def test_a_list_of_computers_is_of_the_tokens_own_body(town: Town, stranger: Client) -> None:
    answer = stranger("GET", "/v1/devices")
    assert [each["id"] for each in answer.json()["devices"]] == [town.stranger.answer.device]


def positions(desk: Desk) -> Positions:
    """Return the heads of all streams that a desk reads."""
    pages = [page for stream in desk.caller.streams if (page := desk.page(stream)) is not None]
    return Positions.of((page.stream, page.epoch, page.head) for page in pages)


def test_positions_reach_the_tokens_own_streams_only(town: Town, clerk: Client, stranger: Client) -> None:
    """Another body's mark is answered like one that nobody ever had."""
    theirs, own = positions(town.clerk), positions(town.stranger)
    made_up = theirs._replace(mark="A" * len(theirs.mark))
    town.clerk.done(town.clerk.dossier())
    answer, nothing = (stranger("GET", f"/v1/at/{asked.text}") for asked in (theirs, made_up))
    assert msgspec.json.decode(answer.content, type=Problem).code == "stream.positions"
    assert (answer.status_code, answer.content) == (409, nothing.content)
    assert town.body not in answer.text
    assert stranger("GET", f"/v1/at/{own.text}").status_code == 204
    assert clerk("GET", f"/v1/at/{theirs.text}").status_code == 200


@pytest.mark.usefixtures("upload")
def test_a_push_reaches_the_tokens_own_body_only(town: Town, clerk: Client, stranger: Client) -> None:
    before = town.clerk.page()
    assert before is not None
    mutations = []
    for row in before.rows:
        mutations.append(town.stranger.set(row.kind, row.id, title=(row.fields.get("title"), "Nostre")))
        mutations.append(town.stranger.command("dossier", row.id, "close", reason="resolved"))
    answer = stranger("POST", "/v1/push", data=msgspec.json.encode(PushBatch(1, tuple(mutations))))
    results = msgspec.json.decode(answer.content, type=PushAnswer).results
    assert {result.status for result in results} == {"rejected"}
    assert {result.problem for result in results} <= {"stream.not_visible", "rights.denied"}
    assert town.clerk.page() == before
    assert clerk("GET", "/v1/device").status_code == 200


def test_turns_are_taken_on_documents_of_the_tokens_own_body_only(
    town: Town, clerk: Client, stranger: Client
) -> None:
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))

    def turns_of(who: Client, act: str) -> list[str]:
        asked = TurnsRequest(act, (document,), minutes=60)
        answer = who("POST", "/v1/turns", data=msgspec.json.encode(asked))
        return [each.person for each in msgspec.json.decode(answer.content, type=TurnsAnswer).turns]

    assert turns_of(stranger, "take") == []
    assert turns_of(stranger, "ask") == []
    assert turns_of(clerk, "ask") == [""]
    assert turns_of(clerk, "take") == [town.clerk.caller.person]


def test_a_mutations_stored_result_is_of_its_body(town: Town) -> None:
    """The same id in two bodies is two mutations: neither can use up the other's."""
    mine = town.clerk.dossier()
    town.clerk.done(mine)
    theirs = msgspec.structs.replace(town.stranger.dossier(), id=mine.id)
    assert town.stranger.done(theirs)
