"""*Introduce me* to somebody who works there: from the organisation's page, and from an opportunity
that was posted for it."""

import re

import pytest

from app.core import clock
from app.core.keys import base32
from app.people.members.models import Standing
from app.people.organisations.models import Affiliation
from app.web.kit.addresses import url
from tests.browser import forms_of, names, without_chance
from tests.community.opportunities.making import opportunity

WORDS = "I ran a ward for six years. Could I ask about the nights?"
THERE = "/o/acme/members/amina/introduce"
INTRODUCTIONS = "/mentoring/introductions"


@pytest.fixture
def shown(session, acme, amina):
    """Amina shows that she belongs to Acme."""
    session.get_one(Affiliation, (acme.id, amina.id)).shown = True
    session.commit()


@pytest.fixture
def row(make, acme, shown, bea):
    """Bea has posted it for Acme."""
    return opportunity(make, bea, title="Clinic manager", organisation_id=acme.id)


@pytest.fixture
def hide(session, acme):
    def hide(member):
        session.get_one(Affiliation, (acme.id, member.id)).shown = False
        session.commit()

    return hide


def way(row):
    return f"/opportunities/{base32(row.id)}/introduce"


def is_asked(web, member):
    return "would like to know you" in web.as_(member).get(INTRODUCTIONS).text


# From the organisation's page


def test_whoever_shows_that_she_belongs_is_asked_and_decides(web, acme, shown, amina, stella):
    assert THERE in web.as_(stella).get("/o/acme").text
    page = web.get(THERE)
    assert "Be introduced to <bdi>Amina</bdi>" in page.text

    said = web.follow(web.send(page, THERE, words=WORDS)).text

    assert "You have asked." in said
    [path] = re.findall(rf'"({INTRODUCTIONS}/\w+)"', web.as_(amina).get(INTRODUCTIONS).text)
    page = web.get(path)
    for words in ("Stella", "Could I ask", "Acme Works", "/o/acme"):
        assert words in page.text
    web.send(page, f"{path}/answer", answer="yes")
    assert web.post(url("message_member", handle="stella"), body="Hello").status_code == 303


def test_who_shows_nothing_can_be_asked_for_by_nobody(web, acme, bea, stella):
    assert THERE not in web.as_(stella).get("/o/acme").text
    for path in (THERE, "/o/acme/members/bea/introduce", "/o/acme/members/nobody/introduce"):
        assert web.get(path).status_code == 404
        assert web.post(path, words=WORDS).status_code == 404
    assert web.visitor().post(THERE, words=WORDS).status_code == 403


def test_what_she_typed_stays_when_the_other_shows_it_no_more(
    web, acme, shown, hide, amina, stella
):
    page = web.as_(stella).get(THERE)
    hide(amina)

    answer = web.send(page, THERE, words=WORDS)

    assert answer.status_code == 404
    assert "She doesn’t show any more that she belongs there" in answer.text
    assert WORDS in answer.text
    assert not is_asked(web, amina)


def test_nobody_asks_for_herself(web, acme, shown, amina):
    assert THERE not in web.as_(amina).get("/o/acme").text
    assert web.get(THERE).status_code == 403
    assert web.post(THERE, words=WORDS).status_code == 403


def test_nor_for_whom_she_keeps_away_from_herself(web, acme, shown, amina, stella):
    web.as_(stella).post("/m/amina/no-contact", contact="none")

    assert web.get(THERE).status_code == 404
    assert web.post(THERE, words=WORDS).status_code == 404


def test_whoever_keeps_away_from_her_is_asked_nothing_and_she_reads_no_difference(
    web, session, programmes, acme, shown, amina, grace, stella
):
    programmes.belongs(grace, acme)
    session.get_one(Affiliation, (acme.id, grace.id)).shown = True
    session.commit()
    web.as_(amina).post("/m/stella/no-contact", contact="none")

    pages = []
    for handle, name in (("amina", "Amina"), ("grace", "Grace")):
        path = f"/o/acme/members/{handle}/introduce"
        said = web.follow(web.send(web.as_(stella).get(path), path, words=WORDS)).text
        said = re.sub(r"/introductions/\w+", "", re.sub(r'value="[^"]{30,}"', "", said))
        pages.append(without_chance(said).replace(name, "").replace(handle, ""))

    assert pages[0] == pages[1]
    assert not is_asked(web, amina)
    assert is_asked(web, grace)


def test_a_paused_member_reads_why_she_cannot(web, session, acme, shown, stella):
    stella.standing = Standing.PAUSED
    session.add(stella)
    session.commit()

    assert "not write" in web.as_(stella).get(THERE).text
    assert web.post(THERE, words=WORDS).status_code == 403


def test_who_is_leaving_can_be_asked_for_no_more(web, session, acme, shown, amina, stella):
    amina.standing, amina.paused_until = Standing.CLOSED, None
    session.add(amina)
    session.commit()

    assert web.as_(stella).get(THERE).status_code == 404


@pytest.mark.parametrize("typed", [{}, {"words": " "}, {"words": "x" * 501}, {"whom": "bea"}])
def test_a_bad_form_is_shown_again(web, acme, shown, stella, typed):
    answer = web.as_(stella).post(THERE, **typed)

    assert answer.status_code == 422
    assert typed.get("words", "").strip() in answer.text


def test_she_asks_once_at_a_time_also_from_elsewhere(web, row, amina, stella):
    page = web.as_(stella).get(THERE)
    first = web.send(page, THERE, words=WORDS)
    assert web.send(page, THERE, words=WORDS).headers["location"] == first.headers["location"]

    for path, to in ((THERE, {}), (way(row), {"to": "amina"})):
        again = web.send(web.get(path), path, words=WORDS, **to)
        assert again.status_code == 422
        assert "already" in again.text


# From an opportunity


def test_the_form_names_who_posted_it_and_who_works_there(web, row, amina, bea, stella):
    assert way(row) in web.as_(stella).get(f"/opportunities/{base32(row.id)}").text
    page = web.get(way(row))
    [form] = [each for each in forms_of(page) if each.action == way(row)]
    assert form.values["to"] == "bea"
    assert 'value="amina"' in page.text

    said = web.follow(web.send(page, way(row), to="amina", words=WORDS)).text

    assert "You have asked." in said
    assert not is_asked(web, bea)
    assert is_asked(web, amina)


def test_herself_she_is_not_offered_there(web, row, amina):
    page = web.as_(amina).get(way(row)).text

    assert 'value="amina"' not in page
    assert web.post(way(row), to="amina", words=WORDS).status_code == 403


def test_somebody_is_chosen_and_nobody_is_guessed(web, row, amina, bea, stella):
    answer = web.as_(stella).post(way(row), words=WORDS)

    assert answer.status_code == 422
    assert "Please choose whom you would like to know." in answer.text
    assert WORDS in answer.text
    assert not any(is_asked(web, each) for each in (amina, bea))


@pytest.mark.parametrize("to", ["stella", "grace", "nobody", "amina"])
def test_who_does_not_work_there_is_no_choice_and_the_words_stay(
    web, row, hide, amina, bea, grace, stella, to
):
    page = web.as_(grace).get(way(row))
    if to == "amina":
        hide(amina)

    answer = web.send(page, way(row), to=to, words=WORDS)

    assert answer.status_code == 409
    assert "She doesn’t show any more" in answer.text
    assert WORDS in answer.text
    assert not any(is_asked(web, each) for each in (amina, bea, stella))


def test_whom_she_keeps_away_from_is_left_out_and_the_others_stay(web, row, amina, bea, stella):
    web.as_(stella).post("/m/bea/no-contact", contact="none")

    page = web.get(way(row))
    assert 'value="bea"' not in page.text
    assert web.post(way(row), to="bea", words=WORDS).status_code == 403
    assert web.send(page, way(row), to="amina", words=WORDS).status_code == 303
    web.as_(stella).post("/m/amina/no-contact", contact="none")
    assert web.get(way(row)).status_code == 403


def test_of_one_that_is_closed_only_who_posted_it_is_left(web, session, row, acme, amina, stella):
    acme.closed = clock.today()
    session.add(acme)
    session.commit()

    page = web.as_(stella).get(way(row))

    assert "Be introduced to <bdi>Bea</bdi>" in page.text
    assert web.post(way(row), to="amina", words=WORDS).status_code == 409


def test_nothing_of_a_member_who_is_not_shown_is_on_the_form(web, row, hide, amina, stella):
    hide(amina)

    page = web.as_(stella).get(way(row)).text

    assert not names(page, "Amina")
    assert "Be introduced to <bdi>Bea</bdi>" in page
