"""The head of each page: whatever the site is called, the way out is on the screen."""

import pytest

NAME = "The Women’s Support Circle of Greater Manchester and Salford"


@pytest.mark.parametrize("who", ["", "bea"])
def test_no_name_pushes_the_way_out_off_the_screen(open_as, site, who):
    with site.set_to(site_name=NAME):
        page = open_as(who)
        for width in (320, 390, 768, 1136, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto("/circles")
            at = page.locator(".exit").bounding_box()
            assert at is not None
            assert 0 <= at["x"] <= at["x"] + at["width"] <= width


def test_the_usual_name_has_one_line_where_there_is_room(open_as):
    page = open_as("bea", viewport={"width": 390, "height": 800})
    page.goto("/circles")

    brand = page.locator(".brand")
    lines = brand.evaluate(
        "(e) => { const r = document.createRange(); r.selectNodeContents(e.lastChild);"
        " return r.getClientRects().length; }"
    )

    assert brand.inner_text().strip() == "Common Thread"
    assert lines == 1
