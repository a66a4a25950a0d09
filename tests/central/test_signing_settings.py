# SPDX-License-Identifier: EUPL-1.2
"""How a town hall signs is the secretary's to say, and nothing else of the body is."""

from helpers.town import Town


def test_the_secretary_says_how_often_the_pin_is_typed(town: Town) -> None:
    (denied,) = town.clerk.push(town.clerk.set("body", town.body, pin_each=(None, True)))
    assert denied.problem == "rights.denied"
    town.secretary.done(town.secretary.set("body", town.body, pin_each=(None, True)))
    assert town.secretary.object(town.body)["pin_each"] is True
    name = town.secretary.object(town.body)["name"]
    (refused,) = town.secretary.push(town.secretary.set("body", town.body, name=(name, "Un altre")))
    assert refused.problem == "body.name_fixed"
