# SPDX-License-Identifier: EUPL-1.2
"""A signed draft is shown as signed: a person who has just signed does not read "draft"."""

from dataclasses import replace

import pytest

from eset_desktop.domain.proofs import Proof
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow
from ui.views.documents import shown_state

_HEAD = VersionRow(
    id="v1", parent=None, relation="content", sha256="", size=1, mime="application/pdf", filename="a.pdf",
    created_at="", created_by="", signer="", here=True, present=True, wanted=False, pending=False, bytes_sent=0,
)  # fmt: skip
_ROW = DocumentRow(
    id="d1", title="Informe", type="report", type_title_ca="", type_title_es="", date="2026-11-21", state="draft",
    origin="administration", elaboration="EE01", language="ca", eni_id="", csv="", head=_HEAD, versions=(_HEAD,),
    needs_choice=False, pending=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "relation", "needs_choice", "shown"),
    [
        ("draft", "content", False, "draft"),
        ("draft", "signature", False, "signed_pending"),
        ("draft", "augmentation", False, "signed_pending"),
        ("draft", "signature", True, "draft"),
        ("final", "signature", False, "final"),
        ("discarded", "signature", False, "discarded"),
    ],
)
def test_what_a_document_is_shown_as(state: str, relation: str, needs_choice: bool, shown: str) -> None:
    head = replace(_HEAD, relation=relation)
    assert shown_state(replace(_ROW, state=state, head=head, needs_choice=needs_choice)) == shown
    assert shown_state(replace(_ROW, state=state, head=None)) == state


def test_only_with_its_time_seal_it_is_shown_as_signed() -> None:
    head = replace(_HEAD, relation="augmentation", proof=Proof.PROVED)
    assert shown_state(replace(_ROW, state="draft", head=head)) == "signed"
