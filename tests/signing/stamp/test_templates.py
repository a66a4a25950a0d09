# SPDX-License-Identifier: EUPL-1.2
"""What visible signatures say, and what they must never say."""

import msgspec
import pytest
from helpers.stamps import AT, REQUEST

import resources
from eset_desktop.domain.identifiers import provisional_label
from eset_desktop.signing.stamp.errors import NumberInStamp, StampTemplateBroken
from eset_desktop.signing.stamp.templates import FIELDS, Filled, fill, read_template, template
from eset_desktop.signing.stamp.values import STANDARD, StampRequest


def texts(filled: Filled) -> list[str]:
    return [text for _, text in filled.lines]


def test_the_standard_one_says_who_as_what_in_whose_place_when_and_where_to_check_it() -> None:
    filled = fill(REQUEST, AT)
    assert texts(filled) == [
        "Signat electrònicament per",
        "Núria Puig i Col·lell de l’Hospitalet",
        "Alcaldessa",
        "per substitució, Decret 2026-0031, de 3 de març",
        "Ajuntament de Prova",
        "22/11/2026 11:32",
        "Codi segur de verificació: ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567",
    ]
    assert filled.qr == REQUEST.verify_url
    assert filled.tooltip == (
        "Signatura de Núria Puig i Col·lell de l’Hospitalet, Alcaldessa, "
        "per substitució, Decret 2026-0031, de 3 de març, Ajuntament de Prova, 22/11/2026 11:32"
    )


def test_lines_about_nothing_are_left_out() -> None:
    filled = fill(StampRequest("Pere Soler"), AT)
    assert texts(filled) == ["Signat electrònicament per", "Pere Soler", "22/11/2026 11:32"]
    assert filled.qr == ""


@pytest.mark.parametrize(
    "name", [each.removeprefix("stamps/")[:-5] for each in resources.names("stamps", ".toml")]
)
@pytest.mark.parametrize("language", resources.LANGUAGES)
def test_every_template_speaks_every_language(name: str, language: str) -> None:
    filled = fill(msgspec.structs.replace(REQUEST, template=name, language=language), AT)
    assert REQUEST.name in "".join(texts(filled))
    assert not any("{" in text for text in (*texts(filled), filled.tooltip))


@pytest.mark.parametrize(
    "field", ["number", "decree_number", "register_number", "dossier_number", "provisional_label"]
)
def test_a_template_cannot_ask_for_a_number_or_a_label(field: str) -> None:
    """Design §6.10: neither is ever inside bytes that are signed offline."""
    text = resources.text(f"stamps/{STANDARD}.toml").replace("{capacity}", f"{{{field}}}")
    with pytest.raises(NumberInStamp) as refused:
        read_template("own", text)
    assert refused.value.details == {"field": field}
    assert field not in FIELDS


@pytest.mark.parametrize("field", ["name", "capacity", "substitution", "delegation", "body"])
def test_a_provisional_label_is_refused_in_every_text(field: str) -> None:
    label = provisional_label("K7", 12, "0193a1f0-0000-7000-8000-00000000000a")
    request = msgspec.structs.replace(REQUEST, **{field: f"Resolució {label}"})
    with pytest.raises(NumberInStamp):
        fill(request, AT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("size = [178, 52]", "size = [178, 0]"),
        ("size = [178, 52]", "size = 178"),
        ("size = [178, 52]", "colour = 'red'\nsize = [178, 52]"),
        ("{capacity}", "{capacity"),
        ("{capacity}", "{capacity.__class__}"),
        ("{capacity}", "{}"),
        ("{capacity}", "{nif}"),
        ("[tooltip]", "[tooltip"),
    ],
)
def test_a_broken_template_is_refused_with_its_name(old: str, new: str) -> None:
    with pytest.raises(StampTemplateBroken) as refused:
        read_template("own", resources.text("stamps/standard.toml").replace(old, new))
    assert refused.value.details["template"] == "own"


def test_a_template_that_always_leaves_everything_out_is_refused() -> None:
    text = resources.text("stamps/minimal.toml").replace('role = "strong"', 'role = "strong"\ndrop = 2')
    with pytest.raises(StampTemplateBroken):
        read_template("own", text)


@pytest.mark.parametrize("name", ["missing", "../errors/stamp", ""])
def test_an_unknown_template_or_language_is_named(name: str) -> None:
    with pytest.raises(StampTemplateBroken):
        template(name)
    with pytest.raises(StampTemplateBroken):
        fill(msgspec.structs.replace(REQUEST, language="fr"), AT)
