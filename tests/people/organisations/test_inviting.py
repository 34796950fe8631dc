"""Nobody belongs to an organisation who has not said yes; and a no cannot be told from silence."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from app import chores
from app.core import clock
from app.core.limits import Limit
from app.mentoring.programmes.models import OpenTo
from app.oversight.notifications.models import Notification
from app.people.organisations import queries
from app.people.organisations.models import Asking, Invitation, Place
from app.web.kit.addresses import url
from tests.browser import without_chance

ASK = "/o/acme/members"


@pytest.fixture(autouse=True)
def start():
    """The clock stands, at noon, so that no day turns meanwhile."""
    noon = datetime.combine(clock.today(), time(12), UTC)
    with time_machine.travel(noon, tick=False):
        yield noon


@pytest.fixture
def invited(web, acme, bea, stella):
    """Bea has invited Stella, who has not answered."""
    web.as_(bea).post(ASK, handle="stella")


def people(web, bea):
    """The page as Bea sees it, without what differs by chance."""
    return without_chance(web.as_(bea).get("/o/acme/people").text)


def is_told(web, member):
    return "An organisation invites you" in web.as_(member).get("/notifications").text


def answers(web, member, answer):
    page = web.as_(member).get("/o/acme")
    return web.follow(web.send(page, "/o/acme/answer", answer=answer))


def test_whoever_is_invited_is_told_and_belongs_once_she_says_yes(
    web, acme, place_of, asked, bea, stella
):
    page = web.as_(bea).get("/o/acme/people")
    answer = web.send(page, ASK, handle="@Stella")
    assert "She is invited" in web.follow(answer).text
    assert place_of(stella) is None
    assert is_told(web, stella)

    shown = answers(web, stella, "yes")

    assert "You belong to it now" in shown.text
    assert place_of(stella) is Place.MEMBER
    assert asked(stella) is None
    assert "Take out" in web.as_(bea).get("/o/acme/people").text


def test_the_notice_leads_to_where_she_answers(web, session, invited, stella):
    number = session.query(Notification).filter_by(member_id=stella.id).one().id

    answer = web.as_(stella).get(url("notification", notification_id=number))

    assert answer.headers["location"] == "/o/acme"
    assert "You are invited" in web.follow(answer).text


def test_saying_yes_twice_is_saying_it_once(web, invited, place_of, stella):
    for _ in "12":
        assert web.as_(stella).post("/o/acme/answer", answer="yes").status_code == 303
    assert place_of(stella) is Place.MEMBER


def test_a_no_on_an_old_page_does_not_say_that_it_counted(web, invited, place_of, stella):
    web.as_(stella).post("/o/acme/answer", answer="yes")

    late = web.follow(web.post("/o/acme/answer", answer="no"))

    assert "You said no" not in late.text
    assert place_of(stella) is Place.MEMBER


def test_nobody_says_yes_who_was_not_asked(web, acme, place_of, grace):
    assert web.as_(grace).post("/o/acme/answer", answer="yes").status_code == 404
    assert web.post("/o/acme/answer", answer="no").status_code == 303
    assert web.post("/o/acme/answer", answer="perhaps").status_code == 422
    assert place_of(grace) is None


def test_until_she_says_yes_she_belongs_to_nothing(
    web, session, house, make, programmes, acme, invited, bea, stella
):
    programmes.programme(acme)
    programmes.programme(acme, slug="for-all", name="For all", open_to=OpenTo.EVERYONE)

    page = web.as_(stella).get("/o/acme").text

    assert "/programmes/for-all" in page
    assert "/programmes/first-steps" not in page
    assert web.get("/programmes/first-steps").status_code == 404
    assert web.get("/programmes/first-steps/enrol").status_code == 404
    assert "/programmes/first-steps" not in web.get("/mentoring").text
    assert web.get("/o/acme/people").status_code == 403
    assert web.post("/o/acme/show", on="yes").status_code == 404
    assert web.post("/o/acme/leave").status_code == 404
    assert "Acme" not in web.as_(bea).get("/m/stella").text
    with make._as(stella) as (deed, viewer):
        assert queries.hers(deed, viewer) == {}
        assert queries.place_of(deed, stella.id, acme.id) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("nobody-here", "Nobody here has that name"),
        ("", "Please fill"),
        ("amina", "Amina belongs to it already."),
        ("bea", "Bea belongs to it already."),
        ("stella", "Stella has been invited already."),
    ],
)
def test_whom_she_cannot_invite_is_said_at_the_field(web, invited, bea, typed, why):
    answer = web.as_(bea).post(ASK, handle=typed)

    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{typed}"' in answer.text


def test_nobody_but_a_coordinator_invites(web, acme, asked, amina, olga, stella, grace):
    for who in (amina, olga, stella):
        assert web.as_(who).post(ASK, handle="grace").status_code == 403
    assert asked(grace) is None


def test_a_no_is_told_to_nobody(web, invited, place_of, bea, stella):
    before = people(web, bea)

    shown = answers(web, stella, "no")

    assert "You said no. Nobody is told." in shown.text
    assert "You are invited" not in shown.text
    assert place_of(stella) is None
    assert people(web, bea) == before
    assert "Stella has been invited already." in web.post(ASK, handle="stella").text


def test_who_has_said_no_cannot_say_yes_after_all(web, invited, place_of, stella):
    answers(web, stella, "no")

    assert web.post("/o/acme/answer", answer="yes").status_code == 404
    assert place_of(stella) is None


def test_an_invitation_runs_out_in_silence(web, house, start, invited, asked, bea, stella):
    with time_machine.travel(start + timedelta(days=30), tick=False):
        chores.sweep(house)
        assert "@stella" in people(web, bea)
    with time_machine.travel(start + timedelta(days=31), tick=False):
        chores.sweep(house)
        assert "@stella" not in people(web, bea)
        assert "You are invited" not in web.as_(stella).get("/o/acme").text
        assert web.post("/o/acme/answer", answer="yes").status_code == 404
    assert asked(stella) is None


def test_who_has_said_no_is_not_asked_again_for_thirty_days(
    web, house, start, acme, asked, bea, stella, grace
):
    """And whoever has said nothing looks the same, on each of these days."""
    for one in ("stella", "grace"):
        web.as_(bea).post(ASK, handle=one)
    with time_machine.travel(start + timedelta(days=20), tick=False):
        answers(web, stella, "no")

    seen = {}
    for day in (25, 31, 32, 49, 63, 70):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            chores.sweep(house)
            if day == 32:
                assert web.as_(bea).post(ASK, handle="grace").status_code == 303
                assert web.as_(bea).post(ASK, handle="stella").status_code == 303
            page = people(web, bea)
            seen[day] = ["@stella" in page, "@grace" in page]
            offered = "You are invited" in web.as_(stella).get("/o/acme").text
            assert not offered, day

    assert seen == {
        25: [True, True],
        31: [False, False],
        32: [True, True],
        49: [True, True],
        63: [False, False],
        70: [False, False],
    }
    assert asked(stella) is None
    assert web.as_(bea).post(ASK, handle="stella").status_code == 303
    assert asked(stella).state is Asking.ASKED


def test_an_invitation_is_taken_back_and_can_be_made_anew(
    web, invited, asked, place_of, bea, stella
):
    page = web.as_(bea).get("/o/acme/people")

    answer = web.send(page, "/o/acme/members/stella/take-back")

    assert "The invitation is taken back." in web.follow(answer).text
    assert "@stella" not in people(web, bea)
    assert web.as_(stella).post("/o/acme/answer", answer="yes").status_code == 404
    assert place_of(stella) is None
    assert web.as_(bea).post(ASK, handle="stella").status_code == 303
    assert "You are invited" in web.as_(stella).get("/o/acme").text


def test_taking_it_back_does_not_find_out_who_has_said_no(web, invited, bea, stella):
    answers(web, stella, "no")

    for _ in "123":
        back = web.as_(bea).post("/o/acme/members/stella/take-back")
        assert back.status_code == 303
        assert "@stella" not in people(web, bea)
        assert web.post("/o/acme/members/stella/take-back").status_code == 404
        assert web.post(ASK, handle="stella").status_code == 303
        assert "@stella" in people(web, bea)

    assert "You are invited" not in web.as_(stella).get("/o/acme").text


def test_taking_back_and_asking_again_goes_no_way_round_her_rest(
    web, house, start, invited, bea, stella
):
    answers(web, stella, "no")

    with time_machine.travel(start + timedelta(days=29), tick=False):
        web.as_(bea).post("/o/acme/members/stella/take-back")
        chores.sweep(house)
        web.as_(bea).post(ASK, handle="stella")
        assert "You are invited" not in web.as_(stella).get("/o/acme").text


def test_only_who_looks_after_it_takes_an_invitation_back(
    web, invited, asked, amina, olga, stella, grace
):
    for who, told in ((amina, 403), (grace, 403), (stella, 403), (olga, 404)):
        assert web.as_(who).post("/o/acme/members/stella/take-back").status_code == told
    assert asked(stella).since is not None


def test_whoever_has_blocked_her_gets_nothing_and_that_shows_nowhere(
    web, acme, asked, place_of, bea, stella, grace
):
    web.as_(stella).post("/m/bea/block", change="block")
    for one in ("stella", "grace"):
        answer = web.as_(bea).post(ASK, handle=one)
        assert "She is invited" in web.follow(answer).text

    assert not is_told(web, stella)
    assert is_told(web, grace)
    assert "You are invited" not in web.as_(stella).get("/o/acme").text
    assert web.post("/o/acme/answer", answer="yes").status_code == 404
    assert place_of(stella) is None
    page = people(web, bea)
    assert "@stella" in page
    assert page.count("Take back") == 2


def test_a_copy_of_the_table_tells_no_block_from_a_no(
    web, session, acme, asked, bea, stella, grace
):
    web.as_(stella).post("/m/bea/block", change="block")
    for one in ("stella", "grace"):
        web.as_(bea).post(ASK, handle=one)
    answers(web, grace, "no")

    kept = [asked(one) for one in (stella, grace)]

    assert len({(row.place, row.state, row.since, row.rests) for row in kept}) == 1


def test_a_block_that_is_lifted_leaves_what_was_asked_unanswered(web, acme, bea, stella):
    web.as_(stella).post("/m/bea/block", change="block")
    web.as_(bea).post(ASK, handle="stella")
    web.as_(stella).post("/m/bea/block", change="unblock")

    web.as_(bea).post("/o/acme/members/stella/take-back")
    web.post(ASK, handle="stella")

    assert "You are invited" not in web.as_(stella).get("/o/acme").text


def test_whom_she_has_blocked_herself_she_cannot_invite(web, acme, asked, bea, stella):
    web.as_(bea).post("/m/stella/block", change="block")

    answer = web.post(ASK, handle="stella")

    assert answer.status_code == 422
    assert "You have blocked her. Unblock her first." in answer.text
    assert asked(stella) is None


def test_who_is_asked_to_coordinate_does_so_once_she_says_yes(
    web, acme, asked, place_of, olga, bea, stella
):
    answer = web.as_(olga).post("/o/acme/coordinators", coordinator="stella")
    assert "She is invited" in web.follow(answer).text
    assert web.as_(stella).get("/o/acme/people").status_code == 403
    assert place_of(stella) is None

    answers(web, stella, "yes")

    assert place_of(stella) is Place.COORDINATOR
    assert web.get("/o/acme/people").status_code == 200


def test_an_administrator_sees_and_takes_back_what_she_has_asked_and_no_more(
    web, acme, asked, olga, bea, stella, grace
):
    web.as_(bea).post(ASK, handle="grace")
    web.as_(olga).post("/o/acme/coordinators", coordinator="stella")

    page = web.get("/o/acme/people")
    web.send(page, "/o/acme/members/stella/take-back")

    assert "@stella" in page.text
    assert "@grace" not in page.text
    assert asked(stella) is None
    assert asked(grace) is not None


def test_who_was_asked_to_belong_can_be_asked_to_coordinate(web, invited, asked, olga, stella):
    assert web.as_(olga).post("/o/acme/coordinators", coordinator="stella").status_code == 303
    assert asked(stella).place is Place.COORDINATOR
    again = web.post("/o/acme/coordinators", coordinator="stella")
    assert again.status_code == 422
    assert "Stella has been asked already." in again.text
    assert "You are asked to coordinate it" in web.as_(stella).get("/o/acme").text


def test_asking_her_to_coordinate_is_no_way_round_her_no(web, invited, asked, olga, stella):
    answers(web, stella, "no")

    answer = web.as_(olga).post("/o/acme/coordinators", coordinator="stella")

    assert "She is invited" in web.follow(answer).text
    assert asked(stella).state is Asking.PASSED
    assert "You are asked" not in web.as_(stella).get("/o/acme").text


def test_whoever_is_leaving_the_site_stands_among_nobody(web, make, invited, bea, stella):
    make.leaving(stella)

    page = people(web, bea)

    assert "Invited" not in page
    assert "former" not in page.lower()


def test_there_is_one_invitation_for_each_member_and_organisation(
    web, session, programmes, invited, bea
):
    programmes.organisation("yard", bea)

    for _ in "12":
        web.as_(bea).post("/o/yard/members", handle="stella")

    assert session.query(Invitation).count() == 2
    assert web.post("/o/yard/members/stella/take-back").status_code == 303
    assert "@stella" in web.get("/o/acme/people").text


def test_inviting_has_a_measure(web, house, make, acme, asked, bea, stella):
    with make._as(bea) as (_, viewer):
        for _ in range(Limit.ORGANISATION_INVITATIONS.times):
            house.limiter.hit(Limit.ORGANISATION_INVITATIONS, viewer.me.limit_key())

    assert web.as_(bea).post(ASK, handle="stella").status_code == 429
    assert asked(stella) is None
