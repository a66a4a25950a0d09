# SPDX-License-Identifier: EUPL-1.2
"""Places of visible signatures: never over another one, always on the page, whatever the page is like."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.signing.stamp.pages import PageFacts, turned
from eset_desktop.signing.stamp.places import LEAST, PER_PAGE, Place, in_field, place
from eset_desktop.signing.stamp.values import Box

SIZE = (178.0, 52.0)
A4 = PageFacts(0, Box(0, 0, 595, 842))

sides = st.floats(20, 3000)
origins = st.floats(-2000, 2000)
rotations = st.sampled_from((0, 90, 180, 270))


@st.composite
def pages(draw: st.DrawFn, index: int = 0) -> PageFacts:
    left, bottom, width, height = draw(origins), draw(origins), draw(sides), draw(sides)
    return PageFacts(
        index,
        Box(left, bottom, left + width, bottom + height),
        draw(rotations),
        draw(st.sampled_from((0.5, 1.0, 2.0))),
    )


def signed(page: PageFacts, where: Place) -> PageFacts:
    return msgspec.structs.replace(page, taken=(*page.taken, where.box))


@given(page=pages(), count=st.integers(1, 12))
def test_signatures_on_one_page_never_meet_and_never_leave_it(page: PageFacts, count: int) -> None:
    boxes: list[Box] = []
    for _ in range(count):
        where = place([page], SIZE)
        if where is None:
            break
        assert where.box.within(page.box, 1e-6)
        assert not any(where.box.meets(other, -1e-6) for other in boxes)
        boxes.append(where.box)
        page = signed(page, where)
    assert boxes, "a page has room for one signature at least"


@given(page=pages())
def test_what_is_drawn_is_upright_or_reads_upwards_and_has_its_shape(page: PageFacts) -> None:
    where = place([page], SIZE)
    assert where is not None
    assert (where.turn - page.rotate) % 360 in (0, 90)
    a, b, c, d, e, f = turned(where.width, where.height, where.turn)
    corners = [(x * a + y * c + e, x * b + y * d + f) for x, y in ((0, 0), (where.width, where.height))]
    width, height = (abs(corners[0][axis] - corners[1][axis]) for axis in (0, 1))
    assert min(min(corner) for corner in corners) == 0
    assert abs(width - where.box.width * page.user_unit) < 1e-6
    assert abs(height - where.box.height * page.user_unit) < 1e-6


@given(page=pages(), box=st.builds(Box, origins, origins, origins, origins))
def test_seen_and_page_coordinates_are_each_others_inverse(page: PageFacts, box: Box) -> None:
    back = page.to_page(page.to_seen(box))
    ordered = Box(
        min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)
    )
    for one, other in zip(msgspec.structs.astuple(back), msgspec.structs.astuple(ordered), strict=True):
        assert abs(one - other) < 1e-6


def test_a_page_that_is_shown_turned_has_its_foot_where_the_reader_sees_it() -> None:
    places = {}
    for rotate in (0, 90, 180, 270):
        where = place([PageFacts(0, Box(0, 0, 595, 842), rotate)], SIZE)
        assert where is not None
        places[rotate] = where
    assert places[0].box == Box(14, 14, 192, 66)
    assert places[90].box == Box(529, 14, 581, 192), "lower left as seen is lower right of the page"
    assert places[180].box == Box(403, 776, 581, 828)
    assert places[270].box == Box(14, 650, 66, 828)
    assert [each.turn for each in places.values()] == [0, 90, 180, 270]


def test_twelve_stand_on_the_last_page_and_the_next_ones_on_the_page_before() -> None:
    last, before = A4, msgspec.structs.replace(A4, index=1)
    for _ in range(PER_PAGE):
        where = place([last, before], SIZE)
        assert where is not None
        assert where.page == last.index
        assert (where.width, where.height) == SIZE
        last = signed(last, where)
    where = place([last, before], SIZE)
    assert where is not None
    assert where.page == before.index


def test_a_single_page_takes_many_more_by_making_them_small() -> None:
    page, smallest = A4, SIZE
    for _ in range(60):
        where = place([page], SIZE)
        assert where is not None
        smallest = min(smallest, (where.width, where.height))
        page = signed(page, where)
    assert smallest == LEAST


def test_a_chosen_box_is_taken_unless_it_leaves_the_page_or_covers_a_signature() -> None:
    chosen = Box(200, 300, 380, 360)
    where = place([A4], SIZE, chosen)
    assert where is not None
    assert where.box == chosen
    for page, box in ((A4, Box(500, 300, 680, 360)), (signed(A4, where), chosen), (A4, Box(10, 10, 10, 10))):
        other = place([page], SIZE, box)
        assert other is not None
        assert other.box == Box(14, 14, 192, 66)


def test_a_label_of_twenty_points_gets_a_signature_made_for_it() -> None:
    where = place([PageFacts(0, Box(0, 0, 20, 20))], SIZE)
    assert where is not None
    assert where.width <= 20
    assert where.height <= LEAST[1]


def test_a_page_that_is_covered_whole_has_no_room() -> None:
    taken = tuple(Box(0, y, 595, y + 100) for y in range(0, 842, 100))
    assert place([msgspec.structs.replace(A4, taken=taken)], SIZE) is None
    assert place([], SIZE) is None


def test_an_existing_field_keeps_its_box_on_a_turned_page() -> None:
    where = in_field(PageFacts(3, Box(0, 0, 595, 842), 90), Box(100, 100, 150, 300))
    assert where == Place(3, Box(100, 100, 150, 300), 200, 50, 90)
