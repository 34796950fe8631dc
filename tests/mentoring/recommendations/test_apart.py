"""Recommendations where two keep apart, where one leaves, and where moderators decide."""

import io
import re
import zipfile

import pytest

from app.core.keys import base32, from_base32
from app.mentoring.recommendations.models import Recommendation
from app.oversight.moderation.models import Action, Case
from app.people.members.models import Fate
from app.people.subjects import Deed, Given, SubjectRef
from app.web.kit.addresses import url
from tests.browser import names
from tests.make import PASSWORD
from tests.mentoring.recommendations.conftest import WORDS
from tests.people.members.leaving import after


def _block(web, by, whom):
    assert web.as_(by).post(f"/m/{whom.handle}/block", change="block").status_code == 303


def _neutral(page):
    return re.sub(r'value="[\w.+/=-]{20,}"', "", page.partition("<main")[2])


def test_who_has_blocked_the_mentor_reads_nothing_of_hers(mentoring, web, amina, bea, stella):
    mentoring.shown(amina, bea)
    _block(web, stella, amina)

    assert WORDS not in mentoring.page_of(bea, seen_by=stella)
    assert WORDS in mentoring.page_of(bea)


def test_who_has_blocked_the_mentee_reads_nothing_about_her(mentoring, web, amina, bea, stella):
    mentoring.shown(amina, bea)
    _block(web, stella, bea)

    assert WORDS not in mentoring.page_of(bea, seen_by=stella)


def test_a_mentor_who_was_blocked_cannot_tell(mentoring, web, session, amina, bea, grace):
    """She writes as before; the page answers as before; only the mentee is spared."""
    here, there = mentoring.between(amina, bea), mentoring.between(amina, grace)
    _block(web, bea, amina)

    path = url("recommend", mentorship_id=here)
    page = web.as_(amina).get(path).text
    other = web.get(url("recommend", mentorship_id=there)).text
    answers = [mentoring.writes(amina, one) for one in (here, there)]

    assert _neutral(page) == _neutral(other).replace("Grace", "Bea").replace("grace", "bea")
    assert {answer.status_code for answer in answers} == {303}
    assert WORDS in mentoring.list_of(amina)
    assert WORDS not in mentoring.list_of(bea)
    assert "recommended" not in web.as_(bea).get("/notifications").text
    assert "recommended" in web.as_(grace).get("/notifications").text


def test_a_mentee_who_has_blocked_her_mentor_finds_nothing_to_decide(mentoring, web, amina, bea):
    number = mentoring.given(amina, bea)
    mark = mentoring.by_number(number).said.mark
    _block(web, bea, amina)

    path = url("show_recommendation", recommendation_id=number)
    assert web.as_(bea).post(path, on="yes", seen=mark).status_code == 404


def test_what_stands_there_stays_when_the_mentor_blocks(mentoring, web, amina, bea):
    """It going would tell her mentee."""
    mentoring.shown(amina, bea)
    before = mentoring.list_of(bea), mentoring.page_of(bea, seen_by=bea)
    _block(web, amina, bea)

    assert [*map(_neutral, before)] == [
        *map(_neutral, (mentoring.list_of(bea), mentoring.page_of(bea, seen_by=bea)))
    ]


def test_a_mentor_who_has_blocked_is_told_so_and_can_take_it_back(mentoring, web, amina, bea):
    number = mentoring.shown(amina, bea)
    here = mentoring.by_number(number).mentorship_id
    _block(web, amina, bea)

    assert "no contact with her" in web.as_(amina).get(url("recommend", mentorship_id=here)).text
    answer = web.post(url("recommend", mentorship_id=here), body="More")
    assert answer.status_code == 403
    assert mentoring.takes_back(amina, number).status_code == 303
    assert WORDS not in mentoring.page_of(bea)


def test_while_the_mentor_is_leaving_her_name_is_gone(mentoring, make, amina, bea):
    mentoring.shown(amina, bea)

    make.leaving(amina)

    page = mentoring.page_of(bea)
    assert "A former member" in page
    assert "Amina" not in page


def test_while_the_mentee_is_leaving_nothing_is_found(mentoring, make, web, amina, bea):
    number = mentoring.shown(amina, bea)

    make.leaving(bea)

    assert web.as_(amina).get("/m/bea").status_code == 404
    assert not names(mentoring.list_of(amina), "Bea")
    ref = url("report", kind="recommendation", id=base32(number))
    assert web.get(ref).status_code == 403


@pytest.mark.parametrize("fate", [Fate.KEEP, Fate.REMOVE])
def test_a_mentors_words_stay_or_go_as_she_wishes(mentoring, make, house, amina, bea, fate):
    mentoring.shown(amina, bea)
    make.leaving(amina, fate)
    after(house)

    assert (WORDS in mentoring.page_of(bea)) is (fate is Fate.KEEP)
    assert "Amina" not in mentoring.page_of(bea)


def test_what_is_about_a_mentee_goes_with_her(mentoring, make, house, session, amina, bea):
    mentoring.shown(amina, bea)
    make.leaving(bea)
    after(house)

    assert session.query(Recommendation).all() == []
    assert WORDS not in mentoring.list_of(amina)


def test_it_is_reported_by_who_reads_it(mentoring, web, amina, bea, stella):
    number = base32(mentoring.given(amina, bea))
    path = url("report", kind="recommendation", id=number)

    assert path in mentoring.list_of(bea)
    assert web.as_(bea).get(path).status_code == 200
    assert web.as_(amina).get(path).status_code == 403
    assert web.as_(stella).get(path).status_code == 404
    mentoring.shows(bea, from_base32(number))
    assert path in mentoring.page_of(bea, seen_by=stella)
    assert web.as_(stella).post(path, reason="unkind", note="").status_code == 303
    assert "/report/" not in mentoring.page_of(bea)
    assert web.visitor().get(path).headers["location"].startswith("/sign-in")


def _case(web, make, house, number, by):
    """She reports it; the number of its case."""
    ref = SubjectRef("recommendation", base32(number))
    web.as_(by).post(url("report", kind=ref.kind, id=ref.id), reason="unkind", note="")
    return make.session.query(Case).filter_by(kind=ref.kind, subject=ref.id).one().id


@pytest.mark.parametrize("action", [Action.HIDE, Action.REMOVE])
def test_taken_down_nobody_else_reads_it_and_put_back_it_is_as_before(
    mentoring, web, make, house, session, amina, bea, mona, action
):
    number = mentoring.shown(amina, bea)
    case = _case(web, make, house, number, bea)

    page = web.as_(mona).get(url("case", case_id=case)).text
    assert WORDS in page
    assert "A recommendation by" in page
    make.decision(case, mona, action)

    assert WORDS not in mentoring.page_of(bea)
    assert WORDS not in mentoring.list_of(bea)
    assert "A moderator has" in mentoring.list_of(amina)
    here = mentoring.by_number(number).mentorship_id
    assert web.as_(amina).post(url("recommend", mentorship_id=here), body="x").status_code == 403
    with house.database.changing() as deed:
        ref = base32(number)
        house.subjects.of_kind("recommendation").undo(deed, ref, Deed(action), "standing")
    assert WORDS in mentoring.page_of(bea)


def test_details_can_be_edited_out(mentoring, web, make, house, amina, bea, mona):
    number = mentoring.shown(amina, bea)
    case = _case(web, make, house, number, bea)

    make.decision(case, mona, Action.REDACT, given=Given(words="She led a shift."))

    assert "She led a shift." in mentoring.page_of(bea)
    assert WORDS not in mentoring.list_of(amina)


def test_removed_words_are_destroyed_in_the_end(mentoring, web, make, house, amina, bea, mona):
    number = mentoring.shown(amina, bea)
    make.decision(_case(web, make, house, number, bea), mona, Action.REMOVE)
    with house.database.changing() as session:
        house.subjects.of_kind("recommendation").destroy(session, [base32(number)])

    assert mentoring.by_number(number) is None


def test_her_copy_of_her_data_has_both_sides(mentoring, web, amina, bea):
    mentoring.given(amina, bea)

    for who in (amina, bea):
        sent = web.as_(who).post("/settings/export", password=PASSWORD)
        page = zipfile.ZipFile(io.BytesIO(sent.content)).read("index.html").decode()
        assert WORDS in page
