"""While a title is typed, threads like it are offered: those that she may read, and no more."""

import re

import pytest

from app.core.limits import Limit
from app.people.circles.models import Visibility
from app.web.kit.addresses import url

SIMILAR = "/search/similar"


@pytest.fixture
def threads(make, circle, amina):
    """What has been written about sleep, in a circle of hers and in one that is not."""
    den = make.circle("Den", visibility=Visibility.PRIVATE)
    make.thread(den, make.member("Dora", den), title="Baby will not sleep, in private")
    make.thread(circle, amina, title="My baby will not sleep alone")
    make.thread(circle, amina, title="Going back to work", body="The baby and the sleep.")
    return circle


def offered(web, title):
    beside = {"body": "not looked at", "form_nonce": "x", "soften": ["one", "another"]}
    answer = web.post(SIMILAR, title=title, **beside)
    assert answer.status_code == 200
    return re.findall(r'<a href="/t/[^"]+">([^<]+)</a>', answer.text)


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("Why will my baby not sleep?", ["My baby will not sleep alone"]),
        ("BABY SLEEP", ["My baby will not sleep alone"]),
        ("Back to work", ["Going back to work"]),
        ("Something else altogether", []),
        ("the and what", []),
        ("", []),
        ('"sleep" -baby )', ["My baby will not sleep alone"]),
    ],
)
def test_titles_that_share_words_are_offered(web, threads, bea, title, what):
    assert offered(web.as_(bea), title) == what


def test_only_what_she_may_read_and_does_not_keep_away_from(web, make, threads, bea, amina):
    make.session.commit()
    assert offered(web.as_(bea), "baby sleep") == ["My baby will not sleep alone"]
    web.post("/m/amina/block", change="block")
    assert offered(web, "baby sleep") == []


def test_a_visitor_is_offered_nothing(web, threads):
    assert web.visitor().post(SIMILAR, title="baby sleep").status_code == 403


def test_the_form_asks_for_it_and_shows_it_without_a_script(web, threads, bea):
    new = web.as_(bea).get(url("new_thread", circle=threads.slug))
    assert f'hx-post="{SIMILAR}"' in new.text
    assert "Others have written about this" not in new.text

    draft = {"title": "Baby and sleep", "body": "Words", "intent": "advice-welcome"}
    preview = web.send(new, url("start_thread", circle=threads.slug), preview="on", **draft)
    assert "Others have written about this" in preview.text
    refused = web.send(new, url("start_thread", circle=threads.slug), **draft | {"body": ""})
    assert refused.status_code == 422
    assert "My baby will not sleep alone" in refused.text


def test_who_types_on_and_on_is_offered_nothing_for_a_while(web, threads, bea):
    web.as_(bea)
    for _ in range(Limit.DRAFTS_LOOKED_AT.times):
        offered(web, "zzz")

    assert offered(web, "baby sleep") == []


def test_it_takes_no_turn_among_those_who_write(web, house, threads, bea):
    """In SQLite one writes at a time, and reading waits for nobody."""
    web.as_(bea)
    with house.database.changing() as session:
        session.connection().exec_driver_sql("DELETE FROM outbox")
        if house.database.is_sqlite:
            assert offered(web, "baby sleep") == ["My baby will not sleep alone"]
