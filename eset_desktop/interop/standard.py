# SPDX-License-Identifier: EUPL-1.2
"""The catalogue that ships with the program: file plan, document types and procedures."""

import csv
import io
import tomllib
from functools import cache
from typing import Final

import resources
from eset_desktop.domain.document_types import DocumentType
from eset_desktop.domain.file_plan import FilePlan
from eset_desktop.domain.procedures import Procedure, procedure_of
from eset_desktop.interop.plan_csv import read_plan

STANDARD_PLAN: Final = "standard"
"""The plan's stable name: part of the identity of its classes, never changed."""


@cache
def standard_plan() -> FilePlan:
    """Return the standard plan (``resources/file_plan/README.md`` says what its codes are and are not)."""
    return read_plan(resources.data("file_plan/standard.csv"), plan=STANDARD_PLAN)


@cache
def standard_document_types() -> tuple[DocumentType, ...]:
    """Return the document types, the most used first."""
    rows = csv.DictReader(io.StringIO(resources.text("document_types.csv"), newline=""), delimiter=";")
    return tuple(DocumentType(order=order, **row) for order, row in enumerate(rows, start=1))


@cache
def standard_procedures() -> tuple[Procedure, ...]:
    """Return the procedures by their class in the standard plan."""
    found = (
        procedure_of(tomllib.loads(resources.text(name))) for name in resources.names("procedures", ".toml")
    )
    return tuple(sorted(found, key=lambda procedure: procedure.class_code))
