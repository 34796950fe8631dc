"""Closing an account: gone for everybody at once, hers again for two weeks, then gone for good."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app import chores, tables
from app.community.threads.models import Post, Revision, Thread
from app.core import clock
from app.people.anonymity.bundles import Shelf
from app.people.anonymity.models import ReadBundle
from app.people.circles.models import Circle, Membership
from app.people.members.models import Closure, Member, MemberSecret, Role, Standing
from app.web.kit.addresses import url
from tests import dump
from tests.make import PASSWORD

NEVER = "Amina"
GRACE = timedelta(days=14)


@pytest.fixture
def thread(make, circle, amina, bea):
    """By Amina, answered by Bea, by Amina again and under a pseudonym."""
    said = [(bea, "Mine hums."), (amina, "So does mine."), (None, "I keep none.")]
    return make.thread(circle, amina, title="Which lamp", body="The small one.", replies=said)


def close(web, who, words="keep", **typed):
    """What Amina gets who closes her account with the form."""
    page = web.as_(who).get("/settings/close")
    return web.send(page, "/settings/close", **({"words": words, "password": PASSWORD} | typed))


def sign_in(web, login="amina"):
    page = web.visitor().get("/sign-in")
    return web.send(page, "/sign-in", login=login, password=PASSWORD)


def after(house, span=GRACE + timedelta(days=1)):
    """The daily chores, so long from now."""
    with time_machine.travel(clock.now() + span, tick=False):
        chores.sweep(house)


def path(thread):
    return url("thread_slugged", thread_id=thread.id, slug=thread.slug)


def seen(web, who, *paths):
    """The pages as somebody sees them, without what is new on each visit."""
    browser = web.as_(who)
    pages = [browser.get(at).text for at in paths]
    return [re.sub(r'name="csrf_token" value="[^"]*"|value="[0-9a-f]{32}"', "", p) for p in pages]


# At once


def test_she_is_signed_out_everywhere(web, amina, thread):
    other = web.as_(amina).client.cookies.get("session")

    answer = close(web, amina)

    assert "For 14 days you can sign in and keep it." in web.follow(answer).text
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert web.get("/settings").status_code == 303
    assert web.get("/settings", Cookie=f"session={other}").status_code == 303


def test_her_words_stay_without_her_name(web, amina, bea, grace, thread):
    web.as_(grace).get(path(thread))
    web.visitor()

    close(web, amina)

    for page in seen(web, bea, path(thread), "/c/new-mothers", "/", "/c/new-mothers/people"):
        assert NEVER not in page
        assert "amina" not in page.replace(path(thread), "")
    html = seen(web, bea, path(thread))[0]
    assert html.count("A former member") == 2
    assert "So does mine." in html
    assert "Started this thread" not in html
    assert 'href="/m/"' not in html


def test_her_profile_is_not_there(web, amina, bea):
    close(web, amina)

    assert web.as_(bea).get("/m/amina").status_code == 404


def test_a_host_who_leaves_is_no_host_any_more(web, session, circle, grace, bea, make):
    thread = make.thread(circle, grace)
    count = circle.members

    close(web, grace)

    session.refresh(circle)
    assert circle.members == count - 1
    html = "".join(seen(web, bea, "/c/new-mothers", path(thread)))
    assert "Grace" not in html
    assert "Circle host" not in html


def test_mentions_stay_as_words_and_lead_nowhere_new(web, make, circle, amina, bea):
    close(web, amina)
    thread = make.thread(circle, bea)
    web.as_(bea).post(url("reply", thread_id=thread.id), body="As @amina said")

    html = web.get(path(thread)).text

    assert "As @amina said" in html
    assert 'href="/m/amina"' not in html


def test_she_is_told_by_mail_until_when(web, postbox, amina):
    ends = clock.today() + GRACE

    close(web, amina)

    [letter] = postbox.all("amina@example.org")
    assert letter.subject == "Your account is closed"
    assert "Hello Amina" in letter.text
    assert f"Until {ends.day} {ends:%B %Y} you can sign in and keep it." in letter.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "not her password"}, "password"),
        ({"password": ""}, "password"),
        ({"words": "burn"}, "words"),
    ],
)
def test_what_does_not_fit_closes_nothing(web, session, amina, typed, field):
    answer = close(web, amina, **typed)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert session.scalar(select(func.count()).select_from(Closure)) == 0
    assert web.get("/settings").status_code == 200


def test_the_password_cannot_be_guessed_without_end(web, amina):
    codes = [close(web, amina, password=f"guess {n}").status_code for n in range(10)]

    assert codes == [422] * 10
    assert close(web, amina).status_code == 429


def test_the_last_administrator_stays(web, session, make, olga):
    page = web.as_(olga).get("/settings/close")
    refused = web.post("/settings/close", words="keep", password=PASSWORD)

    assert "You are the only administrator." in page.text
    assert 'action="/settings/close"' not in page.text
    assert refused.status_code == 403
    make.member("Ursula", role=Role.ADMINISTRATOR, standing=Standing.SUSPENDED)
    assert web.post("/settings/close", words="keep", password=PASSWORD).status_code == 403
    make.member("Petra", role=Role.ADMINISTRATOR)
    assert close(web, olga).status_code == 303


def test_nobody_can_take_her_handle_or_her_address_meanwhile(web, session, postbox, amina):
    close(web, amina)
    fields = {"handle": "amina", "email": "new@example.org", "password": "copper lantern drizzle"}

    taken = web.send(web.get("/join"), "/join", accept_guidelines="on", **fields)
    fields |= {"handle": "another", "email": "amina@example.org"}
    known = web.send(web.get("/join"), "/join", accept_guidelines="on", **fields)

    assert "Somebody here has that name already" in taken.text
    assert known.headers["location"] == "/join/done"
    assert postbox.all("amina@example.org")[-1].subject
    assert session.scalar(select(func.count()).select_from(Member)) == 1


# Coming back


@pytest.mark.parametrize("login", ["amina", "amina@example.org"])
def test_she_signs_in_and_keeps_everything(web, session, house, make, thread, amina, bea, login):
    web.as_(amina).post(
        "/settings/profile", name="Amina", pronouns="she", bio="At night", time_zone="Europe/Dublin"
    )
    before = dump.of(session)
    others = seen(web, bea, path(thread), "/m/amina", "/c/new-mothers", "/c/new-mothers/people")
    close(web, amina)

    asked = web.follow(sign_in(web, login))
    kept = web.post(str(asked.url.path))

    assert "Until <time" in asked.text
    assert "Your account is open again, as it was." in web.follow(kept).text
    again = seen(web, bea, path(thread), "/m/amina", "/c/new-mothers", "/c/new-mothers/people")
    assert again == others
    now = dump.of(session)
    for table in ("memberships", "member_secrets", "circles", "closures", "former_handles"):
        assert sorted(now[table]) == sorted(before[table]), table
    [was] = [row for row in before["members"] if row[0] == amina.id]
    [row] = [row for row in now["members"] if row[0] == amina.id]
    assert row[:-1] == was[:-1]


def test_what_she_had_read_is_still_read(web, house, thread, amina, bea):
    web.as_(amina).get(path(thread))
    close(web, amina)
    web.as_(bea).post(url("reply", thread_id=thread.id), body="A new one")
    web.post(sign_in(web).headers["location"])

    assert "Go to 1 new reply" in web.get(path(thread)).text


def test_her_role_and_her_pause_come_back_with_her(web, session, make, circle, olga):
    make.member("Petra", role=Role.ADMINISTRATOR)
    petra = session.scalars(select(Member).filter_by(handle="petra")).one()
    petra.standing = Standing.PAUSED
    session.commit()
    close(web, petra)

    web.post(sign_in(web, "petra").headers["location"])

    session.refresh(petra)
    assert (petra.role, petra.standing) == (Role.ADMINISTRATOR, Standing.PAUSED)


def test_a_wrong_password_offers_nothing(web, amina):
    close(web, amina)
    page = web.visitor().get("/sign-in")

    answer = web.send(page, "/sign-in", login="amina", password="not her password")

    assert answer.status_code == 422
    assert "keep" not in answer.text.lower()


def test_signing_in_alone_opens_nothing(web, amina, bea):
    close(web, amina)

    web.follow(sign_in(web))

    assert web.get("/settings").status_code == 303
    assert web.as_(bea).get("/m/amina").status_code == 404


def test_the_way_back_works_once_and_not_for_long(web, amina):
    close(web, amina)
    way = sign_in(web).headers["location"]

    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert web.get(way).headers["location"] == "/sign-in?said=too-late"
        assert web.visitor().post(way).status_code == 403
    web.visitor().get("/sign-in")
    assert web.post(way).headers["location"] == "/?said=kept"
    assert web.post(way).headers["location"] == "/sign-in?said=too-late"
    web.send(web.get("/settings/close"), "/settings/close", words="keep", password=PASSWORD)
    web.visitor().get("/sign-in")
    assert web.post(way).headers["location"] == "/sign-in?said=too-late"
    assert web.get("/settings/keep/nonsense").headers["location"] == "/sign-in?said=too-late"


def test_she_is_told_by_mail_that_she_is_back(web, postbox, amina):
    close(web, amina)
    web.post(sign_in(web).headers["location"])

    assert {m.subject for m in postbox.all("amina@example.org")} == {
        "Your account is closed",
        "Your account is open again",
    }


def test_a_new_password_by_mail_leads_back_too(web, postbox, amina):
    close(web, amina)
    web.send(web.get("/forgot-password"), "/forgot-password", email="amina@example.org")
    way = postbox.link("/reset-password/")
    web.get(way)
    assert web.post(way, password="copper lantern drizzle").status_code == 303

    page = web.visitor().get("/sign-in")
    answer = web.send(page, "/sign-in", login="amina", password="copper lantern drizzle")

    assert answer.headers["location"].startswith("/settings/keep/")


# The end


def test_on_the_last_day_she_is_still_there(web, house, session, amina):
    close(web, amina)

    after(house, GRACE)

    assert session.get(Member, amina.id, populate_existing=True) is not None
    assert sign_in(web).headers["location"].startswith("/settings/keep/")


def test_then_account_and_seed_are_gone(web, house, session, thread, amina):
    close(web, amina)

    after(house)

    assert session.get(Member, amina.id, populate_existing=True) is None
    assert session.get(MemberSecret, amina.id, populate_existing=True) is None
    assert sign_in(web).status_code == 422
    for trace in (str(amina.id), "amina@example.org", "Amina", "amina"):
        assert dump.holding(session, trace) == [], trace


def test_nothing_refers_to_her_in_any_table(web, house, session, make, circle, grace, thread):
    """Also in tables that do not exist yet: whatever names a member must answer for it."""
    web.as_(grace).post(url("pin_thread", thread_id=thread.id), on="yes")
    web.post(url("reply", thread_id=thread.id), body="Words that @grace edits")
    reply = session.scalars(select(Post).filter_by(author_id=grace.id)).one()
    web.post(url("edit_post", post_id=reply.id), body="Other words")
    web.send(web.get("/settings/email"), "/settings/email", email="g@x.org", password=PASSWORD)
    hers = grace.id
    referring = [
        column
        for table in tables.metadata().sorted_tables
        for column in table.columns
        if any(key.column.table.name == "members" for key in column.foreign_keys)
    ]
    filled = [c for c in referring if session.scalar(select(func.count()).where(c == hers))]
    session.rollback()
    assert {c.table.name for c in referring} - {c.table.name for c in filled} == {"closures"}

    close(web, grace)
    after(house)

    left = [c for c in referring if session.scalar(select(func.count()).where(c == hers))]
    assert left == []


def test_what_others_see_does_not_change_on_that_day(web, house, amina, bea, thread):
    close(web, amina)
    paths = (path(thread), "/c/new-mothers", "/", "/circles", "/c/new-mothers/people")
    before = seen(web, bea, *paths)

    after(house)

    assert seen(web, bea, *paths) == before


def test_those_who_have_left_are_not_told_apart(web, house, session, make, circle, amina, bea):
    first = make.thread(circle, amina, replies=[(bea, "Bea’s words")])
    for who in (amina, bea):
        close(web, who)
    after(house)

    authors = set(session.scalars(select(Post.author_id).where(Post.thread_id == first.id)))

    assert len(authors) == 1
    nobody = session.get(Member, authors.pop())
    assert (nobody.handle, nobody.standing) == ("~", Standing.CLOSED)


def test_nobody_is_not_somebody(web, house, session, make, circle, amina, grace):
    close(web, amina)
    after(house)
    page = web.visitor().get("/sign-in")

    for password in ("", "~", PASSWORD):
        answer = web.send(page, "/sign-in", login="~", password=password)
        assert answer.status_code == 422
    added = web.as_(grace).post("/c/new-mothers/people", handle="~")
    assert added.status_code == 422
    assert web.get("/m/~").status_code == 404


def test_her_words_stay_as_she_wished(web, house, session, amina, thread):
    close(web, amina)
    after(house)

    kept = {p.body for p in session.scalars(select(Post).filter_by(thread_id=thread.id))}

    assert kept >= {"The small one.", "So does mine."}


def test_or_they_are_destroyed_with_all_that_they_once_were(
    web, house, session, make, circle, amina, bea, thread
):
    alone = make.thread(circle, amina, title="Nobody answered this")
    own = make.thread(circle, amina, title="Only she answered", replies=[(amina, "Herself.")])
    web.as_(amina).post(url("edit_post", post_id=make.post(thread, 3).id), body="It hums, too.")
    web.as_(bea).post(url("react", post_id=make.post(thread, 1).id), kind="thanks")
    ids, way, number = (alone.id, own.id), path(thread), thread.id
    close(web, amina, words="remove")
    assert "The small one." in seen(web, bea, path(thread))[0]

    after(house)

    for words in ("The small one.", "It hums, too.", "So does mine.", "Which lamp", "Herself."):
        assert dump.holding(session, words) == [], words
    session.expunge_all()
    assert [session.get(Thread, number) for number in ids] == [None, None]
    assert session.scalar(select(func.count()).select_from(Revision)) == 0
    html = seen(web, bea, way)[0]
    assert "Mine hums." in html
    assert "I keep none." in html
    assert "A deleted thread" in html
    assert session.get(Thread, number).replies == 2


def test_her_address_is_free_again_and_her_handle_is_not(web, house, session, postbox, amina):
    close(web, amina)
    after(house)
    fields = {"email": "amina@example.org", "password": "copper lantern drizzle"}

    taken = web.send(web.get("/join"), "/join", accept_guidelines="on", handle="Amina", **fields)
    free = web.send(web.get("/join"), "/join", accept_guidelines="on", handle="amina2", **fields)

    assert "Somebody here has that name already" in taken.text
    assert free.headers["location"] == "/join/done"
    assert postbox.link("/verify-email/", "amina@example.org")


def test_what_she_read_is_emptied_while_every_row_is_sealed_anew(
    web, running, house, session, make, circle, amina, bea
):
    threads = [make.thread(circle, bea, title=f"T{n}") for n in range(60)]
    for member in (amina, bea):
        web.as_(member)
        for one in threads:
            web.get(path(one))
    house.flush()
    running.state.house = house = replace(house, shelf=Shelf(house.ring))
    before = dict(session.execute(select(ReadBundle.owner, ReadBundle.sealed)).all())
    session.rollback()
    close(web, amina)

    after(house)

    sealed = dict(session.execute(select(ReadBundle.owner, ReadBundle.sealed)).all())
    now = Shelf(house.ring).take(session, list(sealed))
    assert sealed.keys() == before.keys()
    assert all(sealed[owner] != before[owner] for owner in before)
    assert [len(sealed[o]) for o in before] == [len(before[o]) for o in before]
    assert sorted(len(bundle.marks) for bundle in now.values()) == [0, 60]
    house.flush()
    again = Shelf(house.ring).take(session, list(sealed))
    assert sorted(len(bundle.marks) for bundle in again.values()) == [0, 60]


def test_doing_it_twice_is_doing_it_once(web, house, session, amina, bea, thread):
    close(web, amina)
    after(house)
    before = dump.of(session)

    after(house, GRACE + timedelta(days=2))

    now = dump.of(session)
    for table in before.keys() - {"removal_queue", "read_bundles"}:
        assert sorted(map(str, now[table])) == sorted(map(str, before[table])), table


def test_who_comes_back_at_the_last_moment_stays(web, house, session, monkeypatch, amina):
    from app.people import leaving

    close(web, amina)
    found = leaving.over

    def and_then_she_comes(sweeping, ring):
        leavers = found(sweeping, ring)
        sweeping.commit()
        web.post(sign_in(web).headers["location"])
        return leavers

    monkeypatch.setattr(leaving, "over", and_then_she_comes)
    after(house)

    assert session.scalars(select(Member.handle)).all() == ["amina"]
    assert session.scalar(select(func.count()).select_from(Membership)) == 1
    assert session.scalars(select(Circle.members)).all() == [1]
