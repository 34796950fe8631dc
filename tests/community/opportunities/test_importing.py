"""Taking in many opportunities from a table, in the browser."""

import csv
import html
import io
import re
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.community.opportunities import arrivals
from app.community.opportunities.arrivals import Counts
from app.community.opportunities.models import Opportunity, State
from app.core import clock
from app.people.members.models import Role, Standing
from app.web.kit import csrf, uploads
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.community.opportunities.making import draft, opportunity
from tests.community.opportunities.test_listing import titles

HERE = "/opportunities/import"
LINE = {
    "kind": "job",
    "title": "Clinic manager",
    "giver": "Westgate Birth Centre",
    "body": 'Twenty-two hours.\n\n"Every other Friday off", <b>they</b> say.',
    "way": "on-site",
    "place": "Bristol",
    "pay_from": "41,300",
    "currency": "GBP",
    "closes": (clock.today() + timedelta(days=9)).isoformat() + " 17:00",
    "zone": "Europe/London",
    "apply": "https://westgate.example/jobs/7",
    "public": "yes",
}


def another(n, **said):
    return {"title": f"Number {n}", "apply": f"https://westgate.example/jobs/{n}"} | said


def table(*lines):
    file = io.StringIO(newline="")
    rows = csv.DictWriter(file, list(LINE))
    rows.writeheader()
    rows.writerows(LINE | line for line in lines)
    return file.getvalue().encode()


def send(web, member, content, turn="look"):
    """Choose a file on the page and press its button."""
    [form] = [each for each in forms_of(web.as_(member).get(HERE)) if each.action == HERE]
    typed = {name: value for name, value in form.values.items() if name != "table"}
    files = {"table": ("o.csv", content, "text/csv")}
    return web.client.post(HERE, data=typed | {"turn": turn}, files=files)


def confirm(web, page):
    """Press the button under what would come of it, as a browser sends a form with a file."""
    [form] = [each for each in forms_of(page) if each.action == HERE]
    files = {name: (None, value) for name, value in form.values.items()}
    return web.client.post(HERE, files=files | {"turn": (None, "take")})


def plain(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def number(session):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Opportunity))


def test_first_she_sees_what_would_come_of_it_and_then_it_is_taken_in(
    web, make, session, mona, amina
):
    opportunity(make, amina, title="Number 2", apply="https://elsewhere.example/")
    page = send(web, mona, table({}, another(2, giver=LINE["giver"]), another(3), {"way": "no"}))

    assert page.status_code == 200
    assert "New 2 Here already 1 Lines that don’t fit 1" in plain(page)
    assert "way : Please choose one of these: on-site" in plain(page)
    assert number(session) == 1

    said = web.follow(confirm(web, page))

    assert "2 opportunities taken in, 1 was here already, 1 line left out." in plain(said)
    row = session.scalars(select(Opportunity).where(Opportunity.title == LINE["title"])).one()
    assert (row.state, row.poster_id, row.checked) == (State.SHOWN, mona.id, clock.today())
    assert row.body == LINE["body"]
    assert {"Clinic manager", "Number 3"} < {*titles(web.as_(amina).get("/opportunities"))}
    log = web.as_(make.member("Ola", role=Role.ADMINISTRATOR)).get(url("moderation_log"))
    assert "2 from a table" in log.text


def test_the_same_again_makes_nothing_twice(web, session, mona):
    page = send(web, mona, table(another(1), another(2), another(2)))
    assert "New 2 Here already 1" in plain(page)
    for _ in range(2):
        assert confirm(web, page).status_code == 303

    assert number(session) == 2
    again = send(web, mona, table(another(1), another(2)))
    assert "There is nothing new in it that fits." in again.text
    assert [each.action for each in forms_of(again) if each.action == HERE] == []


def test_signs_of_a_scam_are_named_by_line_before_anything_is_taken_in(web, mona):
    page = send(web, mona, table(another(1), another(2, body="Contact us on WhatsApp.")))

    assert "Look at these again" in page.text
    assert "<b>Line 5</b>" in page.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Please choose a file."),
        (b" \n\n", "Please choose a file."),
        ("kind,Café\n".encode("latin-1"), "Please save the file as UTF-8."),
    ],
)
def test_what_is_no_file_of_words_is_said_above_the_form(web, session, mona, content, words):
    answer = send(web, mona, content)

    assert answer.status_code == 422
    assert words in answer.text


def test_a_table_without_its_columns_says_which_are_missing(web, mona):
    page = send(web, mona, b"kind,title,salary\njob,x,y\n")

    for words in ("giver", "This column is missing.", "salary", "There is no such column."):
        assert words in page.text
    assert "There is nothing new in it that fits." in page.text


def test_it_has_an_end_in_lines_and_in_bytes_and_says_so(web, mona):
    names = b"kind,title,giver,body,way,apply\n"
    answer = send(web, mona, names + b"x\n" * 5001)
    assert answer.status_code == 422
    assert "This has more than 5,000 lines. Send it in parts." in answer.text
    assert "And 4,950 more." in send(web, mona, names + b"x\n" * 5000).text

    answer = send(web, mona, b"x" * (uploads.FILE_BYTES + 1))
    assert answer.status_code == 422
    assert "This file is too long. Send it in parts." in answer.text
    answer = send(web, mona, b"x" * uploads.BODY_BYTES)
    assert answer.status_code == 413
    assert "That was too long to send" in answer.text


def test_elsewhere_as_much_as_before_is_taken_and_no_file(web, amina):
    token = {"csrf_token": csrf.token(web.house.ring, web.as_(amina).token)}
    files = {"name": ("a.txt", b"x", "text/plain")}

    assert web.client.post("/settings/profile", data=token, files=files).status_code == 400
    big = {"name": "x" * 200_000}
    assert web.client.post("/settings/profile", data=token | big).status_code == 413


def test_only_who_lets_things_stand_may(web, session, amina, grace, mona, olga):
    for who in (amina, grace):
        assert HERE not in web.as_(who).get("/opportunities").text
        assert web.get(HERE).status_code == 403
        assert web.post(HERE, table="x", turn="take").status_code == 403
    assert HERE in web.as_(olga).get("/opportunities").text
    mona.standing = Standing.PAUSED
    session.add(mona)
    session.commit()
    assert web.as_(mona).post(HERE, table="x", turn="take").status_code == 403


@pytest.mark.parametrize("typed", [{}, {"turn": "take"}, {"table": "x", "turn": "eat"}])
def test_a_bad_form_is_shown_again(web, mona, typed):
    assert web.as_(mona).post(HERE, **typed).status_code == 422


def test_what_broke_off_is_taken_up_again(house, session, mona):
    """Each portion stands by itself: what came before the one that broke is there."""
    found = [(n, draft(title=f"Number {n}", apply=f"https://x.example/{n}")) for n in range(6)]
    broken = [*found[:5], (5, replace(found[5][1], body=None))]
    with pytest.raises(TypeError):
        arrivals.take_in(house.database, mona.id, broken, Counts(), at_once=2)
    assert number(session) == 4

    arrivals.take_in(house.database, mona.id, found, counts := Counts(), at_once=2)

    assert (counts.taken, counts.present) == (2, 4)
    assert number(session) == 6


@pytest.mark.timeout(600)
def test_others_go_on_writing_while_many_are_taken_in(
    web, house, session, make, mona, amina, capsys
):
    page = send(web, mona, table(*[another(n) for n in range(2000)]))
    waited, over = [], threading.Event()

    def write():
        while not over.is_set():
            begun = time.monotonic()
            with house.database.changing() as writing:
                writing.get(type(amina), amina.id, with_for_update=True).bio = str(begun)
            waited.append(time.monotonic() - begun)
            time.sleep(0.02)

    other = threading.Thread(target=write)
    other.start()
    begun = time.monotonic()
    answer = confirm(web, page)
    took = time.monotonic() - begun
    over.set()
    other.join()

    assert answer.status_code == 303
    assert number(session) == 2000
    assert len(waited) > 2
    with capsys.disabled():
        print(f"\n2,000 lines in {took:.1f} s; a writer waited {max(waited):.2f} s at most")
