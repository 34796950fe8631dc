"""Who sees which resources, how a list is narrowed down, and what it costs."""

import re

import pytest

from app.community.resources.models import ResourceForm, State
from app.people.circles.models import Visibility
from app.web.kit.addresses import url
from tests.community.resources import making
from tests.conftest import counted
from tests.people.circles.test_visibility import READS, TABLE

TITLE = "Thistledown parade"


@pytest.fixture
def as_(request):
    return lambda who: None if who == "visitor" else request.getfixturevalue(who)


@pytest.mark.parametrize(("visibility", "who"), TABLE)
def test_a_circles_resources_are_there_for_those_who_may_read_it(
    resources, web, make, session, circle, amina, grace, as_, visibility, who
):
    circle.visibility = Visibility(visibility)
    session.commit()
    row = making.resource(make, amina, circle, TITLE)
    number = making.collection(make, grace, circle, "Gathered", [row])
    reader, reads = as_(who), who in READS[visibility]

    assert resources.page(row, reader).status_code == (200 if reads else 404)
    assert (TITLE in resources.list(reader)) is reads
    assert (TITLE in resources.list(reader, circle=circle.slug)) is reads
    assert ("Gathered" in resources.list(reader)) is reads
    assert (circle.name in resources.list(reader)) is reads
    page = web.get(url("collection", collection_id=number))
    assert page.status_code == (200 if reads else 404)


def _without_chance(answer):
    return re.sub(r'value="[^"]*"|[0-9a-z]{12,13}', "", answer.text)


def test_a_private_one_is_as_if_it_were_not(resources, web, make, session, circle, amina, stella):
    circle.visibility = Visibility.PRIVATE
    session.commit()
    row = making.resource(make, amina, circle, TITLE)
    web.as_(stella).get("/")

    pages = [
        web.get(url(name, resource_id=number))
        for name in ("resource", "edit_resource", "withdraw_resource")
        for number in (row.id, 1)
    ]
    deeds = [
        web.post(url(name, resource_id=number), **fields)
        for name, fields in (
            ("resource_helped", {"on": "yes"}),
            ("note_resource", {"body": "Hello"}),
            ("delete_resource_note", {}),
            ("look_at_resource", {"turn": "show", "answer": ""}),
        )
        for number in (row.id, 1)
    ]

    assert {answer.status_code for answer in pages + deeds} == {404}
    both = pages + deeds
    for there, nothing in zip(both[::2], both[1::2], strict=True):
        assert _without_chance(there) == _without_chance(nothing)


def test_what_is_everybodys_is_there_without_signing_in(resources, make, amina):
    row = making.resource(make, amina, title=TITLE)

    assert TITLE in resources.list()
    page = resources.page(row)
    assert page.status_code == 200
    assert "This helped me" not in page.text
    assert "Report" not in page.text


@pytest.fixture
def shelf(make, circle, amina):
    """Each differs from the others in one way."""
    words = {"title": "The nights", "about": "On sleep, and Übermüdung."}
    return [
        making.resource(make, amina, circle, **words),
        making.resource(make, amina, circle, "Money talks", topic="promotion"),
        making.resource(make, amina, circle, "Les nuits", language="fr"),
        making.resource(make, amina, circle, "A film", form=ResourceForm.VIDEO),
        making.resource(make, amina, title="For everybody"),
        making.guide(make, amina, circle, "A guide", "Bring a lantern."),
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"topic": "promotion"}, {"Money talks"}),
        ({"language": "fr"}, {"Les nuits"}),
        ({"form": "video"}, {"A film"}),
        ({"form": "guide"}, {"A guide"}),
        ({"q": "nights"}, {"The nights"}),
        ({"q": "ubermudung SLEEP"}, {"The nights"}),
        ({"q": "lantern"}, {"A guide"}),
        ({"q": "lantern nights"}, set()),
        ({"q": "100%"}, set()),
        ({"q": "_"}, {"The nights", "Money talks", "Les nuits", "A film", "A guide"}),
        ({"topic": "promotion", "language": "fr"}, set()),
        ({"circle": "new-mothers", "q": "everybody"}, set()),
        ({"q": "everybody"}, {"For everybody"}),
    ],
)
def test_a_list_is_narrowed_down(resources, shelf, amina, asked, found):
    page = resources.list(amina, **asked)

    titles = {row.title for row in shelf if f">{row.title}</a>" in page}
    assert titles - ({"For everybody"} if asked == {"q": "_"} else set()) == found
    if found and asked != {"q": "_"}:
        assert f"{len(found)} resource" in page
    if not found:
        assert "Nothing here fits all of that" in page


@pytest.mark.parametrize(
    "asked", [{"topic": "x"}, {"form": "x"}, {"language": "x"}, {"circle": "x"}, {"after": "x.y"}]
)
def test_what_is_none_narrows_nothing(resources, shelf, amina, asked):
    assert "6 resources" in resources.list(amina, **asked)


def test_pages_have_an_end_and_hold_each_once(resources, web, make, circle, amina):
    rows = [making.resource(make, amina, circle, f"Number {n:02}") for n in range(45)]
    seen, path, pages = [], "/resources?topic=money", 0
    while path:
        page = web.as_(amina).get(path).text
        seen += re.findall(r">(Number \d\d)</a>", page)
        onward = re.search(r'rel="next"\s+href="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
        assert "45 resources" in page
        pages += 1

    assert pages == 3
    assert sorted(seen) == [row.title for row in rows]


def test_an_empty_list_says_what_could_be_there(resources, amina):
    assert "The first one may be a page" in resources.list(amina)
    assert "Suggest the first one" not in resources.list()


def test_what_the_list_and_a_page_ask_for(
    resources, web, house, make, circle, amina, bea, grace, mona
):
    rows = [making.resource(make, amina, circle, f"Number {n}") for n in range(30)]
    for who in (amina, bea, grace):
        making.note(make, who, rows[0])
        making.mark(make, who, rows[0])
    making.collection(make, grace, circle, "Gathered", rows[:5])
    paths = ["/resources", f"/resources?circle={circle.slug}&q=number"]
    paths += [url("resource", resource_id=rows[0].id)]

    for who in (bea, grace):
        for path in paths:
            web.as_(who).get(path)
            with counted(house) as asked:
                assert web.get(path).status_code == 200
            assert 0 < len(asked) <= 5, (path, asked)


def test_whom_she_has_blocked_or_muted_she_does_not_meet(
    resources, web, make, circle, amina, bea, stella
):
    row = making.resource(make, bea, circle, TITLE)
    other = making.resource(make, amina, circle, "Marmalade weather")
    making.note(make, bea, other, "A word of Bea’s")
    web.as_(amina).post("/m/bea/block", change="block")

    assert TITLE not in resources.list(amina)
    page = resources.page(row, amina).text
    assert "From somebody you have blocked" in page
    assert page.index("<details") < page.index(TITLE)
    assert "A word of Bea’s" not in resources.page(other, amina).text
    assert "A word of Bea’s" in resources.page(other, stella).text


def test_words_that_she_has_muted_are_not_in_her_list(resources, web, make, circle, amina, bea):
    making.resource(make, bea, circle, TITLE)
    web.as_(amina).post("/settings/muted/phrases", phrase="thistledown")

    assert TITLE not in resources.list(amina)
    assert TITLE in resources.list(bea)


def test_what_was_taken_down_is_there_for_who_suggested_it(resources, make, circle, amina, grace):
    row = making.resource(make, amina, circle, TITLE, state=State.HIDDEN)

    assert "A moderator has taken this down" in resources.page(row, amina).text
    assert resources.page(row, grace).status_code == 404
    assert TITLE not in resources.list(amina)


def test_what_a_title_says_stays_words(resources, make, circle, amina):
    row = making.resource(make, amina, circle, "<b>Bold</b> & more", about="<i>x</i>")

    page = resources.page(row, amina).text

    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; more" in page
    assert "<i>x</i>" not in page
    assert 'rel="nofollow ugc noopener noreferrer"' in page


def test_there_are_ways_to_it_from_where_members_are(web, circle, amina, stella):
    circle_page = url("circle", circle=circle.slug)
    for who in (amina, stella):
        for path in ("/", "/opportunities"):
            page = web.as_(who).get(path).text
            assert 'href="/resources"' in page
            assert 'href="/pathways"' in page
    assert 'href="/resources"' in web.visitor().get("/opportunities").text
    assert f'href="{url("resources", circle=circle.slug)}"' in web.as_(amina).get(circle_page).text
