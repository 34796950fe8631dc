"""Her copy of her mentorships, and what becomes of them when she leaves."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from app.core import events
from app.mentoring.mentorships.events import MentorshipOver
from app.mentoring.mentorships.models import Mentorship, MentorshipCourse, MentorshipEntry, State
from app.oversight.notifications.models import Notification
from app.people.members.models import Fate
from app.web.kit.addresses import url
from tests import dump
from tests.browser import forms_of
from tests.make import PASSWORD
from tests.mentoring.mentorships import pairs
from tests.mentoring.mentorships.pairs import path, stands
from tests.people.members.leaving import after


@pytest.fixture
def filled(make, here, thandeka, dina):
    """Both have written of everything."""
    pairs.goal(make, dina, here, "A goal", "A step")
    for who in (thandeka, dina):
        pairs.note(make, who, here, f"A note by {who.name}")
        pairs.own_note(make, who, here, f"For {who.name} alone")
        pairs.check_in(make, who, here, f"It goes well, says {who.name}")
        pairs.say(make, who, here, f"Kept by {who.name}")
        pairs.say(make, who, here, f"Shown by {who.name}", shown=True)
    return here


def copy_of(web, member):
    page = web.as_(member).get(url("export"))
    answer = web.send(page, url("export"), password=PASSWORD)
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    account = json.loads(files.read("data.json"))
    return account["mentorships"], files.read("index.html").decode()


def test_her_copy_holds_what_she_can_read(web, filled, dina):
    [kept], page = copy_of(web, dina)

    assert (kept["other"], kept["you_are"], kept["state"]) == ("Thandeka", "mentee", "active")
    assert [(one["what"], one["by"], one["text"]) for one in kept["lines"]] == [
        ("goal", "you", "A goal\n[ ] A step"),
        ("note", "Thandeka", "A note by Thandeka"),
        ("feedback", "Thandeka", "What helped: Shown by Thandeka\nWhat would help: "),
        ("note", "you", "A note by Dina"),
        ("check-in", "you", "Well. It goes well, says Dina"),
        ("feedback", "you", "What helped: Kept by Dina\nWhat would help: \n4 of 5."),
        ("feedback", "you", "What helped: Shown by Dina\nWhat would help: \n4 of 5."),
    ]
    assert kept["own"] == ["For Dina alone"]
    for words in ("A note by Thandeka", "For Dina alone", "It goes well, says Dina"):
        assert words in page
    for words in ("For Thandeka alone", "Kept by Thandeka", "says Thandeka"):
        assert words not in page


def test_of_nothing_there_is_nothing(web, here, stella):
    assert copy_of(web, stella)[0] == []


def lines(web, member, here):
    pages = [path(here), path(here, notes="own"), path(here, "mentorship_feedback")]
    return "".join(web.as_(member).get(each).text for each in pages)


def test_leaving_it_ends_and_her_words_stay_without_her_name(
    web, house, make, session, filled, thandeka, dina, monkeypatch
):
    heard = []
    listeners = [*events._listeners, (MentorshipOver, lambda _session, event: heard.append(event))]
    monkeypatch.setattr(events, "_listeners", listeners)
    hers = thandeka.id.hex
    make.leaving(thandeka)
    after(house)

    row = stands(session, filled)
    assert (row.state, row.mentor_id, row.mentee_id) == (State.ENDED, None, dina.id)
    assert heard == [MentorshipOver(mentorship_id=filled, mentor_id=None)]
    assert session.scalars(select(Notification.member_id)).all() == [dina.id]
    shown = lines(web, dina, filled)
    assert "You and <bdi>a former member</bdi>" in shown
    assert "A note by" in shown
    assert "Shown by" in shown
    assert "For Dina alone" in shown
    assert dump.holding(session, hers) == []
    assert session.query(MentorshipEntry).count() == 1 + 2 + 1 + 3


def test_or_all_that_she_wrote_is_destroyed(web, house, make, filled, thandeka, dina):
    make.leaving(thandeka, Fate.REMOVE)
    after(house)

    shown = lines(web, dina, filled)
    assert "A note by Thandeka" not in shown
    assert "Shown by Thandeka" not in shown
    assert "A note by Dina" in shown
    assert "A goal" in shown


def test_when_both_have_left_nothing_is_there(house, make, session, filled, thandeka, dina):
    make.leaving(thandeka)
    make.leaving(dina)
    after(house)

    for model in (Mentorship, MentorshipCourse, MentorshipEntry):
        assert session.scalars(select(model)).all() == []


def test_coming_back_it_goes_on(web, house, make, session, filled, thandeka, dina):
    from app.people import leaving

    make.leaving(thandeka)
    assert "Thandeka</bdi>" not in web.as_(dina).get(path(filled)).text
    with house.database.changing() as changing:
        secret = leaving.key(house.ring, changing.get_one(type(thandeka), thandeka.id))
    page = web.visitor().get(url("keep_account", token=secret))
    [form] = [form for form in forms_of(page) if form.method == "post"]
    kept = web.client.post(url("keep_account", token=secret), data=form.values)
    assert kept.status_code == 303

    assert stands(session, filled).state is State.ACTIVE
    assert "You and <bdi>Thandeka</bdi>" in web.as_(dina).get(path(filled)).text
    assert "For Thandeka alone" in web.as_(thandeka).get(path(filled, notes="own")).text


def test_her_own_notes_open_for_nobody_afterwards(house, make, session, filled, thandeka, dina):
    from app.people.sheets.models import Sheet

    before = dict(session.execute(select(Sheet.id, Sheet.sealed)).all())
    session.rollback()
    make.leaving(thandeka)
    after(house)

    rest = dict(session.execute(select(Sheet.id, Sheet.sealed)).all())
    assert rest.keys() == before.keys()
    assert not [each for each in rest if rest[each] == before[each]]
    assert {len(sealed) for sealed in rest.values()} == {len(x) for x in before.values()}


def test_the_tables_say_no_word(session, filled):
    for words in ("A goal", "A note", "For Dina", "It goes", "Shown by", "feedback", "note"):
        assert dump.holding(session, words) == [], words
