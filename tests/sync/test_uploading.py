# SPDX-License-Identifier: EUPL-1.2
"""How bytes go up when the service is busy with them, loses them or does not like them; each file by itself."""

import dataclasses
import hashlib

import msgspec
import pytest
from helpers.office import LARGE, Office, problem
from helpers.simulation.feeds import as_json
from helpers.simulation.server import CLASSES

from eset_desktop.operations import documents, dossiers
from sync.coding import decode
from sync.messages import Answer, LineError, Request, Response
from sync.protocol import (
    BLOB_BATCH_PATH,
    DEVICE_PATH,
    DISCOVERY_PATH,
    METADATA_HEADER,
    TUS_HEADER,
    UPLOADS_PATH,
    Discovery,
)


def add(office: Office, *contents: bytes) -> None:
    session = office.computer.alive.session
    dossier = str(dossiers.create(session, dossiers.NewDossier("Gual", CLASSES[0])).created)
    for each in contents:
        documents.add(session, dossier, documents.NewDocument("Decret", "decret"), each, "a.pdf")


def confirmed(office: Office) -> int:
    return int(office.computer.rows("SELECT count(*) FROM blob WHERE confirmed")[0][0])


def test_a_service_that_still_puts_bytes_together_is_asked_again_later(office: Office) -> None:
    office.work(LARGE)
    done = {"upload-length": str(len(LARGE)), "upload-offset": str(len(LARGE)), "eset-state": "composing"}

    def composing(request: Request) -> Answer:
        if request.method == "POST" and request.path == UPLOADS_PATH:
            return Response(201, {**done, "location": f"{UPLOADS_PATH}/1"})
        return Response(200, done) if request.method == "HEAD" else None

    office.sync(composing)
    assert confirmed(office) == 0
    assert office.problems == {}
    office.clock.seconds += 60
    done["eset-state"] = "done"
    office.sync(composing)
    assert confirmed(office) == 1


def test_an_old_service_is_sent_bytes_in_the_old_form(office: Office) -> None:
    seen: list[Request] = []

    def old(request: Request) -> Answer:
        if request.path == DEVICE_PATH:  # it does not know of more
            answer = office.central.handle(dataclasses.replace(request, query=()))
            assert isinstance(answer, Response)
            return answer
        if request.path == DISCOVERY_PATH:
            found = office.central.handle(request)
            assert isinstance(found, Response)
            return as_json(msgspec.structs.replace(decode(found, Discovery), features=()))
        seen.append(request)
        return None

    office.work(b"y" * 3000)
    office.computer.stop()
    office.computer.start()
    office.sync(old)
    assert confirmed(office) == 1
    assert {each.headers[TUS_HEADER] for each in seen if each.path.startswith(UPLOADS_PATH)} == {"1.0.0"}
    assert not [each for each in seen if each.path == BLOB_BATCH_PATH]


@pytest.mark.parametrize("status", ["damaged", "unreferenced", "whatever"])
def test_a_small_file_that_does_not_go_with_others_goes_alone(office: Office, status: str) -> None:
    add(office, *(bytes([each]) * 100 for each in range(5)))

    def picky(request: Request) -> Answer:
        if request.path != BLOB_BATCH_PATH:
            return None
        records, at = list[dict[str, str]](), 0
        while at < len(request.body):
            sha256 = request.body[at : at + 32].hex()
            at += 36 + int.from_bytes(request.body[at + 32 : at + 36], "big")
            records.append({"sha256": sha256, "status": "stored" if records else status})
        return Response(200, {"content-type": "application/json"}, msgspec.json.encode(records))

    office.sync(picky)
    batches = [each for each in office.asked if each.path == BLOB_BATCH_PATH]
    alone = [each for each in office.asked if each.path == UPLOADS_PATH]
    assert (len(batches), len(alone)) == (1, 1)
    assert confirmed(office) == 5
    assert office.problems == {}


def test_files_of_a_request_that_fails_are_sent_one_by_one(office: Office) -> None:
    add(office, *(bytes([each]) * 100 for each in range(3)))
    office.patiently(
        lambda request: problem(500, "service.failed") if request.path == BLOB_BATCH_PATH else None
    )
    assert confirmed(office) == 3


def test_many_files_that_fail_hide_no_other(office: Office) -> None:
    """The small ones come first and the service takes none of them."""
    contents = [bytes([each]) * 33_000 for each in range(25)]
    add(office, *contents, LARGE)
    small = {hashlib.sha256(each).digest() for each in contents}

    def refuses(request: Request) -> Answer:
        if request.path != UPLOADS_PATH:
            return None
        refused = any(_base64(each) in request.headers[METADATA_HEADER] for each in small)
        return problem(413, "request.too_large") if refused else None

    office.sync(refuses)
    [(here,)] = office.computer.rows("SELECT confirmed FROM blob WHERE size = ?", len(LARGE))
    assert here == 1


def _base64(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode()


def test_a_recipe_that_the_service_does_not_take_is_no_matter(office: Office) -> None:
    add(office, LARGE)
    office.patiently()
    [(document, version)] = office.computer.rows("SELECT parent, id FROM object WHERE kind = 'version'")
    new = documents.NewVersion(LARGE + b"signat", "signature", "a.pdf", version)
    documents.add_version(office.computer.alive.session, str(document), new)
    said: list[str] = []

    def no_recipes(request: Request) -> Answer:
        if "form " in request.headers.get(METADATA_HEADER, ""):
            said.append("no")
            return problem(400, "request.malformed")
        return None

    office.sync(no_recipes)
    assert said == ["no"]
    assert confirmed(office) == 2
    assert office.problems == {}


def test_a_carriers_connection_that_breaks_once_is_not_a_line_that_is_down(office: Office) -> None:
    office.work(LARGE)
    broken = iter([True])
    office.sync(
        lambda request: LineError("reset") if request.method == "PATCH" and next(broken, False) else None
    )
    assert office.meta("line") == "up"
    assert office.problems == {}
    office.clock.seconds += 5
    office.sync()
    assert confirmed(office) == 1


def test_the_next_run_begins_with_the_sizes_that_suited_the_line(office: Office) -> None:
    def slow(_: Request) -> None:
        office.clock.seconds += 20

    office.work(LARGE)
    office.sync(slow)
    office.clock.seconds += 100
    office.sync(slow)
    before = office.computer.alive.engine._context.sizes()
    office.computer.stop()
    office.computer.start()
    after = office.computer.alive.engine._context.sizes()
    assert (after["push"], after["page"]) == (before["push"], before["page"])
    assert after["page"] == 32 * 1024  # half of what a run begins with that nothing has taught
