# SPDX-License-Identifier: EUPL-1.2
"""When the cache is sound and still says no: there is no account yet, or an object does not take a change."""

from eset_desktop.store.errors import StoreError


class NotEnrolled(StoreError):
    """This computer has no credentials yet."""

    code = "store.not_enrolled"
    title = "This computer is not joined to a town hall yet."
    advice = "Enter the enrolment code that your administrator gives you."


class ChangeRefused(StoreError):
    """The object as it stands does not take the change; ``reason`` is the rule's code."""

    code = "store.change_refused"
    title = "This can't be done with it as it stands now."
    advice = "Look at it again: it may have changed meanwhile."


class OtherPerson(StoreError):
    """The profile holds somebody's work and the enrolment code is not theirs."""

    code = "store.other_person"
    title = "This code belongs to another person or another town hall."
    advice = "Nothing was changed here. The code is used up: ask the administrator for one of your own."
