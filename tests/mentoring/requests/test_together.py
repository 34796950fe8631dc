"""Many at once: one place is given once, and nobody asks more often than she may."""

from collections import Counter

from sqlalchemy import func, select

from app.core import keys
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.requests.models import Request, State
from app.web.kit.addresses import url
from tests.crowd import at_once, many_hands, twin
from tests.mentoring.making import ASK, asks, mentor

MANY = 20


def test_twenty_acceptances_for_one_place_give_one(web, make, session, amina):
    mentor(make, amina, capacity=1)
    asked = [asks(make, make.member(f"Asker{n}"), amina) for n in range(MANY)]
    windows = [twin(web.as_(amina)) for _ in range(MANY)]

    def accept(window, request_id):
        return window.post(url("reply_request", request_id=request_id), turn="accept").status_code

    with many_hands():
        done = at_once([lambda w=w, r=r: accept(w, r) for w, r in zip(windows, asked, strict=True)])

    assert Counter(done) == {303: 1, 403: MANY - 1}
    assert session.scalar(select(func.count()).select_from(Mentorship)) == 1
    states = Counter(session.scalars(select(Request.state)))
    assert states == {State.ACCEPTED: 1, State.OPEN: MANY - 1}


def test_two_mentors_who_say_yes_to_one_at_once_have_one_mentee(web, make, session, bea):
    mentors = [mentor(make, make.member(f"Mentor{n}")) for n in range(4)]
    asked = [asks(make, bea, one) for one in mentors]
    windows = [twin(web.as_(one)) for one in mentors]

    def accept(window, request_id):
        return window.post(url("reply_request", request_id=request_id), turn="accept").status_code

    with many_hands():
        done = at_once([lambda w=w, r=r: accept(w, r) for w, r in zip(windows, asked, strict=True)])

    assert Counter(done) == {303: 1, 403: 3}
    assert session.scalar(select(func.count()).select_from(Mentorship)) == 1
    states = Counter(session.scalars(select(Request.state)))
    assert states == {State.ACCEPTED: 1, State.WITHDRAWN: 3}


def test_ten_requests_of_hers_at_once_leave_five_open(web, make, session, bea):
    for n in range(10):
        mentor(make, make.member(f"Mentor{n}"))
    windows = [twin(web.as_(bea)) for _ in range(10)]

    def ask(window, n):
        form = ASK | {"anonymous": "on" if n % 2 else ""}
        return window.post(f"/mentors/mentor{n}/ask", **form).status_code

    with many_hands():
        done = at_once([lambda w=w, n=n: ask(w, n) for n, w in enumerate(windows)])

    assert Counter(done) == {303: 5, 422: 5}
    assert session.scalar(select(func.count()).select_from(Request)) == 5


def test_one_form_sent_many_times_at_once_is_one_request(web, make, session, amina, bea):
    mentor(make, amina)
    form = ASK | {"form_nonce": keys.token(), "anonymous": "on"}
    windows = [twin(web.as_(bea)) for _ in range(8)]

    with many_hands():
        done = at_once(
            [lambda w=w: w.post("/mentors/amina/ask", **form).status_code for w in windows]
        )

    assert Counter(done) == {303: 8}
    assert session.scalar(select(func.count()).select_from(Request)) == 1
