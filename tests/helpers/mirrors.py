# SPDX-License-Identifier: EUPL-1.2
"""What mirrors of signing-only computers should hold, worked out from all of a body's objects."""

from helpers.town import Town
from sqlalchemy import select

from central.mirrors.contents import Contents
from central.mirrors.following import signers
from central.store import objects, tables
from central.store.objects import stored_of
from eset_desktop.domain.kinds import signer_stream
from eset_desktop.domain.office_day import office_day


def is_lawful(town: Town) -> bool:
    """Tell whether each mirror holds what follows from the body's objects, and nothing else."""
    row = tables.objects.c
    with town.service.database.read() as connection:
        contents = Contents(connection, town.body, office_day(town.clock.now()))
        for signer in signers(connection, town.body):
            here = select(tables.objects).where(
                row.stream == signer_stream(signer.person), row.left.is_(False)
            )
            held = {each.id: stored_of(each) for each in connection.execute(here)}
            everything = {
                each.state.id
                for home in contents.homes
                for each in objects.all_of(connection, home)
                if each.state.kind == "document"
            }
            wanted = contents.all_of(signer, everything)
            told = {key: (each.rev, each.hash) for key, each in held.items()}
            if told != {key: (each.rev, each.hash) for key, each in wanted.items()}:
                return False
    return True
