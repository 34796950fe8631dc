"""Joining by invitation: a link for so many, until a day, of somebody who may invite."""

from datetime import timedelta
from itertools import cycle

import pytest

from app.core import clock
from app.people.joining import invitations
from app.people.joining.models import Invitation, JoiningRequest
from app.people.members.models import Role, Standing
from tests import dump
from tests.crowd import at_once, many_hands, twin
from tests.people.joining.newcomers import after, is_in, question, standing
from tests.people.members.leaving import close

PAGE = "/settings/invitations"
DEAD = "This invitation doesn’t work."
CLOSED = "Joining is closed at the moment. No invitation lets anybody in."


@pytest.fixture
def code(by_invitation, mona):
    """The path of an invitation of Mona's, for one."""
    return by_invitation.invite(mona)


def kept(session):
    session.rollback()
    return session.query(Invitation).one()


def test_she_opens_the_link_joins_and_is_in(by_invitation, code, session):
    page = by_invitation.form(code)
    by_invitation.ask(path=code)
    confirmed = by_invitation.confirm()

    assert "You are invited." in page.text
    assert confirmed.headers["location"] == "/sign-in?said=verified"
    assert is_in(session)
    assert kept(session).used == 1
    assert session.query(JoiningRequest).count() == 0


@pytest.mark.parametrize("how", ["link", "code"])
def test_she_may_type_it_instead(how, by_invitation, code, session):
    typed = f"http://127.0.0.1:8000{code}" if how == "link" else f" {code.rpartition('/')[2]} "

    by_invitation.ask(invitation=typed)
    by_invitation.confirm()

    assert is_in(session)


def test_without_one_she_is_told_what_is_missing(by_invitation, session):
    answer = by_invitation.ask()

    assert answer.status_code == 422
    assert "You need an invitation to join." in answer.text
    assert standing(session) is None


@pytest.fixture
def dead(by_invitation, code, house, session, mona):
    """Spoils the invitation in one of the ways there are; gives back its path, or another."""

    def spoil(how):
        if how == "used up":
            by_invitation.ask("finch", path=code)
            by_invitation.confirm("finch")
        elif how == "withdrawn":
            number = by_invitation.web.as_(mona).get(PAGE)
            [action] = [f for f in _actions(number) if f.endswith("/withdraw")]
            assert by_invitation.web.post(action).status_code == 303
        elif how == "ended":
            kept(session).ends = clock.today() - timedelta(days=1)
        elif how == "suspended":
            mona.standing = Standing.SUSPENDED
        elif how == "no moderator any more":
            mona.role = Role.MEMBER
        session.commit()
        return "/join/with/" + "x" * 43 if how == "never ours" else code

    return spoil


def _actions(page):
    from tests.browser import forms_of

    return [form.action for form in forms_of(page)]


WAYS = ["used up", "withdrawn", "ended", "suspended", "no moderator any more", "never ours"]


@pytest.mark.parametrize("how", WAYS)
def test_one_that_does_not_work_says_the_same_whyever(how, by_invitation, dead, session):
    path = dead(how)

    page = by_invitation.form(path)
    typed = by_invitation.ask(invitation=path)

    assert page.status_code == 404
    assert invitations.DEAD in page.text
    assert typed.status_code == 422
    assert invitations.DEAD in typed.text
    assert standing(session) is None


@pytest.mark.parametrize("how", ["used up", "withdrawn", "ended"])
def test_one_that_dies_before_she_confirms_leaves_her_waiting(
    how, by_invitation, dead, session, mona
):
    path = dead("nothing yet")
    by_invitation.ask(path=path)
    dead(how)

    page = by_invitation.web.follow(by_invitation.confirm())
    waits = standing(session)
    another = by_invitation.invite(mona, uses="5")
    wrong = by_invitation.turns(turn="invitation", invitation=path)
    right = by_invitation.turns(turn="invitation", invitation=another)

    assert waits is Standing.WAITING
    assert "didn’t work any more" in page.text
    assert wrong.status_code == 422
    assert DEAD in wrong.text
    assert right.headers["location"] == "/sign-in?said=let-in"
    assert is_in(session)


def test_of_many_who_confirm_at_once_so_many_come_in_as_it_is_for(
    by_invitation, session, make, mona, house
):
    from app.people.joining.contents import Contents

    path = by_invitation.invite(mona, uses="5")
    h = invitations.typed(path)
    keys = []
    for number in range(20):
        one = make.member(f"Bird{number:02}", standing=Standing.WAITING)
        sealed = Contents(invitation="00" * 32).sealed(house.ring, one.id)
        make.saved(JoiningRequest(member_id=one.id, sealed=sealed))
        keys.append(_waiting(house, one))
    windows = [twin(by_invitation.web.visitor()) for _ in keys]
    for window in windows:
        window.client.app = by_invitation.web.client.app
        window.get("/sign-in")

    with many_hands():
        answers = at_once(
            [
                lambda w=w, k=k: w.post(k, turn="invitation", invitation=path).status_code
                for w, k in zip(windows, cycle(keys), strict=False)
            ]
        )

    session.rollback()
    assert sorted(answers) == [303] * 5 + [422] * 15
    assert session.query(JoiningRequest).count() == 15
    assert session.query(Invitation).filter_by(h=bytes.fromhex(h)).one().used == 5


def _waiting(house, member):
    from app.people.joining import admission

    return f"/join/waiting/{admission.key(house.ring, member)}"


def test_an_address_that_is_known_uses_nothing_up(by_invitation, code, session, amina):
    answer = by_invitation.ask("another", path=code, email="amina@example.org")

    assert answer.headers["location"] == "/join/done"
    assert kept(session).used == 0


def test_an_invitation_skips_the_queue(by_request, session, mona):
    question(session)
    path = by_request.invite(mona)

    page = by_request.form(path)
    by_request.ask(path=path)
    by_request.confirm()

    assert "answer_1" not in page.text
    assert is_in(session)


@pytest.mark.parametrize("mode", ["open", "closed"])
def test_where_it_makes_no_difference_its_link_is_the_page_to_join(mode, site, code):
    page = site(joining=mode).form(code)

    assert page.status_code == 200
    assert 'name="invitation"' not in page.text
    assert ('action="/join"' in page.text) is (mode == "open")


def test_none_works_while_joining_is_closed(site, by_invitation, code, session):
    by_invitation.ask(path=code)
    closed = site(joining="closed")

    closed.confirm()
    answer = closed.turns(turn="invitation", invitation=code)

    assert standing(session) is Standing.WAITING
    assert answer.status_code == 422
    assert kept(session).used == 0


# Making them


def test_the_same_form_sent_twice_makes_one(by_invitation, session, mona):
    page = by_invitation.web.as_(mona).get(PAGE)

    first = by_invitation.web.send(page, PAGE, uses="5", days="7")
    second = by_invitation.web.send(page, PAGE, uses="5", days="7")

    def address(answer):
        return answer.text.partition("/join/with/")[2][:43]

    assert address(first) == address(second)
    assert session.query(Invitation).count() == 1


@pytest.mark.parametrize(("field", "value"), [("uses", "0"), ("uses", "7000"), ("days", "soon")])
def test_what_does_not_fit_is_said(field, value, by_invitation, session, mona):
    page = by_invitation.web.as_(mona).get(PAGE)

    answer = by_invitation.web.send(page, PAGE, **({"uses": "5", "days": "7"} | {field: value}))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert session.query(Invitation).count() == 0


@pytest.mark.parametrize(("inviting", "may"), [("staff", False), ("members", True)])
def test_a_setting_says_who_may(inviting, may, site, session, amina):
    here = site(joining="invitation", inviting=inviting)

    page = here.web.as_(amina).get(PAGE)
    answer = here.web.post(PAGE, uses="1", days="7")

    assert ("A new invitation" in page.text) is may
    assert answer.status_code == (200 if may else 403)
    assert session.query(Invitation).count() == may


@pytest.mark.parametrize("inviting", ["staff", "members"])
def test_while_joining_is_closed_nobody_makes_one(
    inviting, site, by_invitation, code, session, mona, amina
):
    before = by_invitation.web.as_(mona).get(PAGE)
    here = site(joining="closed", inviting=inviting)

    for who in (mona, amina):
        page = here.web.as_(who).get(PAGE)
        refused = here.web.post(PAGE, uses="1", days="7")

        assert "Make a link" not in page.text
        assert page.text.count(CLOSED) == 1
        assert refused.status_code == 403
        assert CLOSED in refused.text
    assert "Make a link" in before.text
    # What she has made before she still sees, and may withdraw.
    assert "Used 0 of 1 time" in here.web.as_(mona).get(PAGE).text
    assert session.query(Invitation).count() == 1


def test_a_paused_member_invites_nobody(site, session, make):
    pia = make.member("Pia", standing=Standing.PAUSED)
    here = site(joining="invitation", inviting="members")

    assert here.web.as_(pia).post(PAGE, uses="1", days="7").status_code == 403
    assert session.query(Invitation).count() == 0


def test_fifty_can_be_used_at_once_and_not_one_more(by_invitation, house, session, mona, make):
    for _ in range(invitations.LIVE):
        with make._as(mona) as (inside, viewer):
            wanted = (1, 7, str(_))
            invitations.make(inside, house.ring, house.settings, viewer, wanted)

    answer = by_invitation.web.as_(mona).post(PAGE, uses="1", days="7")

    assert answer.status_code == 422
    assert "Withdraw one to make another." in answer.text


def test_nobody_sees_or_withdraws_those_of_another(by_invitation, code, session, olga):
    number = kept(session).id
    from app.core.keys import base32

    page = by_invitation.web.as_(olga).get(PAGE)

    assert "Those you have made" not in page.text
    assert by_invitation.web.post(f"{PAGE}/{base32(number)}/withdraw").status_code == 404
    assert session.query(Invitation).count() == 1


def test_she_sees_how_often_it_was_used_and_no_more(by_invitation, session, mona):
    path = by_invitation.invite(mona, uses="5")
    by_invitation.ask(path=path)
    by_invitation.confirm()

    page = by_invitation.web.as_(mona).get(PAGE)

    assert "Used 1 of 5 times" in page.text
    assert "wren" not in page.text
    assert path not in page.text


def test_a_copy_of_the_tables_holds_neither_code_nor_owner(by_invitation, code, session, mona):
    by_invitation.ask(path=code)
    by_invitation.confirm()

    held = dump.of(session)["joining_invitations"]

    assert dump.holding(session, code.rpartition("/")[2]) == []
    for whose in (mona.id.bytes, mona.id.hex.encode(), str(mona.id).encode()):
        assert all(whose not in bytes(v) for row in held for v in row if isinstance(v, bytes))


def test_old_ones_are_forgotten(by_invitation, code, house, session):
    after(house, 7 + 30)
    assert session.query(Invitation).count() == 1
    session.rollback()

    after(house, 7 + 31)

    assert session.query(Invitation).count() == 0


def test_they_stand_in_the_copy_of_her_data_and_go_with_her(
    by_invitation, code, house, session, mona, olga
):
    from app.people.joining import personal_data

    [made] = personal_data.export(session, house.ring, mona.id)
    session.rollback()

    close(by_invitation.web, mona)
    closed = by_invitation.form(code)
    after(house, 15)

    assert (made.uses, made.used) == (1, 0)
    assert closed.status_code == 404
    assert session.query(Invitation).count() == 0


def test_one_that_the_command_made_lets_somebody_in(by_invitation, house, session):
    with house.database.changing() as inside:
        code = invitations.make_for_nobody(inside, house.ring, 1, 7)

    by_invitation.ask(path=f"/join/with/{code}")
    by_invitation.confirm()

    assert is_in(session)
