"""Finding a mentor: filters, closeness with its reasons, pages, and who is not shown."""

import re

import pytest

from app.mentoring.profiles.known import Audience, Known
from app.mentoring.profiles.models import MentorProfile
from app.mentoring.requests import directory
from app.people.members.models import Member, Standing
from app.web.kit.addresses import url
from tests.conftest import counted
from tests.make import hashed
from tests.mentoring.making import answered, asks, mentor, paired


def names(page):
    """The mentors on a page, in order."""
    return re.findall(r'<h3>\s*<a href="/mentors/([a-z0-9-]+)"', page.text)


def reasons(page, handle):
    """Why she is shown, on her card."""
    card = page.text.split(f'<a href="/mentors/{handle}"')[1].split("</details>")[0]
    listed = card.partition("<ul>")[2].partition("</ul>")[0]
    return re.findall(r"<li>\s*(.*?)\s*</li>", listed)


@pytest.fixture
def three(make):
    """Ada, Berta and Cora, who is full."""
    ada = mentor(make, make.member("Ada"), topics=("money",), times=("weekends",))
    berta = mentor(make, make.member("Berta"), capacity=3, languages=("en", "ar"))
    cora = mentor(make, make.member("Cora"))
    paired(make, cora, make.member("Mentee"))
    return ada, berta, cora


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"ada", "berta", "cora"}),
        ("?topic=money", {"ada"}),
        ("?topic=self-doubt", {"berta", "cora"}),
        ("?time=weekends", {"ada"}),
        ("?language=ar", {"berta"}),
        ("?place=on", {"ada", "berta"}),
        ("?topic=self-doubt&place=on&language=en", {"berta"}),
        ("?topic=money&language=ar", set()),
        ("?topic=%25&time=_&language='&place=maybe&after=..", {"ada", "berta", "cora"}),
    ],
)
def test_she_finds_who_fits_all_that_she_looks_for(web, three, stella, asked, found):
    page = web.as_(stella).get(f"/mentors{asked}")

    assert set(names(page)) == found
    assert ("Nobody fits all of that" in page.text) is (not found)


def test_where_there_is_nobody_the_page_says_so(web, stella):
    assert "No mentors here yet." in web.as_(stella).get("/mentors").text


def test_places_are_said_in_words(web, three, stella):
    page = " ".join(web.as_(stella).get("/mentors").text.split())

    assert "<b>1 of 1 place open</b>" in page
    assert "<b>3 of 3 places open</b>" in page
    assert "<b>Full</b>" in page
    assert page.count("Join her waiting list") == 1


def test_who_is_closest_comes_first_with_the_reasons(web, make, three, circle, stella):
    for member in (three[1], stella):
        make.joins(member, circle)
    page = web.as_(stella).get("/mentoring/answers")
    sent = web.send(page, "/mentoring/answers", topics="self-doubt", times="weekends")
    assert sent.headers["location"] == "/mentors?said=answers-kept"

    found = web.follow(sent)

    assert names(found)[:1] == ["berta"]
    assert set(names(found)) == {"ada", "berta", "cora"}
    assert found.text.index("Closest to what you told us") < found.text.index("Cora")
    assert reasons(found, "berta") == [
        "You both chose self-doubt.",
        "You’re both in <bdi>New mothers</bdi>.",
    ]
    assert reasons(found, "ada") == ["She can meet when you can: weekends."]


def test_her_answers_are_sealed_changed_and_deleted(web, session, make, stella):
    from tests import dump

    form = {"topics": ["money", "study"], "languages": "sw", "backgrounds": "racism"}
    refused = web.as_(stella).post("/mentoring/answers", **form)
    assert refused.status_code == 422
    assert "Tick this, or none" in refused.text
    assert "Answer at least one" in web.post("/mentoring/answers").text
    assert web.post("/mentoring/answers", **form, consent="on").status_code == 303
    assert dump.holding(session, "racism") == []

    page = web.get("/mentoring/answers")
    assert 'value="racism" checked' in " ".join(page.text.split())
    assert 'value="sw" selected' in " ".join(page.text.split())
    deleted = web.send(page, "/mentoring/answers/delete")

    assert deleted.headers["location"] == "/mentoring?said=answers-deleted"
    assert " checked" not in web.get("/mentoring/answers").text
    assert dump.of(session)["mentoring_answers"] == []


def test_she_cannot_try_out_answers_all_day(web, stella):
    web.as_(stella)

    codes = [web.post("/mentoring/answers", topics="money").status_code for _ in range(12)]

    assert codes == [303] * 10 + [429] * 2


SEEN = [
    (Audience.ALL, True, True, True),
    (Audience.ALL, False, True, False),
    (Audience.MENTEES, True, False, True),
    (Audience.MENTEES, False, False, False),
    (Audience.NOBODY, True, False, True),
]


@pytest.mark.parametrize(("audience", "counts", "shown", "moves"), SEEN)
def test_what_she_knows_is_shown_to_whom_she_lets_and_counts_if_she_says_so(
    web, make, session, amina, bea, stella, audience, counts, shown, moves
):
    known = {"racism": Known(audience, counts)}
    mentor(make, amina, known=known, topics=("money",))
    mentor(make, bea, topics=("money",))
    told = {"topics": ("money",), "backgrounds": ("racism",)}
    answered(make, stella, **told)

    found = web.as_(stella).get("/mentors")

    assert ("Has met racism" in found.text) is shown
    assert ("has met racism" in found.text) is (shown and counts)
    assert ("Has met racism" in web.get("/mentors/amina").text) is shown
    if moves:
        assert names(found) == ["amina", "bea"]
    paired(make, amina, stella)
    for_mentee = "Has met racism" in web.get("/mentors/amina").text
    assert for_mentee is (audience is not Audience.NOBODY)


def test_what_nobody_sees_never_brings_her_up_by_itself(web, make, amina, stella):
    known = {"racism": Known(Audience.NOBODY, counts=True)}
    mentor(make, amina, known=known)
    answered(make, stella, topics=("money",), backgrounds=("racism",))

    assert "Closest to what you told us" not in web.as_(stella).get("/mentors").text


def test_whom_she_has_blocked_is_in_no_list_and_who_blocked_her_is_as_before(
    web, make, amina, bea, stella
):
    mentor(make, amina)
    mentor(make, bea)
    before = names(web.as_(stella).get("/mentors"))
    web.as_(stella).post(url("block_member", handle="amina"), change="block")
    web.as_(bea).post(url("block_member", handle="stella"), change="block")

    assert set(before) == {"amina", "bea"}
    assert names(web.as_(stella).get("/mentors")) == ["bea"]
    hers = web.get("/mentors/amina").text
    assert "You have blocked her." in hers
    assert "has been there" not in hers


def test_whose_mentor_she_is_already_is_led_to_their_mentorship(web, make, amina, stella):
    mentor(make, amina)
    theirs = url("mentorship", mentorship_id=paired(make, amina, stella).id)

    for path in ("/mentors", "/mentors/amina"):
        page = web.as_(stella).get(path).text
        assert f'href="{theirs}"' in page
        assert "/mentors/amina/ask" not in page


def test_her_own_card_says_that_it_is_hers(web, make, amina):
    mentor(make, amina)
    answered(make, amina, topics=("self-doubt",))

    page = web.as_(amina).get("/mentors").text

    assert "This is you" in page
    assert "Closest to" not in page
    assert "/mentors/amina/ask" not in page


def crowd(session, many):
    """So many mentors, put into the tables at once."""
    members = [
        Member(
            handle=f"m{n}",
            name=f"M{n}",
            email=f"m{n}@example.org",
            password=hashed(),
            standing=Standing.GOOD,
            time_zone="Europe/Berlin",
        )
        for n in range(many)
    ]
    session.add_all(members)
    session.flush()
    said = {"experience": "", "manner": "", "known": b"", "times": " weekends "}
    for n, one in enumerate(members):
        topics = " money " if n % 3 else " study money "
        row = MentorProfile(
            member_id=one.id,
            headline=f"Line {n}",
            about="Words.",
            topics=topics,
            languages=" en ",
            capacity=1 + n % 3,
            **said,
        )
        session.add(row)
    session.commit()


def walked(web, path):
    """All that the pages show, one after another, and how many there are."""
    found, pages = [], 0
    while path:
        page = web.get(path)
        found += names(page)
        pages += 1
        older = re.search(r'rel="next"\s+href="([^"]+)"', page.text)
        path = older[1].replace("&amp;", "&") if older else ""
    return found, pages


def test_pages_show_everybody_once(web, make, session, stella):
    crowd(session, 40)
    answered(make, stella, topics=("study",))

    found, pages = walked(web.as_(stella), "/mentors")
    some, _ = walked(web, "/mentors?topic=study&place=on")

    assert len(found) == len(set(found)) == 40
    assert pages == -(-40 // directory.PAGE)
    assert len(some) == len(set(some)) == 14
    # Those who can help with it come before all others.
    assert {int(name[1:]) % 3 for name in found[:14]} == {0}
    assert "No more mentors" in web.get("/mentors?after=9999.1.zz").text


@pytest.mark.parametrize("many", [3, 1000])
def test_a_page_asks_five_questions_however_many_there_are(
    web, house, make, session, circle, stella, many
):
    crowd(session, many)
    make.joins(stella, circle)
    answered(make, stella, topics=("study",), times=("weekends",), backgrounds=("racism",))
    web.as_(stella).get("/mentors")

    with counted(house) as asked:
        page = web.get("/mentors")

    assert page.status_code == 200
    assert len(names(page)) == min(many, directory.PAGE)
    assert len(asked) <= 5, asked


def test_the_hub_asks_as_many_questions_whatever_she_has(web, house, make, amina, bea, stella):
    mentor(make, amina, capacity=8)
    web.as_(amina).get("/mentoring")
    with counted(house) as few:
        web.get("/mentoring")

    for n in range(4):
        asks(make, make.member(f"A{n}"), amina, anonymous=n % 2 == 0)
        paired(make, amina, make.member(f"P{n}"))
        asks(make, amina, mentor(make, make.member(f"O{n}")), anonymous=n % 2 == 0)

    web.get("/mentoring")

    with counted(house) as many:
        page = web.get("/mentoring")

    assert page.status_code == 200
    assert len(many) <= len(few) + 2 <= 14
