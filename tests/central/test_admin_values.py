# SPDX-License-Identifier: EUPL-1.2
"""An administrator's slip is refused before it stands in identifiers for ever."""

from dataclasses import replace
from pathlib import Path

import pytest

from central import admin
from central.errors.keeping import ValueRefused
from central.folder import DataFolder
from central.service import Service
from central.store import schema
from central.store.database import Database

GOOD = admin.NewBody("Ajuntament de Prova", "L01000000", "Q0000000J", "#2f6f4f", "A" * 43 + "=")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("dir3", "xx"),
        ("dir3", "L0100000"),
        ("dir3", "l01000000"),
        ("nif", "Q0"),
        ("colour", "blau"),
    ],
)
def test_a_body_with_a_value_that_cannot_be_right_is_not_made(tmp_path: Path, field: str, value: str) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    database = Database.open(folder.database)
    schema.upgrade(database)
    database.close()
    service = Service.open(folder)
    try:
        with pytest.raises(ValueRefused) as refused:
            admin.create_body(service, replace(GOOD, **{field: value}))
        assert refused.value.details["field"] == field
        assert admin.create_body(service, GOOD)
        with pytest.raises(ValueRefused):
            admin.create_person(service, GOOD.dir3, " ", ("secretaria",))
    finally:
        service.close()
