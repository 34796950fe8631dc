"""What she wrote without her name: found by her alone, with what was answered, leaving no trace."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.community.threads import hers
from app.community.threads.models import Thread
from app.core import clock
from app.people.anonymity.bundles import Shelf
from app.people.anonymity.models import Voice
from app.web.kit.addresses import url
from tests import dump
from tests.conftest import counted

PAGE = "/settings/anonymous"
NOTHING_NEW = "Nothing new since you last read."


@pytest.fixture
def crowded(session, circle):
    """A circle in which enough people have been for a month."""
    circle.crowd = 30
    session.commit()
    return circle


@pytest.fixture
def thread(make, crowded, bea):
    return make.thread(crowded, bea, title="The nights")


def speak(web, thread, who, body="Nobody here knows me", anonymous="on"):
    """A reply; returns the page of the thread as its author sees it then."""
    way = url("reply", thread_id=thread.id)
    return web.follow(web.as_(who).post(way, body=body, anonymous=anonymous)).text


def label(session, thread):
    return (
        session.query(Voice.label).filter_by(thread_id=thread.id).order_by(Voice.label).first()[0]
    )


def row(html, thread):
    """What stands beside a thread in the list."""
    start = html.index(f'href="{url("thread_slugged", thread_id=thread.id, slug=thread.slug)}"')
    return html[start : html.index("</li>", start)]


def test_she_finds_her_thread_with_her_name_there(web, session, thread, amina):
    for n in range(2):
        speak(web, thread, amina, f"Words {n}")

    found = row(web.get(PAGE).text, thread)

    assert f"You are {label(session, thread)} here" in found
    assert "2 posts of yours" in found
    assert "New mothers" in found
    assert "You started it" not in found


def test_a_thread_that_she_started_says_so(web, session, crowded, amina):
    fields = {"title": "Not at home", "body": "Not there either", "intent": "just-listening"}
    web.as_(amina).post(url("start_thread", circle=crowded.slug), anonymous="on", **fields)

    html = web.get(PAGE).text

    started = session.query(Thread).filter_by(title="Not at home").one()
    assert "You started it" in row(html, started)
    assert "1 post of yours" in html


def test_nobody_else_finds_it(web, thread, amina, bea, grace, mona, olga):
    speak(web, thread, amina)

    for other in (bea, grace, mona, olga):
        assert thread.slug not in web.as_(other).get(PAGE).text
    assert web.visitor().get(PAGE).status_code == 303


def test_what_she_wrote_under_her_name_is_not_there(web, thread, amina):
    speak(web, thread, amina, anonymous="")

    assert thread.slug not in web.get(PAGE).text


def test_a_thread_is_gone_when_nothing_of_hers_is_left_in_it(web, session, thread, amina, make):
    speak(web, thread, amina)
    web.post(url("delete_post", post_id=make.post(thread, 2).id))

    assert thread.slug not in web.get(PAGE).text


def test_in_a_circle_that_she_may_no_longer_read_nothing_is_found(
    web, session, thread, crowded, amina
):
    speak(web, thread, amina)
    crowded.visibility = "private"
    session.commit()
    assert thread.slug in web.get(PAGE).text

    web.post(url("leave_circle", circle=crowded.slug))

    assert thread.slug not in web.get(PAGE).text


def test_the_latest_day_comes_first(web, session, make, crowded, amina, bea):
    threads = [make.thread(crowded, bea, title=f"Thread {n}") for n in range(3)]
    for n, one in enumerate(threads):
        speak(web, one, amina, f"In {n}")
        session.get(Thread, one.id).active_day = clock.today() - timedelta(days=(1, 5, 3)[n])
        session.commit()

    html = web.get(PAGE).text

    places = [html.index(f">Thread {n}<") for n in (0, 2, 1)]
    assert places == sorted(places)


# Answers


def test_what_came_since_she_read_is_an_answer(web, thread, amina, bea):
    speak(web, thread, amina)
    assert NOTHING_NEW in web.get(PAGE).text
    speak(web, thread, bea, "I was up at four as well.", anonymous="")

    html = web.as_(amina).get(PAGE).text

    assert "I was up at four as well." in html
    assert NOTHING_NEW not in html
    assert "Speaks to you" not in html
    assert "1 new" in row(html, thread)


def test_the_way_to_the_first_unread_leads_to_it(web, make, crowded, amina, bea):
    long = make.thread(crowded, bea, replies=[(bea, str(n)) for n in range(2, 21)])
    speak(web, long, amina)
    speak(web, long, bea, "Twenty-two", anonymous="")

    html = web.as_(amina).get(PAGE).text

    way = url("thread_slugged", thread_id=long.id, slug=long.slug, after=20, at="p22")
    assert f'class="new" href="{way}"' in html
    assert 'id="p22"' in web.get(way.partition("#")[0]).text


def test_an_answer_is_gone_when_she_has_read_it(web, thread, amina, bea):
    speak(web, thread, amina)
    speak(web, thread, bea, "Me too")

    web.as_(amina).get(url("thread_slugged", thread_id=thread.id, slug=thread.slug))

    html = web.get(PAGE).text
    assert NOTHING_NEW in html
    assert " new<" not in html


@pytest.mark.parametrize("how", ["pseudonym", "quotation"])
def test_what_speaks_to_her_comes_first(web, session, thread, amina, bea, how):
    speak(web, thread, amina, "I *still* sit in the car\nbefore I go in.")
    words = {
        "pseudonym": f"{label(session, thread).lower()}, so do I.",
        "quotation": "> I still sit in the car\n\nSo do I.",
    }
    speak(web, thread, bea, "To nobody in particular", anonymous="")
    speak(web, thread, bea, words[how], anonymous="")

    html = web.as_(amina).get(PAGE).text

    assert html.count("Speaks to you") == 1
    assert ">So do I.</a>" in html or how == "pseudonym"
    assert html.casefold().index("so do i.") < html.index("To nobody in particular")


def test_her_own_words_are_no_answer_under_either_name(web, thread, amina):
    speak(web, thread, amina, "By voice")
    speak(web, thread, amina, "By name", anonymous="")
    speak(web, thread, amina, "By voice again")

    assert NOTHING_NEW in web.get(PAGE).text


def test_a_noted_answer_stays_folded(web, thread, amina, bea):
    speak(web, thread, amina)
    fields = {"body": "It was the ward.", "content_note": "hospital"}
    web.as_(bea).post(url("reply", thread_id=thread.id), **fields)

    html = web.as_(amina).get(PAGE).text

    assert "Content note: <bdi>hospital</bdi>" in html
    assert "It was the ward." not in html


def test_answers_are_known_again_after_a_restart(web, running, house, thread, amina, bea):
    speak(web, thread, amina)
    running.state.house = replace(house, shelf=Shelf(house.ring))
    speak(web, thread, bea, "After the restart")

    assert "After the restart" in web.as_(amina).get(PAGE).text


# How it is found


@pytest.fixture
def narrow(monkeypatch):
    monkeypatch.setattr(hers, "PAGE", 2)
    monkeypatch.setattr(hers, "MOST_ASKED", 4)


def test_further_back_is_on_the_next_pages(web, narrow, make, crowded, amina, bea):
    """Every thread of hers is on exactly one page, whatever lies between them."""
    written = {}
    for n in range(12):
        one = make.thread(crowded, bea, title=f"Thread {n}", replies=[(None, "x")] * (n % 4))
        if n % 3 != 1:
            speak(web, one, amina, f"In {n}")
            written[one.id] = one.slug
    web.as_(amina)

    seen, path, pages = [], PAGE, 0
    while path:
        html = web.get(path).text
        seen += [slug for slug in written.values() if f"/{slug}" in html]
        older = re.search(r'rel="next"\s+href="([^"]+)"', html)
        path, pages = older and older[1], pages + 1

    assert sorted(seen) == sorted(written.values())
    assert pages > 4
    assert "Back to the latest" in html


def test_one_thread_of_many_pseudonyms_is_asked_as_a_whole(web, narrow, make, crowded, amina, bea):
    busy = make.thread(crowded, bea, title="Busy", replies=[(None, "x")] * 15)
    speak(web, busy, amina)

    assert "Busy" in web.get(PAGE).text


@pytest.mark.parametrize("after", ["", "x", "2026-13-01.1", "2026-11-01", "0001-01-01.zzzz", "."])
def test_an_address_that_says_nonsense_is_no_trouble(web, amina, after):
    assert web.as_(amina).get(f"{PAGE}?after={after}").status_code == 200


def test_threads_whose_keys_are_gone_are_not_found_and_the_page_says_so(
    web, running, house, session, thread, make, crowded, amina, bea
):
    speak(web, thread, amina)
    session.get(Thread, thread.id).key_epoch = "2025q3"
    session.commit()
    fresh = make.thread(crowded, bea, title="A later one")
    speak(web, fresh, amina, "Still hers")

    html = web.get(PAGE).text

    assert fresh.slug in html
    assert thread.slug not in html
    gone = "Threads from before October 2025 can no longer be found: their keys are gone."
    assert gone in html


def test_keys_that_are_all_there_are_not_spoken_of(web, thread, amina):
    speak(web, thread, amina)

    assert "their keys are gone" not in web.get(PAGE).text


def test_looking_writes_nothing_and_asks_for_no_voice_of_hers(
    web, house, session, thread, amina, bea
):
    speak(web, thread, amina, "A line that is long enough")
    speak(web, thread, bea, "> A line that is long enough\n\nYes.")
    token = session.query(Voice.token).join(Thread).all()
    web.as_(amina)
    before, asked = dump.of(session), []

    def note(_c, _cursor, _statement, parameters, *_rest):
        asked.append(repr(parameters))

    event.listen(house.database._reader, "before_cursor_execute", note)
    html = web.get(PAGE).text
    event.remove(house.database._reader, "before_cursor_execute", note)

    assert "Speaks to you" in html
    assert len(asked) > 5
    assert not [values for values in asked for (one,) in token if repr(bytes(one)) in values]
    assert dump.of(session) == before


def test_it_takes_few_questions(web, house, make, crowded, amina, bea):
    for n in range(6):
        one = make.thread(crowded, bea, title=f"Thread {n}")
        speak(web, one, amina, f"In {n}")
        speak(web, one, bea, f"An answer to {n}")
    web.as_(amina)

    with counted(house) as asked:
        html = web.get(PAGE).text

    assert html.count("An answer to") == 6
    assert len(asked) <= 9


def test_the_way_to_it_stands_in_settings_and_in_the_menu(web, amina):
    html = web.as_(amina).get("/settings").text

    assert html.count(f'href="{PAGE}"') == 2
    assert "<title>Your threads ·" in web.get(PAGE).text
