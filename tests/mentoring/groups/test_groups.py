"""Opening a mentoring group, asking members into it, and taking one of its places."""

import re

import pytest
import time_machine
from sqlalchemy import select

from app import chores
from app.core import clock, keys
from app.mentoring.groups import policy
from app.mentoring.groups.models import Group, SeatState
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.models import Mentorship, State
from app.oversight.notifications.models import Notification
from app.people.circles.models import Anonymity, Circle, CircleRole, Membership, Visibility
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests.crowd import at_once, many_hands, twin
from tests.mentoring.groups.arranged import (
    group,
    hers,
    inside,
    mentorship,
    path,
    plain,
    seats,
    told,
)

NEW = "/mentoring/groups/new"
WORDS = {"name": "First leads", "summary": "Leading for the first time", "places": "2"}


def open_one(web, who):
    page = web.as_(who).get(NEW)
    return web.send(page, NEW, **WORDS)


# Opening


def test_a_member_opens_a_group_with_a_circle_of_its_own(web, session, grace):
    answer = open_one(web, grace)
    page = web.follow(answer)

    made = session.scalars(select(Group)).one()
    circle = session.get_one(Circle, made.circle_id)
    assert "The group is open" in page.text
    assert "0 of 2 places taken" in page.text
    assert (made.mentor_id, made.places, made.closed) == (grace.id, 2, None)
    assert (circle.name, circle.summary) == ("First leads", "Leading for the first time")
    assert circle.visibility is Visibility.PRIVATE
    assert circle.anonymity is Anonymity.NEVER
    assert session.get_one(Membership, (circle.id, grace.id)).role is CircleRole.HOST
    assert "lead" not in circle.slug
    assert web.get(url("circle", circle=circle.slug)).status_code == 200


def test_the_same_form_twice_is_one_group(web, session, grace):
    nonce = keys.token()
    answers = [web.as_(grace).post(NEW, form_nonce=nonce, **WORDS) for _ in range(2)]

    assert len({answer.headers["location"].split("?")[0] for answer in answers}) == 1
    assert len(session.scalars(select(Group)).all()) == 1
    assert len(session.scalars(select(Circle).filter_by(bound=True)).all()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        *({"places": places} for places in ("", "1", "9", "many", "2.5", "-2")),
        *({"name": name} for name in ("", "ab", "x" * 61)),
        *({"summary": words} for words in ("", "x" * 121)),
    ],
)
def test_what_does_not_fit_is_said_and_kept(web, session, grace, wrong):
    answer = web.as_(grace).post(NEW, **(WORDS | wrong))

    assert answer.status_code == 422
    assert "There is one thing to change" in answer.text
    kept = "Leading for the first time" if "summary" not in wrong else "First leads"
    assert kept in answer.text
    assert session.scalars(select(Group)).all() == []


def test_three_open_groups_are_the_most(web, session, make, grace):
    groups = [group(make, grace) for _ in range(3)]

    assert web.as_(grace).get(NEW).status_code == 403
    assert web.post(NEW, **WORDS).status_code == 403
    web.post(path(groups[0], "close_group"))
    assert web.post(NEW, **WORDS).status_code == 303


def test_who_is_paused_opens_none(web, session, make):
    paused = make.member("Pia", standing=Standing.PAUSED)

    assert web.as_(paused).post(NEW, **WORDS).status_code == 403


# Being asked


def test_she_is_asked_told_and_says_yes(web, session, make, grace, stella):
    made = group(make, grace)
    page = web.as_(grace).get(path(made))
    asked = web.follow(web.send(page, path(made, "invite_to_group"), handle="@Stella"))
    assert "The invitation is on its way" in asked.text
    assert told(session, stella) == ["mentoring-group"]

    listed = web.as_(stella).get("/notifications")
    assert "You are asked into a mentoring group" in listed.text
    (note,) = session.scalars(select(Notification).filter_by(member_id=stella.id)).all()
    page = web.follow(web.get(url("notification", notification_id=note.id)))
    assert "You are invited" in page.text
    assert "no pseudonym hides anybody" in page.text
    joined = web.follow(web.send(page, path(made, "answer_group"), answer="yes"))

    assert "You are in the group" in joined.text
    assert inside(session, made) == {grace.id, stella.id}
    begun = mentorship(session, made, stella)
    assert (begun.state, begun.grouped) == (State.ACTIVE, True)
    assert told(session, grace) == ["mentorship"]
    assert beginnings.live_of(session, grace.id) == 0


def test_no_is_told_to_nobody(web, session, make, grace, stella):
    made = group(make, grace, asked=[stella])
    before = web.as_(grace).get(path(made)).text
    page = web.as_(stella).get(path(made))

    answer = web.send(page, path(made, "answer_group"), answer="no")

    assert "You said no. Nobody is told." in web.follow(answer).text
    assert web.get(path(made)).status_code == 404
    assert web.post(path(made, "answer_group"), answer="yes").status_code == 404
    assert told(session, grace) == []
    assert plain(web.as_(grace).get(path(made)).text) == plain(before)
    again = web.post(path(made, "invite_to_group"), handle="stella")
    assert "Stella has been asked already." in again.text


def test_a_block_reads_like_an_invitation_that_nobody_answers(web, session, make, grace):
    made = group(make, grace)
    quiet, blocker = make.member("Dina"), make.member("Enid")
    web.as_(blocker).post("/m/grace/block", change="block")
    pages = []
    for who in (quiet, blocker):
        answer = web.as_(grace).post(path(made, "invite_to_group"), handle=who.handle)
        page = web.follow(answer).text
        pages.append(plain(page).replace(who.name, "X").replace(who.handle, "x"))
        assert answer.status_code == 303
        web.post(path(made, "remove_from_group", handle=who.handle))
    web.post(path(made, "invite_to_group"), handle="enid")

    assert re.sub(r'class="avatar[^>]*>.', "", pages[0]) == re.sub(
        r'class="avatar[^>]*>.', "", pages[1]
    )
    assert told(session, blocker) == []
    web.as_(blocker).post("/m/grace/block", change="unblock")
    assert web.get(path(made)).status_code == 404
    assert hers(session, web, blocker) == []


def test_who_is_blocked_by_the_mentor_is_not_asked(web, session, make, grace, stella):
    made = group(make, grace)
    web.as_(grace).post("/m/stella/block", change="block")

    answer = web.post(path(made, "invite_to_group"), handle="stella")

    assert "Unblock her first" in answer.text
    assert seats(session) == {}


@pytest.mark.parametrize(
    ("handle", "why"),
    [
        ("nobody-here", "Nobody here has that name."),
        ("grace", "This is you."),
        ("bea", "Bea is in this group already."),
        ("", "Please fill this in."),
        ("dora", "Nobody here has that name."),
    ],
)
def test_whom_she_cannot_ask(web, session, make, grace, bea, handle, why):
    made = group(make, grace, bea)
    make.leaving(make.member("Dora"))

    answer = web.as_(grace).post(path(made, "invite_to_group"), handle=handle)

    assert answer.status_code == 422
    assert why in answer.text
    assert len(seats(session)) == 1


def test_invitations_run_out(web, house, session, make, grace, stella, bea):
    made = group(make, grace, bea, asked=[stella])

    with time_machine.travel(clock.now().replace(microsecond=0)) as now:
        now.shift(30 * 86400)
        chores.sweep(house)
        assert stella.id in seats(session)
        now.shift(86400)
        chores.sweep(house)

    assert seats(session) == {bea.id: SeatState.TAKEN}
    assert web.as_(stella).get(path(made)).status_code == 404


def test_many_invitations_at_once_are_too_many(web, session, make, grace):
    friends = [make.member(f"Friend{n}") for n in range(policy.MOST_ASKED)]
    made = group(make, grace, asked=friends)
    make.member("Another")

    assert web.as_(grace).post(path(made, "invite_to_group"), handle="another").status_code == 403
    assert "Take an invitation back" in web.get(path(made)).text


def test_whom_she_asks_and_takes_back_again_and_again_is_limited(web, make, grace, stella):
    made = group(make, grace)
    for _ in range(24):
        web.as_(grace).post(path(made, "invite_to_group"), handle="stella")
        web.post(path(made, "remove_from_group", handle="stella"))

    answer = web.post(path(made, "invite_to_group"), handle="stella")

    assert answer.status_code == 429


# Places


def test_of_twenty_yeses_for_one_place_one_is_taken(web, session, make, grace):
    friends = [make.member(f"Friend{n}") for n in range(20)]
    made = group(make, grace, make.member("First"), asked=friends, places=2)
    crowd = [twin(web.as_(friend)) for friend in friends]

    with many_hands():
        answers = at_once(
            [lambda w=w: w.post(path(made, "answer_group"), answer="yes") for w in crowd]
        )

    assert sorted(answer.status_code for answer in answers) == [303] + [403] * 19
    assert len(inside(session, made)) == 3
    assert session.get_one(Circle, made.circle_id, populate_existing=True).members == 3
    assert [*seats(session).values()].count(SeatState.TAKEN) == 2
    assert len(session.scalars(select(Mentorship)).all()) == 2


def test_a_place_that_becomes_free_is_for_who_was_asked(web, session, make, grace, bea, stella):
    made = group(make, grace, bea, make.member("Dina"), asked=[stella], places=2)
    full = web.as_(stella).get(path(made)).text
    assert "Every place in this group is taken" in full
    assert "Yes, join" not in full

    web.as_(bea).post(path(made, "leave_group"))

    assert web.as_(stella).post(path(made, "answer_group"), answer="yes").status_code == 303


def test_yes_twice_is_yes_once(web, session, make, grace, stella):
    made = group(make, grace, asked=[stella])
    for _ in range(2):
        assert web.as_(stella).post(path(made, "answer_group"), answer="yes").status_code == 303

    assert len(session.scalars(select(Mentorship)).all()) == 1


def test_a_mentorship_that_they_have_goes_on_by_itself(web, session, make, grace, stella):
    make.saved(Mentorship(mentor_id=grace.id, mentee_id=stella.id))
    made = group(make, grace, asked=[stella])
    web.as_(stella).post(path(made, "answer_group"), answer="yes")

    web.post(path(made, "leave_group"))

    assert inside(session, made) == {grace.id}
    assert mentorship(session, made, stella).state is State.ACTIVE


def test_who_is_paused_says_no_but_not_yes(web, make, grace):
    pia = make.member("Pia", standing=Standing.PAUSED)
    made = group(make, grace, asked=[pia])

    assert web.as_(pia).post(path(made, "answer_group"), answer="yes").status_code == 403
    assert web.post(path(made, "answer_group"), answer="no").status_code == 303


def test_while_its_mentor_is_paused_nobody_joins(web, session, make, grace, stella):
    made = group(make, grace, asked=[stella])
    session.merge(grace).standing = Standing.PAUSED
    session.commit()

    answer = web.as_(stella).post(path(made, "answer_group"), answer="yes")

    assert answer.status_code == 403
    assert "takes nobody just now" in answer.text
    assert seats(session) == {stella.id: SeatState.ASKED}


def test_an_answer_that_is_none_is_refused(web, session, make, grace, stella):
    made = group(make, grace, asked=[stella])

    assert web.as_(stella).post(path(made, "answer_group"), answer="maybe").status_code == 422
    assert seats(session) == {stella.id: SeatState.ASKED}


# Her list of them


def test_her_groups_are_listed_with_what_she_is_in_each(
    running, web, session, make, grace, bea, stella
):
    group(make, grace, bea, stella, name="Alpha")
    group(make, bea, grace, name="Beta")
    dina = make.member("Dina")
    web.as_(dina).post(path(group(make, dina, grace, name="Aleph"), "close_group"))
    group(make, stella, asked=[grace], name="Gamma")
    group(make, stella, name="Nothing to her")
    web.as_(stella).post(path(group(make, stella, asked=[grace], name="Delta"), "close_group"))

    cards = hers(session, web, grace)
    template = running.state.templates.env.get_template("mentoring/groups/_hers.html")
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", template.render(groups=cards)))

    assert [card.name for card in cards] == ["Alpha", "Beta", "Gamma", "Aleph"]
    assert "Alpha You are its mentor. 2 of 4 places taken." in said
    assert "Beta With Bea ." in said
    assert "Gamma You are invited With Stella ." in said
    assert "Aleph Closed With Dina ." in said
    assert hers(session, web, make.member("Enid")) == []
