"""The rules of a place stand beside the agreement, each version with its day, and none is lost."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core import clock
from app.core.versions import CHANGED
from app.oversight.audit.models import Entry
from app.people.site.models import Announcement, SiteRules
from tests.browser import forms_of

HERE, THERE, EARLIER = "/admin/rules", "/guidelines", "/guidelines/earlier"
RULES = "1. Speak **for yourself**\n2. No names of clients"
PROMISE = "Neither moderators nor administrators can find out who wrote something without a name."


def write(web, body=RULES, **typed):
    return web.send(web.get(HERE), HERE, body=body, **typed)


def kept(session):
    session.expire_all()
    return session.scalars(select(SiteRules).order_by(SiteRules.n)).all()


def test_without_rules_of_its_own_the_agreement_alone_holds(web, olga):
    page = web.visitor().get(THERE)
    none = web.get(EARLIER)
    mine = web.as_(olga).get(HERE)

    assert 'id="own"' not in page.text
    assert PROMISE in page.text
    assert "has never had rules of its own" in none.text
    assert "There are no rules of your own." in mine.text
    assert web.get(f"{EARLIER}/1").status_code == 404


def test_everybody_reads_them_beside_what_cannot_be_changed(web, session, olga):
    with time_machine.travel("2028-03-03"):
        answer = write(web.as_(olga))
        assert "Saved." in web.get(answer.headers["location"]).text
    page = web.visitor().get(THERE).text

    assert "<li>Speak <strong>for yourself</strong></li>" in page
    assert "As of 3 March 2028" in " ".join(page.split())
    assert page.index("Answer what she asked for") < page.index("for yourself")
    assert PROMISE in page
    assert EARLIER not in page
    [entry] = session.scalars(select(Entry)).all()
    assert (entry.verb, entry.subject_kind, entry.subject_id) == ("change", "rules", "1")


def test_what_held_before_stays_readable_with_its_days(web, session, olga):
    with time_machine.travel("2028-03-03"):
        write(web.as_(olga))
    with time_machine.travel("2028-05-09"):
        write(web.as_(olga), body="1. Be kind")
    page = web.visitor().get(THERE).text
    listed = web.get(EARLIER).text
    before = web.get(f"{EARLIER}/1").text

    assert "for yourself" not in page
    assert f'href="{EARLIER}"' in page
    assert "From 3 March 2028 until 9 May 2028" in " ".join(listed.split())
    assert "As of 9 May 2028" in " ".join(listed.split())
    assert "<strong>for yourself</strong>" in before
    assert "They held from 3 March 2028 until 9 May 2028" in " ".join(before.split())
    assert [row.body for row in kept(session)] == [RULES, "1. Be kind"]


def test_they_are_taken_down_and_that_is_said(web, session, olga):
    with time_machine.travel("2028-03-03"):
        write(web.as_(olga))
    with time_machine.travel("2028-05-09"):
        web.as_(olga)
        answer = web.send(web.get(HERE), f"{HERE}/none")
    page = web.visitor().get(THERE).text

    assert answer.status_code == 303
    assert "none of its own since 9 May 2028" in " ".join(page.split())
    assert "No rules of its own" in web.get(EARLIER).text
    assert "for yourself" in web.get(f"{EARLIER}/1").text
    assert web.get(f"{EARLIER}/2").status_code == 404
    assert [row.body for row in kept(session)] == [RULES, ""]
    assert "There are no rules of your own." in web.as_(olga).get(HERE).text


def test_she_looks_first_and_nothing_is_kept(web, session, olga):
    page = write(web.as_(olga), turn="look", body="1. Be *kind*", tell="on")

    assert page.status_code == 200
    assert "<em>kind</em>" in page.text
    assert "Nothing has been saved." in page.text
    [form] = [form for form in forms_of(page) if form.action == HERE]
    assert (form.values["body"], form.values["tell"]) == ("1. Be *kind*", "on")
    assert kept(session) == []


def test_the_same_words_are_no_new_version(web, session, olga):
    write(web.as_(olga))
    answer = write(web, tell="on")

    assert answer.status_code == 303
    assert len(kept(session)) == 1
    assert session.scalars(select(Announcement)).all() == []


def test_of_two_who_write_the_second_is_told_and_keeps_her_words(web, session, olga):
    opened = web.as_(olga).get(HERE)
    write(web, body="1. Be brief")

    refused = web.send(opened, HERE, body="1. Be long", tell="on")
    looked = web.send(opened, HERE, body="1. Be long", turn="look")
    late = web.send(looked, HERE, body="1. Be long")

    assert refused.status_code == late.status_code == 422
    assert CHANGED in refused.text
    assert "<li>Be brief</li>" in refused.text
    [form] = [form for form in forms_of(refused) if form.action == HERE]
    assert (form.values["body"], form.values["tell"]) == ("1. Be long", "on")
    assert len(kept(session)) == 1

    again = web.send(refused, HERE)
    assert again.status_code == 303
    assert [row.body for row in kept(session)] == ["1. Be brief", "1. Be long"]


def test_nobody_takes_down_what_she_has_not_seen(web, session, olga):
    write(web.as_(olga))
    opened = web.get(HERE)
    write(web, body="1. Be brief")

    refused = web.send(opened, f"{HERE}/none")

    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert "1. Be brief" in refused.text
    assert [row.body for row in kept(session)] == [RULES, "1. Be brief"]


def test_members_are_told_where_she_says_so(web, session, olga, bea):
    write(web.as_(olga), tell="on")
    web.get(HERE)

    page = web.as_(bea).get("/circles").text

    assert "The rules of this place have changed." in page
    assert f'href="{THERE}">Read them</a>' in page
    assert "have changed" not in web.visitor().get("/circles").text
    with time_machine.travel(clock.now() + timedelta(days=14)):
        assert "have changed" not in web.as_(bea).get("/circles").text


def test_each_is_told_in_her_own_language(web, session, house, olga, bea, amina):
    bea.language, amina.language = "es", "ar"
    session.commit()
    write(web.as_(olga), tell="on")
    web.get(HERE)

    spanish = web.as_(bea).get("/circles").text
    arabic = web.as_(amina).get("/circles").text
    english = web.as_(olga).get("/circles").text

    assert "Las reglas de este sitio han cambiado." in spanish
    assert "تغيّرت قواعد هذا المكان." in arabic
    assert "The rules of this place have changed." in english
    assert f'href="{THERE}">Léelas</a>' in spanish


def test_among_the_announcements_it_is_said_in_hers_and_can_be_taken_down(web, session, olga):
    write(web.as_(olga), tell="on")
    olga.language = "es"
    session.commit()
    page = web.get("/admin/announcements")

    [form] = [form for form in forms_of(page) if form.action.endswith("/take-down")]
    web.send(page, form.action)

    assert '<p class="said">Las reglas de este sitio han cambiado.</p>' in page.text
    assert session.scalars(select(Announcement)).all() == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"body": "  "}, "Please fill this in."),
        ({"body": "x" * 8001}, "8,000 at most"),
        ({"body": "⠀"}, "There are no words in this."),
        ({"tell": "no"}, "choose one of these"),
        ({"turn": "shout"}, "choose one of these"),
    ],
)
def test_what_does_not_fit_is_refused_and_given_back(typed, why, web, session, olga):
    answer = web.as_(olga).post(HERE, **({"body": RULES} | typed))

    assert answer.status_code == 422
    assert why in answer.text
    assert kept(session) == []


def test_markup_of_hers_is_words(web, olga):
    write(web.as_(olga), body="1. <script>x</script> <img src=x>")

    page = web.visitor().get(THERE).text

    assert "<script>x" not in page
    assert "<img" not in page


def test_only_administrators_write_them(web, session, mona, bea):
    for member in (mona, bea):
        assert web.as_(member).get(HERE).status_code == 403
        assert web.post(HERE, body=RULES).status_code == 403
        assert web.post(f"{HERE}/none").status_code == 403
    assert web.visitor().get(HERE).status_code == 303
    assert kept(session) == []


@pytest.mark.parametrize("number", ["0", "2", "zzzzzzzzzzzzz", "none", "-1"])
def test_a_version_that_there_is_not_is_not_found(number, web, olga):
    web.as_(olga).post(HERE, body="1. Be kind", as_of="", tell="")

    assert web.visitor().get(f"{EARLIER}/{number}").status_code == 404
