"""Letting go: after two weeks account and seed are gone, and nothing refers to her any more."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from app import tables
from app.community.threads.models import Post, Revision, Thread
from app.people.anonymity.bundles import Shelf
from app.people.anonymity.models import ReadBundle
from app.people.circles.models import Circle, Membership
from app.people.members.models import Member, MemberSecret, Standing
from app.people.safety import blocks
from app.people.safety.models import Block, ShieldRow
from app.web.kit.addresses import url
from tests import dump
from tests.make import PASSWORD
from tests.people.members import everything
from tests.people.members.leaving import GRACE, after, close, path, seen, sign_in

# Of those who are leaving, and of those who have not come in yet.
OTHERS = {"closures.member_id", "joining_requests.member_id"}


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


def test_nothing_refers_to_her_in_any_table(
    web, house, session, make, circle, grace, stella, thread
):
    """Also in tables that do not exist yet: whatever names a member must answer for it."""
    everything.of(web, house, session, make, (grace, stella), thread)
    hers = grace.id
    referring = [
        column
        for table in tables.metadata().sorted_tables
        for column in table.columns
        if any(key.column.table.name == "members" for key in column.foreign_keys)
    ]
    filled = [c for c in referring if session.scalar(select(func.count()).where(c == hers))]
    session.rollback()
    assert {str(c) for c in referring} - {str(c) for c in filled} == OTHERS

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
    # The day on which the chores were last done is another one.
    for table in before.keys() - {"removal_queue", "read_bundles", "last_done"}:
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


def test_with_her_goes_whom_she_has_blocked_and_muted(web, house, session, amina, bea, grace):
    for whom in (bea, grace):
        web.as_(amina).post(url("block_member", handle=whom.handle), change="block")
    web.as_(grace).post(url("block_member", handle="bea"), change="block")
    close(web, amina)
    assert blocks.is_blocked(session, house.ring, amina.id, bea.id)
    session.commit()

    after(house)

    assert blocks.is_blocked(session, house.ring, grace.id, bea.id)
    assert len(session.scalars(select(Block.pair)).all()) == 1
    assert len(session.scalars(select(ShieldRow.owner)).all()) == 1


def test_a_block_against_her_goes_when_its_owner_next_changes_her_list(
    web, house, session, amina, bea, grace
):
    web.as_(grace).post(url("block_member", handle="amina"), change="block")
    close(web, amina)
    assert "A former member" in web.as_(grace).get("/settings/muted").text
    after(house)
    assert "A former member" not in web.as_(grace).get("/settings/muted").text

    web.as_(grace).post(url("block_member", handle="bea"), change="mute")

    assert session.scalars(select(Block.pair)).all() == []
