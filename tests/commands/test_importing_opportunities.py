"""Opportunities from a table: each line as the form would take it, all of them or none."""

import csv
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import cli
from app.commands import importing_opportunities as importing
from app.commands import serving
from app.community.opportunities.models import Opportunity, State
from app.core import clock
from tests.community.opportunities.making import opportunity
from tests.community.opportunities.test_listing import titles

LINE = {
    "kind": "job",
    "title": "Clinic manager",
    "giver": "Westgate Birth Centre",
    "body": "Twenty-two hours.",
    "way": "on-site",
    "place": "Bristol",
    "pay_from": "41,300",
    "currency": "GBP",
    "closes": (clock.today() + timedelta(days=9)).isoformat() + " 17:00",
    "zone": "Europe/London",
    "apply": "https://westgate.example/jobs/7",
    "public": "yes",
}


@pytest.fixture
def table(tmp_path):
    def write(*lines, text=None, encoding="utf-8"):
        path = tmp_path / "opportunities.csv"
        if text is not None:
            path.write_bytes(text.encode(encoding))
            return path
        with path.open("w", newline="", encoding=encoding) as file:
            rows = csv.DictWriter(file, list(LINE))
            rows.writeheader()
            rows.writerows(LINE | line for line in lines)
        return path

    return write


def another(n):
    return {"title": f"Number {n}", "apply": f"https://westgate.example/jobs/{n}"}


def number(session):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Opportunity))


def test_what_fits_is_in_the_list_at_once(web, house, session, table, olga, amina):
    counts = importing.run(house, table({}), olga)

    assert (counts.taken, counts.present, counts.problems) == (1, 0, [])
    row = session.scalars(select(Opportunity)).one()
    assert (row.state, row.poster_id, row.checked) == (State.SHOWN, olga.id, clock.today())
    assert row.pay_from == 4_130_000
    assert row.per == "year"
    assert row.public
    page = web.as_(amina).get("/opportunities")
    assert titles(page) == ["Clinic manager"]
    assert "£41,300 a year" in page.text


def test_the_same_file_again_adds_nothing(house, session, table, olga):
    path = table(another(1), another(2))
    importing.run(house, path, olga)

    counts = importing.run(house, path, olga)

    assert (counts.taken, counts.present) == (0, 2)
    assert number(session) == 2


def test_what_is_here_by_its_link_or_by_title_and_giver_is_left_as_it_is(
    house, make, session, table, olga, bea
):
    opportunity(make, bea, state=State.REMOVED)

    counts = importing.run(
        house,
        table(
            {"title": "Another title"}, {"apply": "jobs@westgate.example"}, another(3), another(3)
        ),
        olga,
    )

    assert (counts.taken, counts.present) == (1, 3)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ({"kind": "pyramid"}, "kind", "one of these: job, speaking"),
        ({"way": ""}, "way", "fill this in"),
        ({"pay_from": "lots"}, "pay_from", "an amount such as"),
        ({"pay_from": "", "currency": ""}, "pay_from", "what it pays"),
        ({"closes": "14/05/2027"}, "closes", "as in 2026-05-14"),
        ({"closes": str(clock.today() - timedelta(days=1))}, "closes", "is over"),
        ({"closes": f"{clock.today()} noon"}, "closes", "as in 18:30"),
        ({"apply": "http://westgate.example"}, "apply", "https://"),
        ({"public": "perhaps"}, "public", "yes or no"),
        ({"zone": "Bristol"}, "zone", "choose one of these"),
        ({"title": "x" * 151}, "title", "151 characters"),
    ],
)
def test_what_does_not_fit_is_said_by_line_and_column(
    house, session, table, olga, line, column, words
):
    counts = importing.run(house, table(another(1), another(2) | line), olga)

    assert [(one.line, one.column) for one in counts.problems] == [(3, column)]
    assert words in counts.problems[0].why
    assert number(session) == 0


def test_bad_lines_can_be_left_out(house, session, table, olga):
    path = table(another(1), another(2) | {"kind": "pyramid"}, another(3))

    counts = importing.run(house, path, olga, skip_bad=True)

    assert counts.taken == 2
    assert len(counts.problems) == 1
    assert number(session) == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "missing"),
        ("kind,title\njob,x\n", 1, "missing"),
        ("kind,title,giver,body,way,apply,salary\n", 1, "no such column"),
        ("kind,title,giver,body,way,apply,kind\n", 1, "twice"),
        ("kind,title,giver,body,way,apply\njob,x\n", 2, "2 values"),
        ('kind,title,giver,body,way,apply\njob,"a\nb",x\n', 2, "3 values"),
        ("kind,title,giver,body,way,apply\njob,a\0b,x,y,home,z\n", 2, ""),
    ],
)
def test_a_file_that_is_no_such_table_says_where(house, session, table, olga, text, line, words):
    counts = importing.run(house, table(text=text), olga)

    assert counts.problems
    assert any(one.line == line and words in one.why for one in counts.problems)
    assert number(session) == 0


def test_a_file_in_another_encoding_is_refused_and_a_mark_at_its_beginning_is_not(
    house, session, table, olga
):
    text = "kind,title,giver,body,way,apply,unpaid\nevent,Café,Café,x,home,come,yes\n"
    assert (
        "UTF-8" in importing.run(house, table(text=text, encoding="latin-1"), olga).problems[0].why
    )

    plain = text.replace("event", "volunteering")
    counts = importing.run(house, table(text=plain, encoding="utf-8-sig"), olga)
    assert (counts.taken, counts.problems) == (1, [])


def test_lines_with_signs_of_a_scam_are_named_and_taken(house, table, olga):
    counts = importing.run(house, table({"body": "Contact us on WhatsApp."}), olga)

    assert counts.taken == 1
    assert [one.line for one in counts.doubtful] == [2]


@pytest.mark.timeout(600)
def test_five_thousand_lines_are_taken_in_and_all_or_none(house, session, table, olga, capsys):
    lines = [another(n) for n in range(5000)]
    bad = [*lines[:2500], another(2500) | {"kind": "pyramid"}, *lines[2501:]]
    assert importing.run(house, table(*bad), olga).problems[0].line == 2502
    assert number(session) == 0

    path, begun = table(*lines), time.monotonic()
    counts = importing.run(house, path, olga)
    took = time.monotonic() - begun

    assert (counts.taken, counts.problems) == (5000, [])
    assert number(session) == 5000
    with capsys.disabled():
        print(f"\n5,000 lines in {took:.1f} s")
    again = importing.run(house, path, olga)
    assert (again.taken, again.present) == (0, 5000)


def test_from_the_terminal(house, session, table, olga, monkeypatch, capsys):
    monkeypatch.setattr(serving, "prepare", lambda _house: None)
    path = table(another(1), another(2) | {"kind": "pyramid"})

    assert importing.command(house, path, "olga", skip_bad=False) == 1
    said = capsys.readouterr()
    assert "line 3, column “kind”: Please choose one of these" in said.err
    assert "Nothing was taken in." in said.out
    assert importing.command(house, path, "olga", skip_bad=True) == 1
    assert "1 taken in, 0 were here already, 1 line left out." in capsys.readouterr().out
    assert importing.command(house, path, "nobody", skip_bad=True) == 1
    assert importing.command(house, path.with_name("none.csv"), "olga", skip_bad=True) == 1
    assert number(session) == 1
    with pytest.raises(SystemExit):
        cli.main(["import-opportunities", str(path)])
