# SPDX-License-Identifier: EUPL-1.2
"""The story from end to end, told through the same window that a person has.

Each step is one function of the :class:`Scene`; :data:`STEPS` is their order. A step that does not hold raises, and the
story stops there with what it found.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from eset_desktop.demo import evidence
from eset_desktop.demo.errors import DemoFailed
from eset_desktop.demo.processes import Window, agent_pid
from eset_desktop.demo.stage import CERTIFICATE_PASSPHRASE, Stage

TITLE: Final = "Llicència d'obres: reforma i tanca al carrer de la Font"
DOCUMENT_TITLE: Final = "Informe tècnic favorable"
DOCUMENT_TYPE: Final = "technical_report"
PATIENCE: Final = 60.0
"""Seconds that a condition may take on a slow machine; not a measure of speed."""


@dataclass(slots=True)
class Scene:
    """The story's people at their windows, and what they found out so far."""

    stage: Stage
    out: Path
    clerk: Window
    second: Window
    dossier: str = ""
    label: str = ""
    number: str = ""
    document: str = ""
    sha256: str = ""
    signed: bytes = b""
    unit: str = ""
    pictures: int = 0
    texts: dict[str, str] = field(default_factory=dict)

    def picture(self, window: Window, name: str) -> None:
        """Take a picture of a window into the output folder."""
        self.pictures += 1
        window.ask("picture", file=str(self.out / f"{self.pictures:02d}-{name}.png"))

    def close(self) -> None:
        """Close both windows and their agents, whatever state they are in."""
        for window in (self.clerk, self.second):
            window.kill()


def expect(holds: object, step: str, reason: str) -> None:
    """Go on when something holds.

    Raises:
        DemoFailed: It does not.
    """
    if not holds:
        raise DemoFailed(step=step, reason=reason)


def wait(window: Window, until: str, **args: Any) -> dict[str, Any]:
    """Wait for a condition of the window and return what is on screen then."""
    state = window.ask("wait", until=until, timeout=PATIENCE, **args)
    return state if isinstance(state, dict) else {}


def facts(window: Window) -> dict[str, Any]:
    """Return the facts of the page on screen."""
    found = window.ask("state")["facts"]
    return found if isinstance(found, dict) else {}


def open_dossier(scene: Scene, window: Window) -> dict[str, Any]:
    """Find the dossier as a person does, by its provisional label, open it and return its facts."""
    window.ask("dossier.find", text=scene.label)
    wait(window, "listed", text=scene.label)
    window.ask("dossier.open", id=scene.dossier)
    wait(window, "page", page="dossier")
    return facts(window)


def first_sync(scene: Scene) -> None:
    """The clerk's computer gets the town hall; then the line goes down."""
    scene.clerk.start()
    wait(scene.clerk, "synced")
    scene.clerk.ask("go.dossiers")
    expect(facts(scene.clerk)["count"] > 0, "first_sync", "no dossier arrived")
    scene.picture(scene.clerk, "primera-sincronitzacio")
    scene.stage.service.stop()
    wait(scene.clerk, "line_down")


def new_dossier(scene: Scene) -> None:
    """File plan → series → new dossier from a procedure; it has a provisional label and its final ENI identifier."""
    clerk = scene.clerk
    clerk.ask("go.plan")
    clerk.ask(
        "dossier.new", procedure=evidence.BUILDING_LICENCE, title=TITLE, unit=evidence.first_unit(scene.stage.body),
        party={"name": "Persona de Prova", "identifier": "00000000T"},
    )  # fmt: skip
    wait(clerk, "page", page="dossier")
    found = facts(clerk)
    scene.dossier, scene.label, scene.unit = found["id"], found["label"], found["unit"]
    expect(found["label"].startswith("PROV-"), "new_dossier", f"no provisional label: {found['label']}")
    expect("_EXP_" in found["eni_id"], "new_dossier", f"no ENI identifier: {found['eni_id']}")
    expect(not found["number"] and found["pending"], "new_dossier", "it has a number without a line")
    expect(found["parties"][0]["identifier"] == "00000000T", "new_dossier", "the party is not there")
    scene.picture(clerk, "expedient-nou")


def add_document(scene: Scene) -> None:
    """A PDF is taken in, shown and described."""
    clerk = scene.clerk
    clerk.ask("document.add", file=str(scene.stage.document), submit=False)
    wait(clerk, "preview_drawn")
    scene.picture(clerk, "document-previsualitzat")
    clerk.ask("document.add", file=str(scene.stage.document), type=DOCUMENT_TYPE, title=DOCUMENT_TITLE)
    open_dossier(scene, clerk)
    document = facts(clerk)["documents"][0]
    scene.document = document["id"]
    original = hashlib.sha256(scene.stage.document.read_bytes()).hexdigest()
    expect(document["sha256"] == original, "add_document", "the bytes are not those of the file")
    clerk.ask("document.open", id=scene.document)
    wait(clerk, "preview_drawn")
    scene.picture(clerk, "document-descrit")


def sign(scene: Scene) -> None:
    """The document is signed with the certificate file, off line; a new version stands beside the old one."""
    clerk = scene.clerk
    clerk.ask(
        "document.sign",
        id=scene.document,
        certificate=str(scene.stage.certificate),
        passphrase=CERTIFICATE_PASSPHRASE,
    )
    open_dossier(scene, clerk)
    document = facts(clerk)["documents"][0]
    expect(document["relation"] == "signature", "sign", "no signed version stands")
    expect(document["versions"] == 2, "sign", f"{document['versions']} versions instead of two")
    expect(document["signer"] == scene.stage.clerk.name, "sign", f"signed by {document['signer']}")
    scene.sha256 = document["sha256"]
    clerk.ask("document.open", id=scene.document)
    wait(clerk, "preview_drawn")
    scene.picture(clerk, "signat")


def killed_and_back(scene: Scene) -> None:
    """Window and agent are killed; started again, everything is there and *Pendent d'enviar* lists what waits."""
    clerk = scene.clerk
    expect(agent_pid(clerk.profile), "killed_and_back", "no agent was running")
    clerk.kill()
    clerk.start()
    document = open_dossier(scene, clerk)["documents"][0]
    expect(document["sha256"] == scene.sha256, "killed_and_back", "the signed version is gone")
    clerk.ask("go.outbox")
    waits = facts(clerk)
    acts = [row["what"] for row in waits["rows"]]
    wanted = {"dossier.create", "party.create", "document.create", "version.content", "version.signature"}
    expect(wanted <= set(acts), "killed_and_back", f"waiting: {acts}")
    expect(len(waits["files"]) == 2, "killed_and_back", f"{len(waits['files'])} files wait instead of two")
    scene.picture(clerk, "pendent-d-enviar")


def line_up(scene: Scene) -> None:
    """The line comes up: all is sent, the dossier has its yearly number and is found by its provisional label."""
    clerk = scene.clerk
    scene.stage.service.start()
    clerk.ask("app.send")
    wait(clerk, "all_sent")
    open_dossier(scene, clerk)
    found = wait(clerk, "fact", fact="number")["facts"]
    scene.number = found["number"]
    expect(not found["pending"], "line_up", "it still says pending")
    expect(found["label"] == scene.label, "line_up", "the provisional label is gone")
    wait(clerk, "fact", fact="documents.0.present", equals=True)
    scene.picture(clerk, "tot-enviat")


def download(scene: Scene) -> None:
    """A plain HTTP client gets the document from the central service: the bytes are those that were signed."""
    scene.signed = evidence.download(scene.stage, scene.sha256)
    (scene.out / "signed.pdf").write_bytes(scene.signed)
    central = hashlib.sha256(scene.signed).hexdigest()
    expect(central == scene.sha256, "download", "other bytes came back")
    evidence.check_signature(scene.signed, original=scene.stage.document.read_bytes())
    for forbidden in (scene.label, scene.number):
        expect(
            not evidence.stands_in(forbidden, scene.signed), "download", f"{forbidden} is in the signed bytes"
        )


def second_person(scene: Scene) -> None:
    """A second person on a second computer sees dossier and document."""
    second = scene.second
    second.start()
    wait(second, "synced")
    document = open_dossier(scene, second)["documents"][0]
    expect(document["sha256"] == scene.sha256, "second_person", "another version stands there")
    second.ask("document.open", id=scene.document)
    second.ask("document.want", id=scene.document)
    wait(second, "fact", fact="documents.0.here", equals=True)
    wait(second, "preview_drawn")
    scene.picture(second, "segona-persona")


def both_edits(scene: Scene) -> None:
    """The second edits the title while the first, off line, edits the unit: both edits stand."""
    clerk, second = scene.clerk, scene.second
    open_dossier(scene, clerk)
    scene.stage.service.stop()
    wait(clerk, "line_down")
    unit = evidence.other_unit(scene.stage.body, scene.unit)
    clerk.ask("dossier.edit", fields={"unit": unit.id})
    clerk.kill()
    scene.stage.service.start()
    title = f"{TITLE} (núm. 12)"
    open_dossier(scene, second)
    second.ask("dossier.edit", fields={"title": title})
    second.ask("app.send")
    wait(second, "all_sent")
    clerk.start()
    open_dossier(scene, clerk)
    clerk.ask("app.send")
    wait(clerk, "all_sent")
    for window in (clerk, second):
        wait(window, "fact", fact="title", equals=title)
        wait(window, "fact", fact="unit", equals=unit.text("name"))
        wait(window, "no_conflict")
    scene.picture(clerk, "tots-dos-canvis")


def conflict(scene: Scene) -> None:
    """Both edit the title off line: one visible conflict with both values and who and when; nothing is lost."""
    clerk, second = scene.clerk, scene.second
    scene.stage.service.stop()
    for window in (clerk, second):
        wait(window, "line_down")
    scene.texts = {"clerk": f"{TITLE}, fase 1", "second": f"{TITLE}, projecte bàsic"}
    clerk.ask("dossier.edit", fields={"title": scene.texts["clerk"]})
    second.ask("dossier.edit", fields={"title": scene.texts["second"]})
    scene.stage.service.start()
    for window in (clerk, second):
        window.ask("app.send")
    for window in (clerk, second):
        wait(window, "all_sent")
        wait(window, "conflict")
    clerk.ask("go.conflicts")
    wait(clerk, "fact", fact="rows")
    rows = facts(clerk)["rows"]
    expect(len(rows) == 1, "conflict", f"{len(rows)} conflicts instead of one")
    values = {rows[0]["kept"], rows[0]["other"]}
    expect(values == set(scene.texts.values()), "conflict", f"values: {values}")
    authors = {rows[0]["kept_by"], rows[0]["other_by"]}
    expect(authors == {scene.stage.clerk.name, scene.stage.second.name}, "conflict", f"authors: {authors}")
    scene.picture(clerk, "canvis-fets-alhora")


def settled(scene: Scene) -> None:
    """The conflict is settled in the window, and both windows agree."""
    clerk, second = scene.clerk, scene.second
    row = facts(clerk)["rows"][0]
    choice = "kept" if row["kept"] == scene.texts["clerk"] else "other"
    clerk.ask("conflict.settle", conflict=row["id"], choice=choice)
    clerk.ask("app.send")
    open_dossier(scene, clerk)
    for window in (clerk, second):
        wait(window, "all_sent")
        wait(window, "no_conflict")
        wait(window, "fact", fact="title", equals=scene.texts["clerk"])
    scene.picture(second, "resolt")


STEPS: Final[Mapping[str, Callable[[Scene], None]]] = {
    "first_sync": first_sync,
    "new_dossier": new_dossier,
    "add_document": add_document,
    "sign": sign,
    "killed_and_back": killed_and_back,
    "line_up": line_up,
    "download": download,
    "second_person": second_person,
    "both_edits": both_edits,
    "conflict": conflict,
    "settled": settled,
}
"""The story in its order."""
