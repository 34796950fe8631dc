"""What goes by itself goes on its day: on the day that an installation has set, and not before."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app import chores
from app.community.messages.models import HandedOver
from app.core import clock, outbox
from app.core import settings as core_settings
from app.core.outbox import Job
from app.core.retention import Retention
from app.core.settings import BadSettings
from app.oversight.moderation.models import Action, Case, CaseMessage, Decision, Report
from app.oversight.notifications.models import Notification
from app.people.introductions.models import HandedIntroduction
from app.people.members.models import Closure, Member, Role, Standing
from app.people.safety.models import MemberSanction
from tests import dump
from tests.make import PASSWORD

NAMES = sorted(Retention.model_fields)


@pytest.fixture
def mona(make):
    return make.member("Mona", role=Role.MODERATOR)


@pytest.fixture
def thread(make, circle, amina, bea):
    return make.thread(circle, bea, replies=[(amina, "Mine, too.")])


@pytest.fixture
def swept(house, session):
    """The daily chores so many days from now, where something else is set than by default."""

    def chore(days, **kept):
        other = replace(house, settings=house.settings.model_copy(update=kept))
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            chores.sweep(other)
        session.rollback()
        session.expunge_all()

    return chore


def number(session, model):
    found = session.scalar(select(func.count()).select_from(model))
    session.rollback()
    return found


def _notification(make, thread, amina, **_who):
    make.notification(amina, make.post(thread))
    return Notification


def _copy(make, amina, bea, **_who):
    make.shown(make.conversation(bea, amina, "You will be sorry"), amina, 1)
    return HandedOver


def _copied_introduction(make, **_who):
    row = HandedIntroduction(submit_key=b"k" * 16, sealed=b"x")
    make.saved(row)
    return HandedIntroduction


def _letter(make, **_who):
    make.saved(Job(sealed=b"?", dead=True))
    return Job


def _closure(make, amina, **_who):
    make.leaving(amina)
    return Closure


def _unconfirmed(make, **_who):
    make.member("Una", standing=Standing.UNVERIFIED)
    return Member


AGES = [
    ("retention_notifications", 30, 1, _notification),
    ("retention_copies", 200, 0, _copy),
    ("retention_copies", 200, 0, _copied_introduction),
    ("retention_dead_mail", 3, 1, _letter),
    ("retention_unconfirmed", 4, 1, _unconfirmed),
]


@pytest.mark.parametrize(("name", "days", "later", "arrange"), AGES)
def test_it_is_there_to_its_last_day_and_gone_on_the_next(
    name, days, later, arrange, swept, session, make, thread, amina, bea
):
    model = arrange(make=make, thread=thread, amina=amina, bea=bea)
    there = number(session, model)

    swept(days + later - 1, **{name: days})
    assert number(session, model) == there
    swept(days + later, **{name: days})

    assert number(session, model) == there - 1


def test_an_account_can_be_kept_for_as_long_as_its_page_says(
    web, running, swept, session, house, amina
):
    running.state.house = replace(
        house, settings=house.settings.model_copy(update={"retention_closed": 30})
    )
    page = web.as_(amina).get("/settings/close")
    assert "For 30 days" in page.text

    web.send(page, "/settings/close", words="keep", password=PASSWORD)
    closure = session.scalars(select(Closure)).one()
    assert closure.ends == clock.today() + timedelta(days=30)
    session.rollback()
    swept(30)
    assert number(session, Member) == 1
    swept(31)

    assert dump.holding(session, "amina@example.org") == []


def _case(make, mona, thing, by, **ruling):
    """Closed today, with what its author and its reporter were told."""
    report = make.report(thing, by, note="It hurt")
    make.decision(report.case_id, mona, ruling.get("action", Action.KEEP), "It may stay.")
    return report.case_id


def test_a_decided_case_goes_with_all_that_was_said_in_it(
    swept, session, make, thread, amina, bea, mona
):
    _case(make, mona, make.post(thread), amina)
    open_one = make.report(make.post(thread, 2), bea, note="Not looked at").case_id

    swept(400, retention_cases=400)
    assert dump.holding(session, "It may stay.") != []
    swept(401, retention_cases=400)

    assert session.scalars(select(Case.id)).all() == [open_one]
    assert dump.holding(session, "It may stay.") == dump.holding(session, "It hurt") == []
    for model in (Decision, CaseMessage):
        assert number(session, model) == 0
    assert number(session, Report) == 1


def test_a_case_stays_while_somebody_is_under_its_sanction(
    swept, session, make, thread, amina, bea, mona
):
    made = make.decided(make.post(thread), amina, mona, action=Action.SUSPEND)
    row = session.get_one(MemberSanction, made.id)
    row.until = clock.today() + timedelta(days=500)
    session.commit()

    swept(401, retention_cases=400)
    assert number(session, Case) == 1
    swept(501, retention_cases=400)

    assert number(session, Case) == 0


def test_no_month_is_reported_on_of_which_cases_are_gone(
    web, running, swept, house, make, thread, amina, bea, mona
):
    with time_machine.travel("2026-03-04", tick=False):
        _case(make, mona, make.post(thread), amina)
    settings = house.settings.model_copy(update={"retention_cases": 400})
    running.state.house = replace(house, settings=settings)

    def said(at, month):
        with time_machine.travel(at, tick=False):
            return web.visitor().get(f"/transparency/{month}.json").status_code

    assert said("2026-05-01", "2026-03") == 200
    assert said("2027-04-04", "2026-02") == 404
    with time_machine.travel("2027-04-20", tick=False):
        make.report(make.post(thread, 2), bea)
    assert said("2027-04-20", "2026-03") == 404
    assert said("2027-04-20", "2026-04") == 200


@pytest.mark.parametrize("days", [0, 1])
def test_who_had_reported_and_what_was_taken_down_is_forgotten_when_it_is_set(
    days, swept, session, make, thread, amina, bea, mona
):
    post = make.post(thread)
    words = post.body
    made = make.decided(post, amina, mona, action=Action.REMOVE)

    swept(60 + days, retention_reporters=60)
    assert bool(session.scalars(select(Report.sealed)).one()) is not bool(days)
    swept(200 + days, retention_taken_down=200)

    assert (dump.holding(session, words) == []) is bool(days)
    assert session.get_one(Decision, made.id).case_id


# What cannot be


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_is_refused_in_a_sentence_that_says_what_can_be(name, monkeypatch):
    for given in ("0", "-5", "99999", "a year", "7.5", "1e3"):
        monkeypatch.setenv(name.upper(), given)
        with pytest.raises(BadSettings) as refused:
            core_settings.read()
        [line] = str(refused.value).splitlines()
        assert line.startswith(f"{name.upper()}: ")
        assert "must be a number of days from " in line


def test_no_letter_outlives_the_account_to_which_it_was_to_go():
    most = {n: f.metadata[0].func.__self__ for n, f in Retention.model_fields.items()}

    assert most["retention_dead_mail"].most < most["retention_closed"].least
    assert most["retention_copies"].least > 183
    assert most["retention_taken_down"].least >= 183
    for name, field in Retention.model_fields.items():
        assert most[name].least <= field.default <= most[name].most


def test_what_was_sent_is_gone_at_once(house, session):
    mail = outbox.Mail("a@example.org", "Hello", "Text", "<p>Text</p>")
    with house.database.changing() as deed:
        outbox.put(deed, house.ring.seal("outbox/v1"), mail)

    sent = outbox.deliver_due(
        house.database, house.ring.seal("outbox/v1"), lambda _job, _mail, taken: taken()
    )

    assert sent == 1
    assert number(session, Job) == 0
