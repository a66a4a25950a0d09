# SPDX-License-Identifier: EUPL-1.2
"""What the headless story found, as ``summary.json``."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eset_desktop.demo.story import STEPS, Scene


@dataclass(frozen=True, slots=True)
class Step:
    """One step: whether it held, how long it took, and why not."""

    name: str
    ok: bool
    seconds: float
    reason: str = ""


@dataclass(slots=True)
class Summary:
    """Collects the steps and the proofs; written whatever happened."""

    out: Path
    steps: list[Step] = field(default_factory=list)
    proofs: dict[str, Any] = field(default_factory=dict)

    def begin(self) -> None:
        """Take away what an earlier run left, so that nothing of it is taken for this one's."""
        for old in (self.out / "summary.json", self.out / "signed.pdf", *self.out.glob("[0-9][0-9]-*.png")):
            old.unlink(missing_ok=True)

    def add(self, step: Step) -> None:
        """Take a step's outcome."""
        self.steps.append(step)

    def found(self, scene: Scene) -> None:
        """Take what the whole story found; the traffic is that of the clerk's agent."""
        totals = json.loads((scene.clerk.profile / "run" / "totals.json").read_text("utf-8"))
        self.proofs = {
            "signed_pdf": "signed.pdf",
            "sha256_client": scene.sha256,
            "sha256_central": hashlib.sha256((self.out / "signed.pdf").read_bytes()).hexdigest(),
            "bytes_up": totals["bytes_up"],
            "bytes_down": totals["bytes_down"],
            "requests": totals["requests"],
        }

    @property
    def ok(self) -> bool:
        """Whether every step ran and held and both hashes agree."""
        ran = {step.name for step in self.steps if step.ok}
        same = self.proofs.get("sha256_client") == self.proofs.get("sha256_central") is not None
        return ran >= {"prepare", *STEPS} and same

    def write(self) -> None:
        """Write ``summary.json``."""
        steps = [_told(step) for step in self.steps]
        whole = {"ok": self.ok, "steps": steps, **self.proofs}
        (self.out / "summary.json").write_text(
            json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8"
        )


def _told(step: Step) -> dict[str, Any]:
    """Return a step as it is written; only one that did not hold has a reason."""
    told = {**asdict(step), "seconds": round(step.seconds, 2)}
    return told if step.reason else {name: value for name, value in told.items() if name != "reason"}
