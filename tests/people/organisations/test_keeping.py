"""What an organisation says of itself, another name for it, closing it, and opening it again."""

from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine

from app import chores
from app.core import clock
from app.mentoring.programmes import confiding
from app.mentoring.programmes.models import Match, OpenTo, Programme, Stage, TeamWord
from app.oversight.audit.models import Entry
from app.people.organisations import queries
from app.people.organisations.models import Affiliation, Organisation, Place
from tests.make import PASSWORD
from tests.mentoring import making

CLOSE = "/o/acme/close"


@pytest.fixture(autouse=True)
def start():
    """The clock stands, at noon, so that no day turns meanwhile."""
    noon = datetime.combine(clock.today(), time(12), UTC)
    with time_machine.travel(noon, tick=False):
        yield noon


def close(web, olga):
    page = web.as_(olga).get(CLOSE)
    return web.send(page, CLOSE, name="acme works")


def log(session):
    session.rollback()
    entries = session.query(Entry).filter_by(subject_kind="organisation", subject_id="acme")
    return [(entry.verb, entry.reason) for entry in entries.order_by(Entry.n)]


def test_a_coordinator_says_what_it_is(web, session, acme, bea, stella):
    page = web.as_(bea).get("/o/acme/edit")

    answer = web.send(page, "/o/acme/edit", about="Rivets.", website="www.acme.example/us?a=1")

    assert "Rivets." in web.follow(answer).text
    shown = web.as_(stella).get("/o/acme").text
    assert 'href="https://www.acme.example/us?a=1"' in shown
    assert 'rel="nofollow ugc noopener noreferrer"' in shown
    assert log(session) == [("change", "")]
    assert 'value="https://www.acme.example/us?a=1"' in web.as_(bea).get("/o/acme/edit").text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("http://acme.example", "https://example.org"),
        ("javascript:alert(1)", "https://example.org"),
        ("javascript://acme.example/%0aalert(1)", "https://example.org"),
        ("https://10.0.0.1/", "https://example.org"),
        ("https://localhost", "https://example.org"),
        ("https://someone:secret@acme.example", "https://example.org"),
        ("https://acme.example:8443/", "https://example.org"),
        ("https://acme.example:port/", "https://example.org"),
        ("https://[::1]/", "https://example.org"),
        ("https://acme.example/a b", "https://example.org"),
        ('https://acme.example/"x', "https://example.org"),
        ("https://acme.example/" + "x" * 300, "200 at most"),
    ],
)
def test_a_website_that_cannot_be_linked_to_is_said_and_the_rest_kept(
    web, session, acme, bea, typed, why
):
    answer = web.as_(bea).post("/o/acme/edit", about="Rivets.", website=typed)

    assert answer.status_code == 422
    assert why in answer.text
    assert "Rivets." in answer.text
    session.rollback()
    assert session.get(Organisation, acme.id, populate_existing=True).about == ""


def test_a_host_in_other_letters_shows_what_it_is(web, acme, bea):
    web.as_(bea).post("/o/acme/edit", about="", website="https://аcme.example/")

    assert 'href="https://xn--cme-5cd.example/"' in web.get("/o/acme").text


def test_an_administrator_says_what_it_is_too(web, session, acme, olga, stella):
    page = web.as_(olga).get("/o/acme/edit")
    assert "About, name and domains" in page.text

    web.send(page, "/o/acme/edit", about="Rivets since 1911.")

    assert "Rivets since 1911." in web.as_(stella).get("/o/acme").text
    assert [verb for verb, _ in log(session)] == ["change"]


def test_nobody_else_says_what_it_is(web, acme, amina, stella, mona):
    for who in (amina, stella, mona):
        assert web.as_(who).post("/o/acme/edit", about="Ours").status_code == 403
    for who in (amina, stella, mona):
        assert web.as_(who).get("/o/acme/edit").status_code == 403


def test_an_administrator_gives_it_another_name_and_old_links_hold(web, session, acme, olga, amina):
    page = web.as_(olga).get("/o/acme/edit")

    answer = web.send(page, "/o/acme/rename", name="Acme & Daughters")

    assert "Acme &amp; Daughters" in web.follow(answer).text
    assert "Acme &amp; Daughters" in web.as_(amina).get("/o/acme").text
    assert log(session) == [("rename", "Acme Works → Acme & Daughters")]


def test_nobody_else_renames_or_closes_it(web, session, acme, bea, amina, stella, mona):
    for who in (bea, amina, stella, mona):
        assert web.as_(who).post("/o/acme/rename", name="Ours").status_code == 403
        assert web.get(CLOSE).status_code == 403
        assert web.post(CLOSE, name="Acme Works").status_code == 403
        assert web.post("/o/acme/reopen").status_code == 403
    assert log(session) == []


def test_a_name_that_does_not_fit_is_said(web, acme, olga):
    answer = web.as_(olga).post("/o/acme/rename", name="A")

    assert answer.status_code == 422
    assert "Make it at least 3" in answer.text


def test_closing_asks_for_its_name(web, session, acme, olga, bea):
    for typed in ("", "Acme", "Other Works"):
        answer = web.as_(olga).post(CLOSE, name=typed)
        assert answer.status_code == 422
        assert "Acme Works" in answer.text
    assert web.as_(bea).get("/o/acme").status_code == 200
    assert log(session) == []


def test_what_is_closed_is_nowhere_and_nobody_belongs_to_it(
    web, session, make, programmes, acme, olga, bea, amina, stella
):
    programmes.programme(acme)
    programmes.programme(acme, slug="for-all", name="For all", open_to=OpenTo.EVERYONE)
    web.as_(amina).post("/o/acme/show", on="yes")
    web.as_(bea).post("/o/acme/members", handle="stella")

    answer = close(web, olga)

    assert "It is closed." in web.follow(answer).text
    for who in (olga, bea, amina, stella):
        browser = web.as_(who)
        for path in (
            *("/o/acme", "/o/acme/people", "/o/acme/edit", CLOSE, "/o/acme/programmes/new"),
            *("/programmes/first-steps", "/programmes/for-all", "/programmes/for-all/enrol"),
            *("/programmes/first-steps/edit", "/programmes/first-steps/what-they-see"),
        ):
            assert browser.get(path).status_code == 404, (who.handle, path)
        for path, form in {
            "/o/acme/join": {},
            "/o/acme/leave": {},
            "/o/acme/show": {"on": "no"},
            "/o/acme/answer": {"answer": "yes"},
            "/o/acme/members": {"handle": "grace"},
            "/o/acme/coordinators": {"coordinator": "amina"},
            "/o/acme/edit": {"about": "Ours"},
            "/o/acme/rename": {"name": "Ours"},
            "/o/acme/domains": {"domains": "acme.example"},
            CLOSE: {"name": "Acme Works"},
        }.items():
            again = who is olga and path == CLOSE
            assert browser.post(path, **form).status_code == (303 if again else 404), path
        assert "First steps" not in browser.get("/mentoring").text
        assert "For all" not in browser.get("/mentoring").text
        assert "Acme" not in browser.get("/m/amina").text
    for who in (bea, amina, stella):
        assert "Acme" not in web.as_(who).get("/organisations").text
        with make._as(who) as (deed, viewer):
            assert queries.hers(deed, viewer) == {}
            assert queries.of_coordinator(deed, viewer) == []
            assert queries.place_of(deed, who.id, acme.id) is None
            assert queries.shown_of(deed, [who.id]) == {}


def test_it_is_not_closed_while_people_take_part_in_its_programmes(
    web, session, programmes, acme, olga, amina, bea
):
    programmes.enrolled(programmes.programme(acme), amina)

    page = web.as_(olga).get(CLOSE)
    answer = web.post(CLOSE, name="Acme Works")

    assert "Type it as it stands" not in page.text
    assert "“First steps” is a programme in which people take part" in page.text
    assert answer.status_code == 403
    assert "“First steps” is a programme" in answer.text
    assert web.as_(bea).get("/o/acme").status_code == 200


def test_every_programme_that_goes_on_is_named(web, programmes, acme, olga, amina):
    for slug, name in (("one", "Year one"), ("two", "Year two")):
        programmes.enrolled(programmes.programme(acme, slug, name=name), amina)

    page = web.as_(olga).get(CLOSE).text

    assert "“Year one” and “Year two” are programmes in which people take part" in page


def test_what_is_over_or_has_nobody_in_it_holds_up_nothing(
    web, session, programmes, acme, olga, amina, stella
):
    today = clock.today()
    past = {name: today - timedelta(days=9) for name in ("opens", "closes", "begins", "ends")}
    over = programmes.programme(acme, "over", **past)
    programmes.enrolled(over, amina)
    programmes.programme(acme, "empty")

    assert close(web, olga).status_code == 303


def test_what_is_being_matched_holds_it_up_even_if_its_days_are_over(
    web, session, programmes, acme, olga, amina
):
    today = clock.today()
    past = {name: today - timedelta(days=9) for name in ("opens", "closes", "begins", "ends")}
    over = programmes.programme(acme, "over", **past)
    programmes.enrolled(over, amina)
    programmes.cohort(over).stage = Stage.CONFIRMING
    session.commit()

    assert web.as_(olga).post(CLOSE, name="Acme Works").status_code == 403


def test_nothing_goes_from_a_mentorship_to_a_team_that_is_no_more(
    web, session, make, programmes, acme, olga, amina, stella
):
    past = {"ends": clock.today() - timedelta(days=1)}
    over = programmes.programme(acme, "over", **past)
    pair = making.paired(make, stella, amina).id
    cohort = programmes.cohort(over)
    two = {"mentor_enrolment": 1, "mentee_enrolment": 2}
    make.saved(Match(mentorship_id=pair, cohort_id=cohort.id, **two))
    assert confiding.programme_of(session, pair) is not None
    session.rollback()

    close(web, olga)

    assert confiding.programme_of(session, pair) is None


def test_opening_it_again_brings_back_all_that_was(
    web, session, programmes, acme, place_of, olga, bea, amina, stella
):
    programmes.programme(acme)
    web.as_(amina).post("/o/acme/show", on="yes")
    web.as_(bea).post("/o/acme/members", handle="stella")
    close(web, olga)

    page = web.get("/organisations")
    answer = web.send(page, "/o/acme/reopen")

    assert "It is open again" in web.follow(answer).text
    assert (place_of(bea), place_of(amina)) == (Place.COORDINATOR, Place.MEMBER)
    assert web.as_(amina).get("/programmes/first-steps").status_code == 200
    assert "@amina" in web.as_(stella).get("/o/acme").text
    assert "You are invited" in web.get("/o/acme").text
    assert [verb for verb, _ in log(session)] == ["close", "reopen"]
    assert web.as_(olga).post("/o/acme/reopen").headers["location"].startswith("/o/acme")
    assert [verb for verb, _ in log(session)] == ["close", "reopen"]


def test_its_address_is_not_given_to_another_meanwhile(web, acme, olga):
    close(web, olga)

    answer = web.post("/organisations", name="Acme Two", slug="acme")

    assert answer.status_code == 422
    assert "Another organisation has this address" in answer.text


def test_after_thirty_days_it_is_let_go(web, house, session, programmes, start, acme, olga, bea):
    programmes.programme(acme)
    close(web, olga)

    with time_machine.travel(start + timedelta(days=30), tick=False):
        chores.sweep(house)
        session.rollback()
        assert session.query(Organisation).count() == 1
    with time_machine.travel(start + timedelta(days=31), tick=False):
        assert web.as_(olga).post("/o/acme/reopen").status_code == 404
        chores.sweep(house)

    session.rollback()
    for table in (Organisation, Affiliation, Programme, TeamWord):
        assert session.query(table).count() == 0
    assert web.as_(olga).post("/organisations", name="Acme Two", slug="acme").status_code == 303


def test_what_administrators_and_coordinators_change_is_in_the_log(
    web, session, acme, olga, bea, amina, stella
):
    web.as_(bea).post("/o/acme/edit", about="Rivets.", website="")
    web.as_(olga).post("/o/acme/coordinators", coordinator="amina")
    web.post("/o/acme/coordinators", coordinator="amina", change="dismiss")
    web.post("/o/acme/coordinators", coordinator="stella")
    web.post("/o/acme/members/stella/take-back")
    web.post("/o/acme/rename", name="Acme Yard")
    web.post("/o/acme/domains", domains="acme.example")
    web.post(CLOSE, name="Acme Yard")
    web.post("/o/acme/reopen")

    assert [verb for verb, _ in log(session)] == [
        *("change", "appoint", "dismiss", "appoint", "take-back"),
        *("rename", "set-domains", "close", "reopen"),
    ]


def test_she_takes_along_where_she_belongs_and_what_she_was_asked(
    web, programmes, acme, olga, bea, amina
):
    programmes.organisation("yard", bea)
    programmes.organisation("mill", bea)
    for slug in ("yard", "mill"):
        web.as_(bea).post(f"/o/{slug}/members", handle="amina")
    web.as_(amina).post("/o/mill/answer", answer="no")
    web.post("/o/acme/show", on="yes")
    close(web, olga)

    answer = web.as_(amina).post("/settings/export", password=PASSWORD)

    with ZipFile(BytesIO(answer.content)) as copy:
        page = copy.read("index.html").decode()
        said = copy.read("data.json").decode()
    assert "Acme Works</bdi>, member, shown to members, closed since" in page
    assert "Yard Works</bdi>, to be a member: waiting" in page
    assert "Mill Works</bdi>, to be a member: not accepted" in page
    assert "organisation_invitations" in said
