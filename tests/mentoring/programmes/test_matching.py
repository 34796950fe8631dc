"""A coordinator has a cohort matched, mends it by hand, and confirms it."""

import re

import pytest
from sqlalchemy import select

from app.core import keys
from app.core.errors import Invalid
from app.core.keys import base32
from app.mentoring.mentorships import beginnings
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.programmes import work
from app.mentoring.programmes.contents import Part
from app.mentoring.programmes.models import Match, Stage
from app.oversight.notifications.models import Notification
from app.people.noted.events import Kind

PAGE = "/programmes/first-steps/matching"
BOTH, MENTOR, MENTEE = Part.BOTH, Part.MENTOR, Part.MENTEE


@pytest.fixture
def people(make, programmes, programme, amina, bea):
    """Amina and Bea look for a mentor; Wanda could be both's and Wilma Bea's alone."""
    wanda, wilma = make.member("Wanda"), make.member("Wilma")
    programmes.enrolled(programme, wanda, MENTOR, languages=("en", "cy"), places=1)
    programmes.enrolled(programme, wilma, MENTOR, languages=("cy",), topics=("money",))
    programmes.enrolled(programme, amina, MENTEE, languages=("en",), team="Yard")
    programmes.enrolled(programme, bea, MENTEE, languages=("en", "cy"), topics=("self-doubt",))
    return {one.handle: one for one in (wanda, wilma, amina, bea)}


@pytest.fixture
def coordinator(web, people, carla):
    return web.as_(carla)


def run(web, programmes):
    answer = web.send(web.get(PAGE), f"{PAGE}/run")
    assert programmes.works() == 1
    return web.follow(answer)


def number(programmes, programme, member):
    from app.mentoring.programmes.models import Enrolment

    mine = select(Enrolment.id).where(
        Enrolment.cohort_id == programmes.cohort(programme).id, Enrolment.member_id == member.id
    )
    return base32(programmes.session.scalars(mine).one())


def wish(web, programmes, programme, mentor, mentee, wished):
    two = [number(programmes, programme, one) for one in (mentor, mentee)]
    return web.post(f"{PAGE}/pairs", mentor=two[0], mentee=two[1], wish=wished)


def pairs(session):
    session.rollback()
    rows = session.execute(select(Mentorship.mentor_id, Mentorship.mentee_id))
    return {(row.mentor_id, row.mentee_id) for row in rows}


def test_the_page_says_that_it_is_at_work_and_looks_again_by_itself(coordinator, programmes):
    answer = coordinator.send(coordinator.get(PAGE), f"{PAGE}/run")

    page = coordinator.follow(answer)

    assert "The cohort is being matched" in page.text
    assert page.headers["refresh"] == "5"
    assert coordinator.post(f"{PAGE}/run").status_code == 403


def test_as_many_as_can_be_have_a_mentor(coordinator, programmes, programme):
    page = run(coordinator, programmes)

    # Wanda shares more with Bea; but then nobody would be left for Amina.
    assert re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page.text)).count("Amina with Wanda") >= 1
    assert "refresh" not in page.headers
    found = programmes.desk(programme).found
    assert len(found.pairs) == 2
    assert found.alone == ()


def test_the_mentee_who_is_alone_is_explained(web, coordinator, make, programmes, programme):
    lou, nell = make.member("Lou"), make.member("Nell")
    programmes.enrolled(programme, lou, MENTEE, languages=("so",))
    programmes.enrolled(programme, nell, MENTEE, topics=("money",), team="yard")

    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", run(coordinator, programmes).text))

    assert "Lou The rules leave no mentor for her. 2 mentors share no language with her" in page
    assert "Every mentor who would be allowed has her places filled: Wanda" in page


def test_a_block_keeps_two_apart_and_is_not_said(
    web, coordinator, carla, programmes, programme, people
):
    web.as_(people["amina"]).post("/m/wanda/block", change="block")
    web.as_(carla)

    page = run(web, programmes)
    pinned = wish(web, programmes, programme, people["wanda"], people["amina"], "pin")

    assert "block" not in page.text.lower()
    assert "is kept apart from her by something that one of the two has told us" in page.text
    assert pinned.status_code == 422
    assert "something that one of them has told us keeps them apart" in pinned.text


@pytest.mark.parametrize("how", ["pin", "exclude"])
def test_pairs_are_pinned_and_excluded_by_hand(coordinator, programmes, programme, people, how):
    run(coordinator, programmes)
    mentee = people["bea" if how == "pin" else "amina"]

    answer = wish(coordinator, programmes, programme, people["wanda"], mentee, how)
    assert "It counts from the next matching on" in coordinator.follow(answer).text
    run(coordinator, programmes)

    found = programmes.desk(programme).found
    assert len(found.pairs) == 1
    wanda, amina = (number(programmes, programme, people[n]) for n in ("wanda", "amina"))
    assert (keys.from_base32(wanda), keys.from_base32(amina)) not in {p[:2] for p in found.pairs}


def test_what_was_found_before_a_wish_is_not_confirmed(
    coordinator, session, programmes, programme, people
):
    run(coordinator, programmes)
    wish(coordinator, programmes, programme, people["wanda"], people["amina"], "exclude")

    page = coordinator.get("/programmes/first-steps/matching").text
    answer = coordinator.post("/programmes/first-steps/matching/confirm")

    assert "Match again before you confirm." in page
    assert "/matching/confirm" not in page
    assert answer.status_code == 403
    assert session.query(Mentorship).count() == 0


def test_a_wish_is_taken_back(coordinator, programmes, programme, people):
    wish(coordinator, programmes, programme, people["wanda"], people["amina"], "exclude")

    wish(coordinator, programmes, programme, people["wanda"], people["amina"], "free")

    assert programmes.desk(programme).excluded == frozenset()


def test_what_a_rule_forbids_cannot_be_pinned(coordinator, programmes, programme, people):
    answer = wish(coordinator, programmes, programme, people["wilma"], people["amina"], "pin")

    assert answer.status_code == 422
    assert "they share no language" in answer.text
    assert programmes.desk(programme).pinned == frozenset()


def test_whoever_is_not_in_the_cohort_is_not_found(coordinator, programmes, programme, people):
    swapped = wish(coordinator, programmes, programme, people["amina"], people["wanda"], "pin")
    nobody = coordinator.post(f"{PAGE}/pairs", mentor="1", mentee="2", wish="exclude")

    assert (swapped.status_code, nobody.status_code) == (404, 404)


def test_pins_that_cannot_be_kept_are_said(coordinator, session, programmes, programme, people):
    wish(coordinator, programmes, programme, people["wanda"], people["amina"], "pin")
    wish(coordinator, programmes, programme, people["wanda"], people["bea"], "pin")

    page = run(coordinator, programmes)

    assert "More mentees are pinned to a mentor than she has places." in page.text
    assert programmes.cohort(programme).stage is Stage.FAILED
    assert coordinator.post(f"{PAGE}/confirm").status_code == 403


def test_confirming_begins_each_mentorship_and_tells_both(
    web, coordinator, session, programmes, programme, people, carla
):
    run(coordinator, programmes)

    coordinator.send(coordinator.get(PAGE), f"{PAGE}/confirm")
    programmes.confirms()

    assert "everybody in it has been told" in coordinator.get(PAGE).text
    by = {name: one.id for name, one in people.items()}
    assert pairs(session) == {(by["wanda"], by["amina"]), (by["wilma"], by["bea"])}
    told = session.scalars(select(Notification.member_id).filter_by(kind=Kind.MENTORING))
    assert sorted(told) == sorted(by.values())
    assert session.query(Match).count() == 2
    hers = web.as_(people["amina"]).get("/programmes/first-steps").text
    assert "She is your mentor" in hers
    assert "@wanda" in hers or "Wanda" in hers


def test_it_is_confirmed_once(coordinator, session, programmes, programme, people):
    run(coordinator, programmes)
    coordinator.post(f"{PAGE}/confirm")
    programmes.confirms()

    assert coordinator.post(f"{PAGE}/confirm").status_code == 403
    assert coordinator.post(f"{PAGE}/run").status_code == 403
    assert (
        wish(coordinator, programmes, programme, people["wanda"], people["amina"], "pin")
    ).status_code == 403
    assert len(pairs(session)) == 2


def test_whoever_left_meanwhile_is_left_out_and_that_is_said(
    web, coordinator, carla, session, make, programmes, programme, people
):
    run(coordinator, programmes)
    make.leaving(people["wilma"])

    coordinator.post(f"{PAGE}/confirm")
    programmes.confirms()

    page = coordinator.get(PAGE)
    assert "1 pair was left out" in page.text
    assert "one of them is not in the cohort any more" in page.text
    assert "Wilma" not in page.text
    assert pairs(session) == {(people["wanda"].id, people["amina"].id)}
    alone = web.as_(people["bea"]).get("/programmes/first-steps").text
    assert "This time nobody was found for you" in alone


@pytest.mark.parametrize("what", ["withdraws", "blocks", "changes", "is matched elsewhere"])
def test_what_changed_after_the_matching_counts_when_it_is_confirmed(
    web, coordinator, carla, session, programmes, programme, people, what
):
    run(coordinator, programmes)
    amina, wanda = people["amina"], people["wanda"]
    web.as_(amina)
    if what == "withdraws":
        web.post("/programmes/first-steps/withdraw")
    elif what == "blocks":
        web.post("/m/wanda/block", change="block")
    elif what == "changes":
        web.post(
            "/programmes/first-steps/enrol",
            part="mentee", topics="money", languages="en", manager="wanda",
        )  # fmt: skip
    else:
        with programmes.make.house.database.changing() as deed:
            beginnings.begin(deed, wanda.id, amina.id, tell=())
    before = pairs(session)

    web.as_(carla).post(f"{PAGE}/confirm")
    programmes.confirms()

    assert pairs(session) - before == {(people["wilma"].id, people["bea"].id)}


def test_who_enrolled_as_both_is_never_her_own_mentor(
    coordinator, make, programmes, programme, people
):
    for name in ("Una", "Ina"):
        programmes.enrolled(programme, make.member(name), BOTH, languages=("so",))

    run(coordinator, programmes)

    found = programmes.desk(programme).found
    assert all(mentor != mentee for mentor, mentee, _ in found.pairs)
    # Each of the two has the other.
    assert len(found.pairs) == 4


def test_it_takes_a_mentor_and_a_mentee(web, programme, carla):
    answer = web.as_(carla).post(f"{PAGE}/run")

    assert answer.status_code == 422
    assert "it takes a mentor and a mentee" in answer.text


def test_what_was_asked_anew_meanwhile_is_not_overwritten(
    coordinator, house, session, programmes, programme, people
):
    coordinator.post(f"{PAGE}/run")

    def slow(problem):
        cohort = programmes.cohort(programme)
        cohort.run += 1
        session.commit()
        raise Invalid("", "Too late.")

    work.match_due(house.database, house.ring, slow)

    assert programmes.cohort(programme).stage is Stage.MATCHING
    assert programmes.desk(programme).trouble == ""


def test_the_next_cohort_begins_once_this_one_is_confirmed(
    web, coordinator, programmes, programme, people, carla, stella, acme
):
    early = coordinator.post("/programmes/first-steps/cohorts", cohort="Second cohort")
    run(coordinator, programmes)
    coordinator.post(f"{PAGE}/confirm")
    programmes.confirms()
    page = coordinator.get("/programmes/first-steps")

    answer = coordinator.send(page, "/programmes/first-steps/cohorts", cohort="Second cohort")

    assert early.status_code == 403
    assert "Second cohort" in coordinator.follow(answer).text
    assert programmes.cohort(programme).n == 2
    hers = web.as_(people["amina"]).get("/programmes/first-steps").text
    # In the first she has her match, and may enrol in the second.
    assert "She is your mentor" in hers
    assert "/programmes/first-steps/enrol" in hers


def test_nobody_but_a_coordinator_matches(web, programmes, programme, people, dana, olga, stella):
    for who, code in ((people["amina"], 403), (dana, 404), (olga, 404), (stella, 404)):
        web.as_(who)
        assert web.get(PAGE).status_code == code
        for deed in ("run", "confirm"):
            assert web.post(f"{PAGE}/{deed}").status_code == code
        answer = wish(web, programmes, programme, people["wanda"], people["amina"], "pin")
        assert answer.status_code == code
