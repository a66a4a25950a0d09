# SPDX-License-Identifier: EUPL-1.2
"""Groups: mutations that take effect together or not at all, because a person did them as one act."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from eset_desktop.domain.mutations import Mutation

GROUP_REJECTED: Final = "mutation.group_rejected"
"""Another mutation of the group was refused."""
GROUP_INCOMPLETE: Final = "mutation.group_incomplete"
"""The group is not whole in this batch, or another of its mutations waits."""


def runs(order: Iterable[int], mutations: Sequence[Mutation]) -> Iterator[list[int]]:
    """Yield positions in their order, those of one group and those between groups together."""
    run: list[int] = []
    for position in order:
        if run and mutations[position].group != mutations[run[-1]].group:
            yield run
            run = []
        run.append(position)
    if run:
        yield run


def is_whole(group: Sequence[Mutation]) -> bool:
    """Tell whether these mutations are all of their group."""
    count = len({each.id for each in group})
    return all(each.group_size == count for each in group)
