"""“The moderators have written to you”: until she has read it, at no cost for others."""

import pytest
from sqlalchemy import select

from app.people.anonymity.bundles import Shelf
from app.people.anonymity.models import ReadBundle
from app.web.kit.addresses import url
from tests.conftest import counted

BANNER = "The moderators have written to you."
MENU = "Messages from the moderators"


@pytest.fixture(params=["named", "unnamed"])
def made(request, make, amina, mona):
    return make.decided(request.getfixturevalue(request.param), amina, mona)


def path_of(made):
    return url("notice", notice_id=made.case_id)


def pages(thread):
    kept = (url("thread_slugged", thread_id=thread.id, slug=thread.slug), "/")
    return (*kept, "/circles", "/c/new-mothers", "/settings/email", "/safety", "/c/nothing-here")


def test_it_stands_on_every_page_and_leads_there(web, make, thread, made, bea):
    web.as_(bea)
    for path in pages(thread):
        page = web.get(path).text
        assert BANNER in page, path
        assert f'href="{path_of(made)}"' in page, path


def test_also_above_a_form_that_did_not_fit(web, thread, made, bea):
    answer = web.as_(bea).post(url("reply", thread_id=thread.id), body="")

    assert answer.status_code == 422
    assert BANNER in answer.text


def test_nobody_else_sees_it(web, thread, made, bea, grace, mona):
    web.as_(bea).get("/")
    for who in (grace, mona):
        web.as_(who)
        for path in pages(thread):
            page = web.get(path).text
            assert BANNER not in page, path
            assert f">{MENU}<" not in page.replace("</svg>", ">")
    assert BANNER not in web.visitor().get("/").text


def test_it_goes_when_she_has_read_it_and_the_menu_stays(web, thread, made, bea):
    web.as_(bea)

    assert BANNER not in web.get(path_of(made)).text

    for path in pages(thread):
        page = web.get(path).text
        assert BANNER not in page, path
        assert MENU in page, path


def test_looking_at_the_list_is_not_reading(web, made, bea):
    web.as_(bea).get("/notices")

    assert BANNER in web.get("/").text


def test_each_is_told_once(web, make, thread, named, unnamed, amina, bea, mona):
    first, second = (make.decided(post, amina, mona) for post in (named, unnamed))
    web.as_(bea).get(path_of(first))

    page = web.get("/").text

    assert path_of(second) in page
    assert path_of(first) not in page
    web.get(path_of(second))
    assert BANNER not in web.get("/").text
    make.asked(first.case_id, mona, "One thing more.")
    assert path_of(first) in web.get("/").text


def test_a_reporter_is_led_to_her_receipt(web, make, named, amina, mona):
    report = make.report(named, amina)
    make.decision(report.case_id, mona)
    receipt = url("receipt", report_id=report.id)

    assert f'href="{receipt}"' in web.as_(amina).get("/").text
    web.get(receipt)
    assert BANNER not in web.get("/").text


def test_what_she_has_read_outlives_the_process_and_no_row_moves_before(
    web, house, session, made, bea, running
):
    def rows():
        session.rollback()
        return session.execute(select(ReadBundle.owner, ReadBundle.sealed)).all()

    before = rows()
    web.as_(bea).get(path_of(made))
    assert rows() == before
    house.flush()
    house.shelf.__dict__.update(Shelf(house.ring).__dict__)

    assert rows() != before
    assert BANNER not in web.get("/").text


def test_who_has_no_talks_is_asked_nothing_more(
    web, house, make, thread, named, amina, grace, mona
):
    path = url("thread", thread_id=thread.id)

    def cost():
        with counted(house) as asked:
            web.get(path)
        return asked

    web.as_(grace).get(path)
    before = cost()
    make.decided(named, amina, mona)
    cost()

    assert len(before) <= 5
    assert cost() == before


def test_who_has_talks_is_asked_nothing_more_once_they_are_in_hand(web, house, thread, made, bea):
    web.as_(bea)
    path = url("thread", thread_id=thread.id)
    for _ in range(2):
        web.get(path)

    with counted(house) as asked:
        assert BANNER in web.get(path).text

    assert len(asked) <= 5, "\n".join(asked)


def test_a_kept_page_tells_nobody_of_anothers(web, make, thread, named, unnamed, amina, bea, mona):
    """Two readers of one kept page, each with a word of her own."""
    hers = make.decided(named, amina, mona)
    report = make.report(unnamed, amina)
    make.asked(report.case_id, mona, "Who?", report.id)
    path = url("thread", thread_id=thread.id)
    receipt = url("receipt", report_id=report.id)

    for _ in range(2):
        aminas, beas = web.as_(amina).get(path).text, web.as_(bea).get(path).text
        assert path_of(hers) in beas
        assert path_of(hers) not in aminas
        assert receipt not in beas
