"""Organisations: opened by administrators, coordinated by those whom they appoint."""

import re

import pytest

from app.people.members.models import Standing
from app.people.organisations import lists
from app.people.organisations.models import Organisation, Place
from tests.conftest import counted


def test_an_administrator_opens_one_and_asks_who_would_coordinate_it(web, session, olga, stella):
    form = web.as_(olga).get("/organisations")

    opened = web.send(form, "/organisations", name="The yard", slug="the-yard")
    page = web.follow(opened)
    answer = web.send(page, "/o/the-yard/coordinators", coordinator="@Stella", change="appoint")

    assert "The organisation is open" in page.text
    assert "@stella, to coordinate it" in web.follow(answer).text
    asked = web.as_(stella).get("/o/the-yard")
    assert "You are asked to coordinate it" in asked.text
    web.send(asked, "/o/the-yard/answer", answer="yes")
    assert "Invite someone" in web.get("/o/the-yard/people").text


def test_the_same_form_sent_twice_opens_one(web, session, olga):
    for _ in "12":
        web.as_(olga).post("/organisations", name="The yard", slug="the-yard", form_nonce="x")

    assert session.query(Organisation).count() == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "No"}, "Make it at least 3"),
        ({"slug": "?"}, "Use at least 3 small letters"),
        ({"slug": "acme"}, "Another organisation has this address"),
        ({"slug": "new"}, "Another organisation has this address"),
        ({"slug": "Support"}, "Another organisation has this address"),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_kept(web, acme, olga, typed, why):
    answer = web.as_(olga).post(
        "/organisations", **{"name": "Acme Two", "slug": "acme-two", "about": "Rivets"} | typed
    )

    assert answer.status_code == 422
    assert why in answer.text
    assert "Rivets" in answer.text


def test_nobody_else_opens_one(web, session, acme, bea, mona):
    for who in (bea, mona):
        answer = web.as_(who).post("/organisations", name="Mine", slug="mine")
        assert answer.status_code == 403
        assert "Open an organisation" not in web.get("/organisations").text

    assert session.query(Organisation).count() == 1


def test_whoever_is_signed_in_finds_it_and_what_it_says(web, session, acme, stella):
    acme.about = "We make rivets."
    session.merge(acme)
    session.commit()

    assert 'href="/o/acme"' in web.as_(stella).get("/organisations").text
    assert "We make rivets." in web.get("/o/acme").text
    assert web.visitor().get("/o/acme").headers["location"].startswith("/sign-in")


def test_its_members_are_for_coordinators_alone(web, acme, amina, bea, olga, stella):
    for who in (amina, olga, stella):
        page = web.as_(who).get("/o/acme")
        assert page.status_code == 200
        assert "@amina" not in page.text
    for who in (amina, stella):
        assert web.as_(who).get("/o/acme/people").status_code == 403
    assert "@amina" not in web.as_(olga).get("/o/acme/people").text
    assert "@amina" in web.as_(bea).get("/o/acme/people").text


def test_who_would_see_that_she_belongs_is_for_those_whom_it_concerns(
    web, acme, amina, bea, stella
):
    assert "/m/bea" in web.as_(amina).get("/o/acme").text
    assert "/m/bea" not in web.as_(stella).get("/o/acme").text
    web.as_(bea).post("/o/acme/members", handle="stella")
    assert "/m/bea" in web.as_(stella).get("/o/acme").text


def test_a_member_is_made_a_coordinator_at_once(web, acme, place_of, olga, amina):
    page = web.as_(olga).get("/o/acme/people")

    answer = web.send(page, "/o/acme/coordinators", coordinator="amina", change="appoint")

    assert place_of(amina) is Place.COORDINATOR
    assert "@amina" in web.follow(answer).text
    again = web.post("/o/acme/coordinators", coordinator="amina")
    assert again.status_code == 422
    assert "Amina coordinates it already." in again.text


def test_nobody_but_an_administrator_appoints(web, acme, place_of, bea, amina, stella):
    for who in (bea, amina, stella):
        answer = web.as_(who).post("/o/acme/coordinators", coordinator="amina")
        assert answer.status_code == 403
    assert place_of(amina) is Place.MEMBER


def test_a_coordinator_takes_out_a_member_and_no_other_coordinator(
    web, programmes, acme, place_of, bea, amina, grace
):
    programmes.belongs(grace, acme, Place.COORDINATOR)
    page = web.as_(bea).get("/o/acme/people")

    web.send(page, "/o/acme/members/amina/remove")

    assert place_of(amina) is None
    assert web.post("/o/acme/members/grace/remove").status_code == 404
    assert place_of(grace) is Place.COORDINATOR


def test_an_administrator_dismisses_a_coordinator_who_stays_a_member(
    web, acme, place_of, olga, bea
):
    web.as_(olga).post("/o/acme/coordinators", coordinator="bea", change="dismiss")

    assert place_of(bea) is Place.MEMBER
    assert web.as_(bea).get("/o/acme/programmes/new").status_code == 403


def test_who_belongs_to_it_may_leave(web, acme, place_of, amina):
    page = web.as_(amina).get("/o/acme")

    answer = web.send(page, "/o/acme/leave")

    assert "You don’t belong to it any more" in web.follow(answer).text
    assert place_of(amina) is None
    assert "Leave it" not in web.get("/o/acme").text
    assert web.post("/o/acme/leave").status_code == 404


def test_its_only_coordinator_stays_until_there_is_another(web, programmes, acme, bea, grace):
    assert web.as_(bea).post("/o/acme/leave").status_code == 403

    programmes.belongs(grace, acme, Place.COORDINATOR)

    assert web.post("/o/acme/leave").status_code == 303


def test_whoever_is_leaving_the_site_is_no_other_coordinator(web, make, programmes, acme, bea):
    gwen = make.member("Gwen")
    programmes.belongs(gwen, acme, Place.COORDINATOR)
    make.leaving(gwen)

    assert web.as_(bea).post("/o/acme/leave").status_code == 403


def test_whoever_is_leaving_the_site_is_shown_no_more(web, make, acme, amina, bea):
    web.as_(amina).post("/o/acme/show", on="yes")
    make.leaving(amina)
    assert amina.standing is Standing.CLOSED

    for path in ("/o/acme", "/o/acme/people"):
        page = web.as_(bea).get(path).text
        assert "amina" not in page.lower()
        assert "former" not in page.lower()


def test_what_there_is_to_do_is_offered_to_whom_may_do_it(web, acme, amina, bea, olga, stella):
    links = ("/o/acme/people", "/o/acme/edit")
    for who, offered in ((amina, False), (stella, False), (bea, True), (olga, True)):
        page = web.as_(who).get("/o/acme").text
        assert [link in page for link in links] == [offered] * 2


def test_lists_go_on_over_the_page(web, make, programmes, acme, bea, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    for name in ("Cleo", "Dora", "Edda"):
        one = make.member(name)
        programmes.belongs(one, acme)
        web.as_(one).post("/o/acme/show", on="yes")
        programmes.organisation(f"yard-{name.lower()}")

    def walked(path, words):
        pages = [web.as_(bea).get(path)]
        while further := re.search(r'rel="next"\s+href="([^"#]+)', pages[-1].text):
            pages.append(web.get(further[1]))
        return [[word for word in words if word in page.text] for page in pages]

    handles = ("@amina", "@cleo", "@dora", "@edda")
    assert walked("/o/acme/people", handles) == [["@amina", "@cleo"], ["@dora", "@edda"]]
    assert walked("/o/acme", handles) == [["@cleo", "@dora"], ["@edda"]]
    slugs = ("/o/acme", "/o/yard-cleo", "/o/yard-dora", "/o/yard-edda")
    first, second = walked("/organisations", slugs)
    assert (first[:2], second) == (["/o/acme", "/o/yard-cleo"], ["/o/acme", *slugs[2:]])


def test_whom_it_has_invited_goes_on_over_the_page(web, make, acme, bea, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    for name in ("Cleo", "Dora", "Edda"):
        make.member(name)
        web.as_(bea).post("/o/acme/members", handle=name)

    first = web.get("/o/acme/people").text
    second = web.get("/o/acme/people?asked=dora").text

    assert "/o/acme/people?asked=dora#invited" in first
    assert ["@cleo" in first, "@dora" in first, "@edda" in first] == [True, True, False]
    assert ["@cleo" in second, "@dora" in second, "@edda" in second] == [False, False, True]
    assert "@amina" in second


def test_a_page_beyond_the_end_is_the_first(web, acme, bea):
    assert "@amina" in web.as_(bea).get("/o/acme/people?after=nobody-here").text
    assert "/o/acme" in web.get("/organisations?after=~").text


@pytest.mark.parametrize("after", ["%00", "%ff", "%F0%9F%A7%B5", "'--", "x" * 3000])
def test_what_is_no_address_is_no_place_in_a_list(web, acme, bea, after):
    for path in ("/organisations?after=", "/o/acme?after=", "/o/acme/people?asked="):
        assert web.as_(bea).get(f"{path}{after}").status_code == 200


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        ("stella", "/o/acme", 5),
        ("amina", "/o/acme", 5),
        ("bea", "/o/acme", 5),
        ("bea", "/o/acme/people", 6),
        ("stella", "/organisations", 3),
        ("olga", "/organisations", 4),
    ],
)
def test_a_page_asks_few_questions(web, house, make, programmes, request, acme, who, path, most):
    for name in ("Cleo", "Dora", "Edda"):
        one = make.member(name)
        programmes.belongs(one, acme)
        web.as_(one).post("/o/acme/show", on="yes")
        programmes.programme(acme, slug=f"first-{name.lower()}", open_to="everyone")
    web.as_(request.getfixturevalue(who)).get(path)

    with counted(house) as asked:
        assert web.get(path).status_code == 200

    assert len(asked) == most, asked
