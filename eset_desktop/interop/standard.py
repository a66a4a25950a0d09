# SPDX-License-Identifier: EUPL-1.2
"""The file plan that ships with the program."""

from functools import cache
from typing import Final

import resources
from eset_desktop.domain.file_plan import FilePlan
from eset_desktop.interop.plan_csv import read_plan

STANDARD_PLAN: Final = "standard"
"""The plan's stable name: part of the identity of its classes, never changed."""


@cache
def standard_plan() -> FilePlan:
    """Return the standard plan (``resources/file_plan/README.md`` says what its codes are and are not)."""
    return read_plan(resources.data("file_plan/standard.csv"), plan=STANDARD_PLAN)
