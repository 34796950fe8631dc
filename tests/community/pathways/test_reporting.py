"""Pathways are reported and decided about, and are found by whoever reads their page."""

import pytest
from sqlalchemy import select

from app.community.pathways.models import Begun, PathwayState
from app.core.keys import base32
from app.oversight.moderation.models import Action, Case, CaseState
from app.people.circles.models import Visibility
from app.people.subjects import Deed, Given, SubjectRef
from app.web.kit.addresses import url
from tests.community.pathways.making import PLAN, begun, row, stepped
from tests.oversight.search.finding import page as looked
from tests.oversight.search.finding import paths
from tests.people.members.leaving import after, close

STEP = {"heading": "Ask about travel", "words": "Before the *fee*."}


@pytest.fixture
def slug(web, grace):
    slug = begun(web, grace)
    stepped(web, grace, slug, **STEP)
    return slug


@pytest.fixture
def number(session, slug):
    return base32(row(session, slug).id)


def report(web, who, number):
    path = url("report", kind="pathway", id=number)
    assert web.as_(who).get(path).status_code == 200
    return web.post(path, reason="unkind", note="Please look.")


def case(session):
    session.rollback()
    return session.scalars(select(Case)).one()


def finds(web, who, q="travel", **asked):
    (web.as_(who) if who else web.visitor())
    return [path for path in paths(looked(web, q, **asked)) if path.startswith("/pathways/")]


def test_it_is_reported_and_its_whole_words_are_in_the_case(
    web, session, slug, number, grace, amina, mona
):
    address = url("report", kind="pathway", id=number)
    assert address in web.as_(amina).get(f"/pathways/{slug}").text
    assert address not in web.as_(grace).get(f"/pathways/{slug}").text
    assert address not in web.visitor().get(f"/pathways/{slug}").text
    assert report(web, amina, number).status_code == 303

    shown = web.as_(mona).get(url("case", case_id=case(session).id)).text

    assert "A pathway: <bdi>Your first talk</bdi>" in shown
    assert "The hosts of New mothers" in shown
    assert "Ask about travel" in shown
    assert "<em>fee</em>" in shown
    assert f'href="/pathways/{slug}"' in shown


@pytest.mark.parametrize("action", [Action.HIDE, Action.REMOVE])
def test_what_is_taken_down_is_there_for_its_hosts_alone(
    web, make, session, slug, number, grace, amina, mona, action
):
    report(web, amina, number)
    found = case(session)
    make.decision(found.id, mona, action, "It names somebody.")

    for who in (amina, mona):
        assert web.as_(who).get(f"/pathways/{slug}").status_code == 404
    assert web.visitor().get(f"/pathways/{slug}").status_code == 404
    assert "Your first talk" not in web.get("/pathways").text
    page = web.as_(grace).get(f"/pathways/{slug}").text
    assert "Its hosts alone see it" in page
    assert "Taken down by moderators" in web.get("/pathways").text
    assert web.post(f"/pathways/{slug}/delete").status_code == 403
    assert "It names somebody." in web.get(url("notice", notice_id=found.id)).text
    assert finds(web, amina) == finds(web, grace) == []


def test_what_is_removed_nobody_changes(web, make, session, slug, number, grace, amina, mona):
    report(web, amina, number)
    make.decision(case(session).id, mona, Action.REMOVE, "It names somebody.")

    assert "Change it</a>" not in web.as_(grace).get(f"/pathways/{slug}").text
    assert web.get(f"/pathways/{slug}/edit").status_code == 403
    for deed, said in (("show", {"on": "yes"}), ("edit", PLAN), ("steps/new", STEP)):
        assert web.post(f"/pathways/{slug}/{deed}", **said).status_code == 403


def test_what_is_hidden_is_mended_and_looked_at_again(
    web, make, session, slug, number, grace, amina, mona
):
    report(web, amina, number)
    found = case(session)
    make.decision(found.id, mona, Action.HIDE, "It names somebody.")
    at = f"/pathways/{slug}/edit"
    assert f'href="{at}"' in web.as_(grace).get(url("notice", notice_id=found.id)).text

    web.send(web.get(at), at, intro="For *whoever* was named.")

    assert web.as_(amina).get(f"/pathways/{slug}").status_code == 404
    again = case(session)
    assert again.state is CaseState.OPEN
    assert "whoever" in web.as_(mona).get(url("case", case_id=again.id)).text
    make.decision(again.id, mona, Action.RESTORE, "Thank you.")
    assert web.as_(amina).get(f"/pathways/{slug}").status_code == 200
    assert finds(web, amina) == [f"/pathways/{slug}"]


def test_what_is_kept_stays_and_nobody_is_told_of_it(
    web, make, session, slug, number, grace, amina, mona
):
    report(web, amina, number)
    make.decision(case(session).id, mona, Action.KEEP, "It is fine.")

    assert web.as_(amina).get(f"/pathways/{slug}").status_code == 200
    assert "It is fine." not in web.as_(grace).get("/decisions").text


def test_nobody_reports_a_draft_her_own_or_what_is_not_for_her(
    web, session, circle, slug, number, grace, amina, stella
):
    at = url("report", kind="pathway", id=number)
    assert web.as_(grace).get(at).status_code == 403
    web.post(f"/pathways/{slug}/show", on="no")
    assert web.as_(amina).get(at).status_code == 404
    web.as_(grace).post(f"/pathways/{slug}/show", on="yes")
    row(session, slug).audience = "circle"
    session.merge(circle).visibility = Visibility.PRIVATE
    session.commit()
    assert web.as_(stella).get(at).status_code == 404
    assert web.get(url("report", kind="pathway", id="none")).status_code == 404


@pytest.mark.parametrize("deed", [Deed.HIDE, Deed.REMOVE])
def test_a_deed_is_taken_back_and_its_words_are_destroyed_in_time(
    web, house, session, slug, number, amina, deed
):
    subject, ref = house.subjects.of_kind("pathway"), SubjectRef("pathway", number)
    with house.database.changing() as changing:
        before = subject.do(changing, number, deed, Given())
    assert finds(web, amina) == []
    with house.database.changing() as changing:
        subject.undo(changing, number, deed, before)
        subject.destroy(changing, [number])
    assert row(session, slug).state is PathwayState.STANDS
    assert finds(web, amina) == [f"/pathways/{slug}"]
    with house.database.changing() as changing:
        subject.do(changing, number, deed, Given())
        subject.destroy(changing, [number])
    assert row(session, slug) is None
    assert subject.look(session, number) is None
    assert house.subjects.known(session, [ref]) == {}


def test_that_she_began_it_goes_with_her(web, house, session, slug, number, grace, amina, mona):
    close(web, grace)
    after(house)
    session.expire_all()

    assert session.scalars(select(Begun)).all() == []
    assert web.as_(amina).get(f"/pathways/{slug}").status_code == 200
    assert report(web, amina, number).status_code == 303
    found = case(session)
    assert web.as_(mona).get(url("case", case_id=found.id)).status_code == 200


# Searching


def test_it_is_found_by_its_words_and_by_those_of_its_steps(web, slug, grace, bea):
    here = [f"/pathways/{slug}"]
    for q in ("first talk", "dared", "travel", "fee"):
        assert finds(web, bea, q) == here
    assert finds(web, bea, kind="pathways") == here
    assert finds(web, bea, circle="new-mothers", kind="pathways") == here
    assert finds(web, grace, kind="pathways", mine="on") == here
    assert finds(web, bea, kind="pathways", mine="on") == []
    assert finds(web, bea, intent="celebrate") == []
    assert finds(web, bea, "mountain") == []


@pytest.mark.parametrize("visibility", [*Visibility])
@pytest.mark.parametrize("audience", ["circle", "everybody"])
@pytest.mark.parametrize("shown", [True, False])
def test_a_search_finds_it_where_its_page_opens_it(
    web, session, circle, grace, amina, stella, mona, olga, visibility, audience, shown
):
    session.merge(circle).visibility = visibility
    session.commit()
    slug = begun(web, grace, audience=audience, shown=shown)
    stepped(web, grace, slug, **STEP)

    for who in (amina, stella, mona, olga, None):
        opens = (web.as_(who) if who else web.visitor()).get(f"/pathways/{slug}").status_code == 200
        # A draft stands in the list of those who look after it, and is searched for by nobody.
        assert bool(finds(web, who)) is (opens and shown)


def test_the_index_follows_every_change(web, session, slug, grace, amina):
    at = f"/pathways/{slug}"
    web.as_(grace)
    web.send(web.get(f"{at}/edit"), f"{at}/edit", intro="About marmalade")
    assert finds(web, amina, "marmalade") == [at]
    assert finds(web, amina, "dared") == []
    number = stepped(web, grace, slug, heading="Thistle")
    assert finds(web, amina, "thistle") == [at]
    web.as_(grace).post(f"{at}/steps/{number}/delete")
    assert finds(web, amina, "thistle") == []
    web.as_(grace).post(f"{at}/show", on="no")
    assert finds(web, amina) == []
    web.as_(grace).post(f"{at}/show", on="yes")
    assert finds(web, amina) == [at]
    web.as_(grace).post(f"{at}/delete")
    assert finds(web, amina) == []


def test_in_a_circle_that_she_has_muted_only_when_she_asks_for_it(web, circle, slug, bea):
    web.as_(bea).post(url("mute_circle", circle=circle.slug), on="yes")

    assert finds(web, bea) == []
    assert finds(web, bea, circle=circle.slug, kind="pathways") == [f"/pathways/{slug}"]
