# SPDX-License-Identifier: EUPL-1.2
"""What a failure of the database means to its keeper."""

import re
import sqlite3
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from central.errors.base import CentralError
from central.errors.keeping import DatabaseFailed, DataOlder
from central.store import dialect

_LACKING: Final = frozenset({"42P01", "42703"})
"""SQLSTATE of a table and of a column that do not exist."""
_LACKING_HERE: Final = re.compile(r"no such (table|column)")


def told(error: SQLAlchemyError | sqlite3.Error) -> CentralError:
    """Return what to tell: the first line of what the database said; no statement and no value stands in it."""
    cause = getattr(error, "orig", None)
    text = str(cause or type(error).__name__)
    if dialect.state_of(error) in _LACKING or _LACKING_HERE.match(text):
        return DataOlder()
    return DatabaseFailed(reason=text.strip().partition("\n")[0])
