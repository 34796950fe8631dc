"""The page of the log: who may read it, what it says, and what leaves with it."""

import csv
import io
import json
import re
from datetime import date

import pytest
import time_machine

from app.core import clock, events
from app.core.events import StaffActed
from app.core.keys import base32
from app.oversight.audit import chain, checking
from app.oversight.moderation.models import Action, Reason
from app.web.kit.addresses import url
from app.web.oversight.log_words import KINDS, REASONS, VERBS
from app.wiring import SUBJECTS
from tests.browser import names
from tests.conftest import counted

PAGE = "/moderation/log"
FILES = ("/moderation/log.csv", "/moderation/log.jsonl")


@pytest.fixture
def act(house):
    def done(actor, verb="pin", kind="thread", subject="abc", reason=""):
        with house.database.changing() as session:
            event = StaffActed(
                actor_id=actor.id, verb=verb, subject_kind=kind, subject_id=subject, reason=reason
            )
            events.publish(session, event)

    return done


@pytest.mark.parametrize("who", ["mona", "olga"])
@pytest.mark.parametrize("path", [PAGE, *FILES])
def test_who_moderates_the_whole_site_may_read_it(web, request, who, path):
    assert web.as_(request.getfixturevalue(who)).get(path).status_code == 200


@pytest.mark.parametrize("path", [PAGE, *FILES])
@pytest.mark.parametrize("who", ["amina", "grace", "stella"])
def test_to_others_it_is_not_there(web, request, who, path):
    assert web.as_(request.getfixturevalue(who)).get(path).status_code == 404


@pytest.mark.parametrize("path", [PAGE, *FILES])
def test_a_visitor_is_asked_to_sign_in(web, path):
    answer = web.visitor().get(path)

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["location"]


def test_it_says_who_did_what_with_the_newest_first(web, make, circle, act, mona, amina):
    thread = make.thread(circle, amina)
    act(mona, "pin", subject=base32(thread.id))
    act(mona, "remove", "post", base32(make.post(thread).id), "selling")

    html = web.as_(mona).get(PAGE).text

    assert html.index("remove, post") < html.index("pin, thread")
    assert f'href="/t/{base32(thread.id)}/{thread.slug}"' in html
    assert f'href="/p/{base32(make.post(thread).id)}"' in html
    assert ">selling<" in html
    assert "<bdi>Mona</bdi></b>" in html


def test_of_a_voice_it_says_the_public_address_alone(web, make, session, circle, act, mona, bea):
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, mona)
    make.voiced(thread, bea, "Words nobody may find here")
    act(mona, "hide", "post", base32(make.post(thread, 2).id))

    html = web.as_(mona).get(PAGE).text

    assert f'<a href="/p/{base32(make.post(thread, 2).id)}">' in html
    assert not names(html, "Bea")
    assert "Words nobody" not in html


def test_a_subject_that_is_gone_is_said_without_a_link(web, act, mona, circle):
    act(mona, "pin", "thread", "gone0")
    act(mona, "open", "circle", circle.slug)
    act(mona, "open", "circle", "not-any-more")

    html = web.as_(mona).get(PAGE).text

    assert "<bdi>gone0</bdi>" in html
    assert f'href="/c/{circle.slug}"' in html
    assert "/t/gone0" not in html
    assert "/c/not-any-more" not in html


def test_it_links_only_to_what_its_reader_can_open(web, make, circle, act, mona, amina, bea, olga):
    shut = make.thread(make.circle("A room", visibility="private"), amina)
    closed, hidden = (make.thread(circle, bea, replies=[(bea, "Lamps.")]) for _ in range(2))
    down, within = make.post(closed, 2), make.post(hidden, 2)
    make.decided(down, amina, olga, action=Action.REMOVE)
    make.decided(hidden, amina, olga)
    make.leaving(bea)
    for thread in (shut, closed, hidden):
        act(mona, "pin", "thread", base32(thread.id))
    for post in (make.post(shut), down, within):
        act(mona, "note", "post", base32(post.id))
    for each in (amina, bea):
        act(mona, "warn", "profile", each.id.hex)

    html = web.as_(mona).get(PAGE).text

    links = re.findall('href="(/[cmpt]/[^"]+)"', html.partition('id="log"')[2])
    assert set(links) == {f"/t/{base32(closed.id)}/{closed.slug}", "/m/amina"}


def test_a_profile_is_linked_while_she_is_here(web, act, mona, amina):
    act(mona, "hide", "profile", amina.id.hex)

    html = web.as_(mona).get(PAGE).text

    assert 'href="/m/amina"' in html
    assert amina.id.hex not in html


def test_who_is_not_staff_now_is_not_named(web, make, session, act, mona, grace):
    act(grace)
    grace.role = "member"
    make.leaving(grace)

    assert "Not on the team now" in web.as_(mona).get(PAGE).text


def test_it_is_filtered_by_what_to_what_by_whom_and_when(web, house, act, mona, olga):
    with time_machine.travel("2026-02-10T12:00Z", tick=True):
        act(mona, "lock", "thread", "feb")
    act(olga, "pin", "circle", "now")
    hers = chain.name(house.ring, olga.id).hex()
    web.as_(mona)

    for chosen, found in [
        ("verb=lock", "feb"),
        ("kind=circle", "now"),
        (f"actor={hers}", "now"),
        ("month=2026-02", "feb"),
        ("verb=lock&month=2026-02&kind=thread", "feb"),
    ]:
        html = web.get(f"{PAGE}?{chosen}").text
        assert [name for name in ("feb", "now") if f"<bdi>{name}</bdi>" in html] == [found], chosen
        [line] = web.get(f"{FILES[1]}?{chosen}").text.splitlines()
        assert json.loads(line)["subject"] == found


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "actor=zz", "verb=no", "kind=%00"])
def test_what_nobody_could_mean_finds_nothing(web, act, mona, query):
    act(mona)

    assert "No entry like that." in web.as_(mona).get(f"{PAGE}?{query}").text


def test_it_goes_on_in_pages_that_do_not_shift(web, house, mona):
    with house.database.changing() as session:
        for number in range(120):
            event = StaffActed(
                actor_id=mona.id, verb="pin", subject_kind="thread", subject_id=f"s{number}"
            )
            events.publish(session, event)
    web.as_(mona)

    seen, path = [], PAGE
    while path:
        html = web.get(path).text
        seen += [part.split("<")[0] for part in html.split("<bdi>s")[1:]]
        after = html.partition('rel="next"')[2].partition('href="')[2].partition('"')[0]
        path = after.replace("&amp;", "&") if 'rel="next"' in html else ""

    assert seen == [str(n) for n in reversed(range(120))]


def test_it_asks_the_same_number_of_questions_however_long_it_is(web, house, act, mona):
    def asked():
        web.as_(mona).get(PAGE)
        with counted(house) as questions:
            web.get(PAGE)
        return len(questions)

    act(mona)
    few = asked()
    for _ in range(30):
        act(mona)

    assert asked() == few <= 9


def test_a_spreadsheet_takes_no_word_for_a_formula(web, act, mona, session):
    mona.name = "=1+1"
    session.commit()
    act(mona, "+verb", "@kind", "-2", "=HYPERLINK(1)")

    header, row = csv.reader(io.StringIO(web.as_(mona).get(FILES[0]).text))
    said = dict(zip(header, row, strict=True))

    assert said["number"] == "1"
    assert said["day"] == clock.today().isoformat()
    assert [said[name] for name in ("name", "verb", "kind", "subject", "reason")] == [
        *("'=1+1", "'+verb", "'@kind", "'-2", "'=HYPERLINK(1)")
    ]


def test_the_files_hold_all_in_order_with_their_hashes(web, house, act, mona, monkeypatch):
    monkeypatch.setattr("app.oversight.audit.queries.AT_ONCE", 2)
    for number in range(5):
        act(mona, subject=str(number))

    answer = web.as_(mona).get(FILES[1])
    lines = [json.loads(line) for line in answer.text.splitlines()]

    assert [line["number"] for line in lines] == [1, 2, 3, 4, 5]
    assert lines[-1]["hash"] == checking.check(house.database, house.ring).seal
    assert date.fromisoformat(lines[0]["day"]) == clock.today()
    assert answer.headers["content-disposition"] == 'attachment; filename="log.jsonl"'
    assert answer.headers["cache-control"] == "no-store"


def test_the_page_says_what_the_last_walk_has_found(web, house, session, act, mona):
    from sqlalchemy import update

    from app.oversight.audit.models import Entry
    from tests.unguarded import unguarded

    act(mona)
    assert "Not checked yet" in web.as_(mona).get(PAGE).text
    checking.check(house.database, house.ring)
    assert "nothing was changed or taken out" in web.get(PAGE).text

    with house.database.changing() as changing, unguarded(changing):
        changing.execute(update(Entry).values(verb="kind"))
    checking.check(house.database, house.ring)

    assert "did not fit from entry 1" in web.get(PAGE).text


def test_her_copy_says_what_she_did(web, house, session, act, mona, olga):
    from app.oversight.audit import personal_data

    act(mona, "hide", reason="unkind")
    act(olga, "pin")

    [hers] = personal_data.export(session, house.ring, mona.id)

    assert (hers.verb, hers.reason) == ("hide", "unkind")


def test_the_addresses_have_their_names(running):
    assert [url(f"moderation_log{end}") for end in ("", "_csv", "_jsonl")] == [PAGE, *FILES]


def test_whatever_is_decided_about_anything_has_words():
    assert set(SUBJECTS.kinds) <= KINDS.keys()
    assert {each.value for each in Action} <= VERBS.keys()
    assert {each.value for each in Reason} <= REASONS.keys()
