"""The report on a month: what is counted, for whom it is, and that it points at nobody."""

from datetime import date, timedelta
from itertools import count

import pytest
import time_machine

from app.core import clock
from app.oversight.moderation.models import (
    Action,
    Appeal,
    Case,
    CaseState,
    Decision,
    Outcome,
    Reason,
)
from app.oversight.moderation.transparency import MENDED
from tests.conftest import counted

MARCH = date(2026, 3, 4)
PAGE, JSON = "/transparency/2026-03", "/transparency/2026-03.json"
NUMBERS = count(1)


@pytest.fixture
def case(session):
    """Make so many cases, opened on a day; each looked at and decided after so many days."""

    def made(times=1, day=MARCH, looked=None, decided=None, by=None, **values):
        found = []
        for _ in range(times):
            values = {"reason": Reason.UNKIND, "reports": 1, "urgency": 30} | values
            row = Case(kind="post", subject=str(next(NUMBERS)), open_key=None, opened=day, **values)
            if looked is not None:
                row.looked = day + timedelta(looked)
            session.add(row)
            session.flush()
            if decided is not None:
                found.append(decision(row, day + timedelta(decided), by))
        session.commit()
        return found

    def decision(row, day, by):
        row.state, row.closed = CaseState.DECIDED, day
        one = Decision(
            id=next(NUMBERS),
            case_id=row.id,
            action=Action.HIDE,
            reason=row.reason,
            statement="Because.",
            decider_id=by.id,
            day=day,
        )
        session.add(one)
        return one

    return made


def numbers(web, path=JSON):
    answer = web.visitor().get(path)
    assert answer.status_code == 200
    return answer.json()


def test_cases_are_counted_by_reason_and_by_how_they_came(web, case):
    case(9)
    case(7, reason=Reason.SELLING, reports=0, held_by="Links")
    case(6, held_by=MENDED)
    case(8, day=MARCH - timedelta(9))

    cases = numbers(web)["cases"]

    assert cases["total"] == 22
    assert (cases["by_reason"]["unkind"], cases["by_reason"]["selling"]) == (15, 7)
    assert cases["by_reason"]["threat"] == 0
    assert cases["by_way"] == {"reports": 9, "rule": 7, "mended": 6}


def test_those_that_rose_are_counted(web, case):
    case(10)
    case(6, climbed=2)

    assert numbers(web)["cases"]["by_waiting"] == {"seen": 10, "rose": 6}


def test_small_numbers_are_kept_back_with_what_would_tell_them(web, case):
    case(9)
    case(2, reason=Reason.THREAT)

    cases = numbers(web)["cases"]
    html = web.get(PAGE).text

    assert cases["total"] == 11
    assert cases["by_reason"]["threat"] == "fewer than 5"
    assert cases["by_reason"]["unkind"] == 9  # it could be the worried, the false, any of them
    assert cases["by_way"]["reports"] == 11
    assert "fewer than 5" in html


def test_decisions_and_appeals_are_counted_in_the_month_of_their_day(web, session, case, mona):
    made = case(14, looked=0, decided=1, by=mona)
    case(3, day=date(2026, 2, 27), looked=0, decided=1, by=mona)
    outcomes = [Outcome.UPHELD] * 6 + [Outcome.OVERTURNED] * 5
    for one, outcome in zip(made, outcomes, strict=False):
        appeal = Appeal(decision_id=one.id, decider_id=mona.id, statement="No.", day=MARCH)
        appeal.outcome = outcome
        session.add(appeal)
    session.commit()

    said = numbers(web)

    assert said["decisions"]["total"] == 14
    assert said["decisions"]["by_action"]["hide"] == 14
    assert said["decisions"]["by_reason"]["unkind"] == 14
    assert said["appeals"]["total"] == 11
    assert said["appeals"]["by_outcome"] == {"upheld": 6, "changed": 0, "overturned": 5, "open": 0}
    assert numbers(web, "/transparency/2026-02.json")["decisions"]["total"] == "fewer than 5"


def test_times_are_those_of_the_first_decision_by_nearest_rank(web, case, mona):
    for looked, decided in [(0, 1), (0, 1), (0, 2), (1, 2), (1, 3), (1, 3), (2, 4), (2, 9)]:
        case(looked=looked, decided=decided, by=mona)
    eight = numbers(web)
    case(looked=3, decided=10, by=mona)
    case(looked=4, decided=12, by=mona)
    ten = numbers(web)

    assert eight["days_to_first_look"] == {"half": 1, "most": None}
    assert eight["days_to_decision"] == {"half": 2, "most": None}
    assert ten["days_to_first_look"] == {"half": 1, "most": 3}
    assert ten["days_to_decision"] == {"half": 3, "most": 10}


def test_of_too_few_no_time_is_told(web, case, mona):
    case(4, looked=1, decided=2, by=mona)

    assert numbers(web)["days_to_decision"] == {"half": None, "most": None}
    assert "too few to say" in web.get(PAGE).text


def test_what_an_appeal_opened_again_keeps_its_first_decision(web, session, case, mona):
    for one in case(6, looked=1, decided=2, by=mona):
        row = session.get(Case, one.case_id)
        row.looked, row.closed = None, date(2026, 4, 20)
    session.commit()

    said = numbers(web)

    assert said["days_to_decision"]["half"] == 2
    assert said["days_to_first_look"]["half"] is None


def test_a_month_that_is_not_over_says_so_and_tells_nothing(web, case):
    """From one day to the next its numbers would tell that somebody was reported."""
    case(6, day=clock.today())
    month = f"{clock.today():%Y-%m}"

    html = web.visitor().get(f"/transparency/{month}").text

    assert "This month is not over" in html
    assert "Not over yet" in web.get("/transparency").text
    assert numbers(web, f"/transparency/{month}.json") == {"month": month, "over": False}


def test_months_are_listed_from_the_first_case_on(web, case):
    assert "Nothing has been reported so far." in web.visitor().get("/transparency").text
    case(6)

    with time_machine.travel("2026-05-09T12:00Z", tick=True):
        html = web.get("/transparency").text
        over = numbers(web)["over"]

    assert [m for m in range(1, 13) if f'href="/transparency/2026-{m:02}"' in html] == [3, 4, 5]
    assert over is True


@pytest.mark.parametrize("month", ["2026-02", "2026-13", "2026-00", "0000-01", "9999-12"])
def test_there_is_no_report_on_other_months(web, case, month):
    case(6)

    for end in ("", ".json"):
        assert web.visitor().get(f"/transparency/{month}{end}").status_code == 404


@pytest.mark.parametrize("path", ["/transparency", PAGE])
@pytest.mark.parametrize("who", ["", "stella", "mona"])
def test_everybody_may_read_it(web, request, case, who, path):
    case(6)
    reader = web.as_(request.getfixturevalue(who)) if who else web.visitor()

    assert reader.get(path).status_code == 200


def test_the_agreement_and_every_page_lead_there(web):
    assert web.visitor().get("/guidelines").text.count('href="/transparency"') == 2
    assert web.get("/safety").text.count('href="/transparency"') == 1


def test_the_questions_are_few_however_much_happened(web, house, case, mona):
    case(3, looked=1, decided=2, by=mona)
    web.visitor()

    for path, most in (("/transparency", 1), (PAGE, 5), (JSON, 5)):
        with counted(house) as asked:
            web.get(path)
        assert len(asked) == most
    case(60, looked=1, decided=2, by=mona)
    with counted(house) as asked:
        web.get(PAGE)
    assert len(asked) == 5
