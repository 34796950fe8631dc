"""Posting: under one's name, looked at first, and nothing twice without a word."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.community.opportunities.models import Opportunity, State
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation.models import Case, CaseMessage
from app.people.members.models import Standing
from app.people.organisations.models import Affiliation, Organisation, Place
from tests.browser import forms_of
from tests.community.opportunities.making import opportunity
from tests.community.opportunities.test_listing import titles

FORM = {
    "kind": "job",
    "title": "Clinic manager",
    "giver": "Westgate Birth Centre",
    "body": "Twenty-two hours. *Every other Friday off.*",
    "way": "on-site",
    "place": "Bristol",
    "pay_from": "41,300",
    "currency": "GBP",
    "per": "year",
    "zone": "UTC",
    "apply": "https://westgate.example/jobs/7",
}


def refused(page, field):
    """That the page says of this field what is wrong with it, and keeps what was typed."""
    return page.status_code == 422 and f'id="{field}-error"' in page.text


@pytest.fixture
def only(session):
    def one():
        session.expire_all()
        return session.scalars(select(Opportunity)).one()

    return one


def post(web, **changed):
    return web.post("/opportunities", **FORM | changed)


def test_the_page_says_before_she_posts_that_it_bears_her_name(web, amina):
    page = web.as_(amina).get("/opportunities/new")

    assert "under your name" in page.text
    assert "never anonymous" in page.text


def test_it_waits_for_a_moderator_and_nobody_else_sees_it(web, session, only, amina, bea):
    answer = post(web.as_(amina))

    row = only()
    path = f"/opportunities/{base32(row.id)}"
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(path)
    assert row.state is State.WAITING
    hers = web.get(path).text
    assert "A moderator looks at it" in hers
    for unfit in ("For you alone", "Ask, or pass it on", "Seen by"):
        assert unfit not in hers
    assert web.as_(bea).get(path).status_code == 404
    assert titles(web.get("/opportunities")) == []
    case = session.scalars(select(Case)).one()
    assert (case.kind, case.subject, case.circle_id) == ("new-opportunity", base32(row.id), None)


def test_the_same_form_sent_twice_is_one(web, only, session, amina):
    nonce = "a" * 32
    first = post(web.as_(amina), form_nonce=nonce)
    second = post(web, form_nonce=nonce)

    assert first.headers["location"] == second.headers["location"]
    assert only()
    assert len(session.scalars(select(Case)).all()) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"pay_from": "", "currency": ""}, "pay_from"),
        ({"pay_from": "lots"}, "pay_from"),
        ({"pay_from": "12,60"}, "pay_from"),
        ({"pay_from": "1,2,3"}, "pay_from"),
        ({"pay_from": "1.200,50"}, "pay_from"),
        ({"pay_to": "40,000"}, "pay_to"),
        ({"currency": ""}, "currency"),
        ({"currency": "BTC"}, "currency"),
        ({"unpaid": "on"}, "unpaid"),
        ({"kind": "speaking", "pay_from": "", "travel": "paid"}, "pay_from"),
        ({"kind": "speaking"}, "travel"),
        ({"kind": "event"}, "begins_day"),
        ({"kind": "event", "begins_day": "2026-13-01"}, "begins_day"),
        ({"begins_day": "0001-01-01", "begins_time": "00:00"}, "begins_day"),
        ({"closes_day": "9999-12-31"}, "closes_day"),
        ({"closes_day": "2020-01-01"}, "closes_day"),
        ({"closes_time": "12:00"}, "closes_day"),
        ({"begins_time": "12:00"}, "begins_day"),
        ({"apply": "http://westgate.example"}, "apply"),
        ({"apply": "https://user:word@westgate.example"}, "apply"),
        ({"apply": "javascript://westgate.example/%0aalert(1)"}, "apply"),
        ({"apply": "https://westgate.example and more"}, "apply"),
        ({"apply": "https://127.0.0.1/jobs"}, "apply"),
        ({"apply": "https://[::1]/jobs"}, "apply"),
        ({"apply": "https://192.168.1.7:8443/jobs"}, "apply"),
        ({"apply": "https://2130706433/jobs"}, "apply"),
        ({"apply": "https://localhost/jobs"}, "apply"),
        ({"apply": "https://jobs.westgate.internal"}, "apply"),
        ({"apply": ""}, "apply"),
        ({"place": ""}, "place"),
        ({"title": "x"}, "title"),
        ({"body": ""}, "body"),
        ({"organisation": "elsewhere"}, "organisation"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"kind": "pyramid"}, "kind"),
        ({"way": "nowhere"}, "way"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(web, session, amina, changed, field):
    page = post(web.as_(amina), **changed)

    assert refused(page, field)
    assert "Westgate Birth Centre" in page.text
    assert session.scalars(select(Opportunity)).all() == []


def day(days):
    return (clock.today() + timedelta(days=days)).isoformat()


EVENT = {"kind": "event", "begins_time": "18:00"}


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"begins_day": day(9), "closes_day": day(10)}, "closes_day", "It begins before that."),
        (
            {"begins_day": day(9), "closes_day": day(9), "closes_time": "18:01"},
            "closes_day",
            "It begins before that.",
        ),
        (
            {"begins_day": day(9), "ends_day": day(9), "ends_time": "20:00", "closes_day": day(10)},
            "closes_day",
            "It ends before that.",
        ),
        ({"begins_day": day(-2)}, "begins_day", "That is over."),
        ({"begins_day": "14 May"}, "begins_day", "year, month and day, as in 2026-05-14"),
    ],
)
def test_an_event_does_not_stand_longer_than_it_lasts(web, amina, changed, field, says):
    page = post(web.as_(amina), **EVENT | changed)

    assert refused(page, field)
    assert says in page.text


@pytest.mark.parametrize("closes", [{}, {"closes_day": day(9)}])
def test_without_a_time_an_event_closes_when_it_begins(web, only, amina, closes):
    assert post(web.as_(amina), **EVENT, begins_day=day(9), **closes).status_code == 303

    row = only()
    assert row.closes == row.begins
    assert row.deadline is bool(closes)


def test_an_event_that_is_put_off_is_open_until_then(web, only, amina):
    post(web.as_(amina), **EVENT, begins_day=day(9))
    path = f"/opportunities/{base32(only().id)}/edit"

    assert web.post(path, **FORM | EVENT, begins_day=day(30)).status_code == 303

    assert only().closes == only().begins


def test_all_that_is_missing_is_said_at_once(web, amina):
    bare = dict.fromkeys(("title", "place", "pay_from", "currency", "apply"), "")

    page = post(web.as_(amina), kind="speaking", **bare)
    assert all(refused(page, name) for name in ("title", "place", "pay_from", "travel", "apply"))
    assert "There are 5 things to change" in page.text
    event = post(web, kind="event", place="", closes_day="soon", currency="")
    names = ("place", "currency", "begins_day", "closes_day")
    assert all(refused(event, name) for name in names)
    at = [event.text.index(f'href="#{name}"') for name in names]
    assert at == sorted(at)


def test_the_form_says_what_is_needed_for_which_kind(settings, web, amina):
    page = web.as_(amina).get("/opportunities/new").text
    for words in (
        *("needed for a job or to speak", "needed unless it is from home"),
        *("needed for an event", "needed with an amount"),
    ):
        assert f'<span class="optional">({words})</span>' in page

    settings(jobs_say_pay=False)
    assert "needed for a job" not in web.get("/opportunities/new").text


def test_a_house_may_take_jobs_that_do_not_say_what_they_pay(settings, web, only, amina):
    settings(jobs_say_pay=False)
    answer = post(web.as_(amina), pay_from="", currency="")

    assert answer.status_code == 303
    assert only().pay_from is None


def test_whoever_is_paused_or_not_signed_in_posts_nothing(web, session, amina):
    assert web.visitor().get("/opportunities/new").status_code == 303
    amina.standing = Standing.PAUSED
    session.commit()

    answer = post(web.as_(amina))

    assert answer.status_code == 403
    assert session.scalars(select(Opportunity)).all() == []


def test_in_the_name_of_an_organisation_only_its_coordinator_posts(
    web, make, session, only, amina, bea
):
    harbour = make.saved(Organisation(slug="harbour", name="Harbour Trust"))
    make.saved(Affiliation(organisation_id=harbour.id, member_id=amina.id, place=Place.COORDINATOR))
    make.saved(Affiliation(organisation_id=harbour.id, member_id=bea.id))

    assert refused(post(web.as_(bea), organisation="harbour"), "organisation")
    assert "Harbour Trust" not in web.get("/opportunities/new").text
    assert post(web.as_(amina), organisation="harbour").status_code == 303
    assert only().organisation_id == harbour.id
    page = web.get(f"/opportunities/{base32(only().id)}")
    assert 'For <a href="/o/harbour"><bdi>Harbour Trust</bdi></a>' in page.text


@pytest.mark.parametrize(
    "twin",
    [
        {"apply": "https://www.WESTGATE.example/jobs/7/?utm_source=mail#top"},
        {"apply": "jobs@westgate.example", "title": "CLINIC manager!"},
    ],
)
def test_what_seems_to_be_here_is_said_at_once_and_she_may_say_it_is_another(
    web, make, session, amina, bea, twin
):
    there = opportunity(make, bea, title="Clinic manager", giver="Westgate Birth Centre")

    page = post(web.as_(amina), **twin)

    assert refused(page, "another")
    assert "This seems to be here already" in page.text
    assert f"/opportunities/{base32(there.id)}" in page.text
    assert post(web, **twin | {"another": "on"}).status_code == 303
    note = session.scalars(select(CaseMessage)).one()
    assert f"/opportunities/{base32(there.id)}" in note.body


def test_what_is_over_is_no_twin(web, make, amina, bea):
    opportunity(make, bea, closes=clock.minute() - timedelta(minutes=1))

    assert post(web.as_(amina)).status_code == 303


def test_signs_of_a_scam_are_a_note_to_moderators_and_refuse_nothing(web, session, only, amina):
    body = "No experience needed! Earn £900 a day. Contact us on WhatsApp and pay a training fee."
    answer = post(web.as_(amina), body=body, apply="https://bit.ly/x")

    assert answer.status_code == 303
    case = session.scalars(select(Case)).one()
    assert case.reason.value == "selling"
    note = session.scalars(select(CaseMessage)).one()
    assert note.by_id is None
    for sign in ("asks for money", "chat app", "no experience", "hides where it leads"):
        assert sign in note.body
    assert only().state is State.WAITING


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"closes_day": "2026-10-20"}, datetime(2026, 10, 20, 22, 59, tzinfo=UTC)),
        # Of the hour that comes twice, the later: nobody is shut out an hour early.
        (
            {"closes_day": "2026-10-25", "closes_time": "01:30"},
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        ),
        (
            {"closes_day": "2026-10-26", "closes_time": "12:00", "zone": "America/New_York"},
            datetime(2026, 10, 26, 16, tzinfo=UTC),
        ),
        ({}, datetime(2026, 12, 31, tzinfo=UTC)),
    ],
)
def test_when_it_closes_is_typed_by_the_clocks_of_a_zone(web, only, amina, typed, kept):
    with time_machine.travel(datetime(2026, 10, 1, 12, 34, tzinfo=UTC), tick=False):
        answer = post(web.as_(amina), **{"zone": "Europe/London"} | typed)

    assert answer.status_code == 303
    assert only().closes == kept
    assert only().deadline is bool(typed)


def test_an_hour_that_clocks_leave_out_is_refused_with_one_that_there_is(web, amina):
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        page = post(
            web.as_(amina), zone="Europe/London", closes_day="2026-03-29", closes_time="01:30"
        )

    assert refused(page, "closes_time")
    assert "such as 02:30" in page.text


def test_an_event_says_when_it_begins_and_ends(web, only, amina, bea):
    soon = clock.today() + timedelta(days=20)
    times = {
        "begins_day": soon.isoformat(),
        "begins_time": "18:00",
        "ends_day": soon.isoformat(),
        "ends_time": "20:00",
    }
    event = {"kind": "event", "pay_from": "", "currency": "", "unpaid": "on"}
    assert refused(post(web.as_(amina), **event | times | {"ends_time": "17:00"}), "ends_day")
    assert post(web, **event | times).status_code == 303

    assert (only().begins.hour, only().ends.hour) == (18, 20)
    assert "18:00" in web.get(f"/opportunities/{base32(only().id)}").text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"pay_from": "12.60", "per": "hour"}, "£12.60 an hour"),
        ({"pay_from": "500", "pay_to": "1500", "per": "once"}, "£500 to £1,500"),
        ({"pay_from": "£41 300"}, "£41,300 a year"),
        ({"pay_from": "900", "currency": "PLN", "per": "day"}, "PLN 900 a day"),
        ({"pay_from": "", "currency": "", "unpaid": "on"}, "Unpaid"),
        (
            {"kind": "speaking", "pay_from": "150", "per": "once", "travel": "paid"},
            "£150 and travel",
        ),
    ],
)
def test_pay_is_said_as_it_was_typed(web, only, amina, said, shown):
    assert post(web.as_(amina), **said).status_code == 303
    page = web.get(f"/opportunities/{base32(only().id)}").text

    assert shown in page
    edit = web.get(f"/opportunities/{base32(only().id)}/edit")
    kept = next(form for form in forms_of(edit) if form.action.endswith("/edit")).values
    assert web.client.post(f"/opportunities/{base32(only().id)}/edit", data=kept).status_code == 303
    assert shown in web.get(f"/opportunities/{base32(only().id)}").text


@pytest.mark.parametrize(
    ("apply", "href"),
    [
        ("https://westgate.example/jobs/7", 'href="https://westgate.example/jobs/7"'),
        ("jobs@westgate.example", 'href="mailto:jobs@westgate.example"'),
        ("mailto:jobs@westgate.example", 'href="mailto:jobs@westgate.example"'),
        ("Ring the bell, or ask <b>Ana</b>", "ask &lt;b&gt;Ana&lt;/b&gt;"),
    ],
)
def test_how_to_apply_is_a_link_an_address_or_words(web, only, amina, apply, href):
    post(web.as_(amina), apply=apply)

    assert href in web.get(f"/opportunities/{base32(only().id)}").text


def test_its_words_are_rendered_as_those_of_posts_are(web, only, amina):
    post(web.as_(amina), body="*Good* [work](javascript:alert(1)) <script>x</script>")

    page = web.get(f"/opportunities/{base32(only().id)}").text
    assert "<em>Good</em>" in page
    assert "<script>x" not in page
    assert 'href="javascript' not in page


def test_many_in_a_short_time_are_too_many(web, amina):
    web.as_(amina)
    for n in range(20):
        assert post(web, title=f"Number {n}", apply=f"https://a.example/{n}").status_code == 303

    assert post(web, title="One more", apply="https://a.example/x").status_code == 429
