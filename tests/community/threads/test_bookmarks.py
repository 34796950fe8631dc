"""Bookmarks: kept, found, changed and taken off by the pages' own forms."""

import re

import pytest
from sqlalchemy import update

from app.community.threads.models import Post, PostState, Thread
from app.core import keys
from app.web.kit.addresses import url
from tests.browser import forms_of, without_chance
from tests.community.threads import marking
from tests.community.threads.marking import keep, take_off, way

GONE = "A post that can’t be read here any more"


@pytest.fixture
def thread(make, circle, bea, grace):
    said = [(grace, "I kept *a lamp* on."), (None, "So did I.")]
    return make.thread(circle, bea, title="The nights", body="They are long.", replies=said)


@pytest.fixture
def kept_by(make):
    """What a member has bookmarked now, the newest first."""
    return lambda member: marking.kept_by(make, member)


# Keeping


def test_a_thread_and_a_reply_are_kept_from_beside_the_thread(web, make, amina, thread, kept_by):
    page = web.as_(amina).get(url("thread", thread_id=thread.id))
    share = web.get(re.search(r'href="([^"]+)">Bookmark or share<', page.text)[1])
    opening, reply = make.post(thread, 1), make.post(thread, 2)
    assert way(opening) in share.text
    choose = web.get(url("keep_from_thread", thread_id=thread.id)).text
    assert all(way(make.post(thread, seq)) in choose for seq in (1, 2, 3))

    answer = keep(web, amina, opening, "Read this again in May")
    keep(web, amina, reply)

    shown = web.follow(answer).text
    assert "It is among your bookmarks." in shown
    where = answer.headers["location"].rpartition("#")[2]
    assert f'id="{where}"' in shown
    page = web.get("/bookmarks").text
    for words in ("The nights", "Read this again in May", "Reply 1", "Grace", "I kept a lamp on."):
        assert words in page
    assert kept_by(amina) == [(reply.id, ""), (opening.id, "Read this again in May")]


def test_one_leads_to_its_post(web, make, amina, thread):
    reply = make.post(thread, 3)
    keep(web, amina, reply)

    assert f'href="/p/{keys.base32(reply.id)}"' in web.get("/bookmarks").text
    assert web.get(url("post", post_id=reply.id)).headers["location"].endswith("#p3")


def test_a_post_has_one_bookmark_and_its_note_can_change(web, make, amina, thread, kept_by):
    post = make.post(thread)
    keep(web, amina, post, "First")
    page = web.as_(amina).get(way(post))
    [form] = [form for form in forms_of(page) if form.action == way(post)]
    assert form.values["note"] == "First"

    answer = keep(web, amina, post, "Second")

    assert "Your changes are saved." in web.follow(answer).text
    assert kept_by(amina) == [(post.id, "Second")]


def test_the_newest_comes_first_page_by_page(web, make, circle, amina, bea, thread, kept_by):
    long = make.thread(circle, bea, replies=[(bea, f"Reply {n}.") for n in range(1, 45)])
    web.as_(amina)
    for seq in range(1, 46):
        web.post(way(make.post(long, seq)), on="yes", note=f"Note {seq}.")

    found, page = [], web.get("/bookmarks")
    for _ in range(3):
        found.append(re.findall(r"Note (\d+)\.", page.text))
        more = re.search(r'rel="next"\s+href="([^"]+)"', page.text)
        page = web.get(more[1]) if more else page

    assert [len(stretch) for stretch in found] == [20, 20, 5]
    assert [n for stretch in found for n in stretch] == [str(n) for n in range(45, 0, -1)]
    assert "Back to the newest" in page.text


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "%00", ""])
def test_a_place_that_is_none_is_the_beginning(web, make, amina, thread, after):
    keep(web, amina, make.post(thread), "Here")

    assert "Here" in web.get(f"/bookmarks?after={after}").text


def test_words_are_looked_for_in_notes_and_titles_and_stand_in_no_address(
    web, make, circle, amina, bea, thread
):
    other = make.thread(circle, bea, title="Étude in grey")
    keep(web, amina, make.post(thread), "Ask Ros about the LAMP")
    keep(web, amina, make.post(other), "For May")
    page = web.get("/bookmarks")

    def found(words):
        shown = web.send(page, "/bookmarks/search", q=words).text
        assert words not in "".join(re.findall(r'(?:href|action)="([^"]*)"', shown))
        return ["The nights" in shown, "Étude in grey" in shown]

    assert found("lamp") == [True, False]
    assert found("étude may") == [False, True]
    assert found("lamp étude") == [False, False]
    assert found("nights") == [True, False]
    nothing = web.send(page, "/bookmarks/search", q="spreadsheet").text
    assert "Nothing with “<bdi>spreadsheet</bdi>” in your note or the title." in nothing


@pytest.mark.parametrize("words", ["", " ", "x" * 101])
def test_looking_for_nothing_says_so_and_shows_all(web, make, amina, thread, words):
    keep(web, amina, make.post(thread), "Here")

    answer = web.send(web.get("/bookmarks"), "/bookmarks/search", q=words)

    assert answer.status_code == 422
    assert 'id="q-error"' in answer.text
    assert "Here" in answer.text


def test_what_was_found_has_pages_too(web, make, circle, amina, bea):
    long = make.thread(circle, bea, title="Lamps", replies=[(bea, "Yes.")] * 24)
    web.as_(amina)
    for seq in range(1, 26):
        web.post(way(make.post(long, seq)), on="yes", note=f"Note {seq}.")
    page = web.send(web.get("/bookmarks"), "/bookmarks/search", q="lamps")
    [onward] = [form for form in forms_of(page) if "after" in form.values]

    second = web.client.post(onward.action, data=onward.values).text

    assert re.findall(r"Note (\d+)\.", second) == ["5", "4", "3", "2", "1"]


def test_an_empty_list_says_how_to_begin(web, amina):
    assert "Beside each thread, “Bookmark or share”" in web.as_(amina).get("/bookmarks").text


def test_a_note_that_is_too_long_is_said_and_kept_on_the_page(web, make, amina, thread, kept_by):
    answer = keep(web, amina, make.post(thread), "x" * 1001)

    assert answer.status_code == 422
    assert "Make it 1,000 at most." in answer.text
    assert "x" * 1001 in answer.text
    assert kept_by(amina) == []


def test_words_of_a_note_are_shown_as_words(web, make, amina, thread):
    keep(web, amina, make.post(thread), "<b>mine</b>")

    assert "&lt;b&gt;mine&lt;/b&gt;" in web.get("/bookmarks").text


def test_when_there_are_too_many_she_is_told_and_her_note_is_kept(
    web, make, monkeypatch, amina, thread
):
    from app.people.sheets import queries

    monkeypatch.setattr(queries, "MOST", 2)
    for seq in (1, 2):
        keep(web, amina, make.post(thread, seq))

    full = keep(web, amina, make.post(thread, 3), "One too many")

    assert full.status_code == 422
    assert "which is all there can be" in full.text
    assert "One too many" in full.text
    take_off(web, amina, make.post(thread, 1))
    assert keep(web, amina, make.post(thread, 3)).status_code == 303


# Taking off, and back


def test_it_is_taken_off_and_can_be_put_back_with_its_note(web, make, amina, thread, kept_by):
    post = make.post(thread)
    keep(web, amina, post, "Two\nlines")

    gone = take_off(web, amina, post)

    assert gone.status_code == 200
    assert "Two\nlines" in gone.text
    assert kept_by(amina) == []
    assert web.send(gone, way(post), on="yes").status_code == 303
    [(post_id, note)] = kept_by(amina)
    assert (post_id, note) == (post.id, "Two\nlines")


def test_taking_off_what_is_no_bookmark_ends_in_the_list(web, make, amina, thread):
    gone = web.as_(amina).post(way(make.post(thread)), on="no")

    assert "It is not among your bookmarks any more." in web.follow(gone).text


# What has gone


def hide(session, post):
    session.execute(update(Post).filter_by(id=post.id).values(state=PostState.HIDDEN))


def remove(session, post):
    session.execute(update(Post).filter_by(id=post.id).values(state=PostState.REMOVED))


def end(session, post):
    session.execute(update(Post).filter_by(id=post.id).values(state=PostState.ENDED))


def delete(session, post):
    session.execute(update(Post).filter_by(id=post.id).values(state=PostState.DELETED))


def hide_thread(session, post):
    session.execute(update(Thread).filter_by(id=post.thread_id).values(hidden=True))


def delete_thread(session, post):
    session.delete(session.get(Thread, post.thread_id))


def close_circle(session, post):
    thread = session.get(Thread, post.thread_id)
    from app.people.circles.models import Circle

    session.execute(update(Circle).filter_by(id=thread.circle_id).values(visibility="private"))


FATES = [hide, remove, end, delete, hide_thread, delete_thread, close_circle]


def plain(page, post_id):
    """A page without what is chance in it."""
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    return page.replace(keys.base32(post_id), "POST")


def test_what_has_gone_says_so_and_never_why_and_her_note_stays(
    web, make, session, stella, thread, circle, bea, kept_by
):
    seen, titles = set(), ("The nights", "They are long.", "New mothers", "Bea")
    for fate in FATES:
        here = make.thread(circle, bea, title="The nights", body="They are long.")
        post = make.post(here)
        post_id = post.id
        keep(web, stella, post, "My own words")
        fate(session, post)
        session.commit()

        page = without_chance(web.as_(stella).get("/bookmarks").text)
        form = without_chance(web.get(way(post)).text)
        assert GONE in page, fate
        assert "My own words" in page
        assert not [words for words in titles if words in page + form], fate
        seen.add((plain(page, post_id), plain(form, post_id)))
        circle.visibility = "members"
        session.merge(circle)
        session.commit()
        gone = take_off(web, stella, post)
        assert web.send(gone, way(post), on="yes").status_code == 303, fate
        assert kept_by(stella) == [(post_id, "My own words")]
        take_off(web, stella, post)
    assert len(seen) == 1


def test_the_note_of_what_has_gone_can_change(web, make, session, amina, thread, kept_by):
    post = make.post(thread)
    keep(web, amina, post, "Old")
    delete_thread(session, post)
    session.commit()

    assert keep(web, amina, post, "New").status_code == 303
    assert kept_by(amina) == [(post.id, "New")]


def test_what_she_may_not_read_cannot_be_bookmarked(
    web, make, session, circle, amina, stella, thread, kept_by
):
    circle.visibility = "private"
    session.commit()
    post, nothing = make.post(thread), "/p/1234/bookmark"

    for path in (way(post), nothing):
        assert web.as_(stella).get(path).status_code == 404
        assert web.post(path, on="yes", note="x").status_code == 404
        assert web.post(path, on="yes", note="x", back="forged").status_code == 404
        assert web.post(path, on="no").headers["location"] == "/bookmarks?said=bookmark-gone"
    assert kept_by(stella) == []
    assert web.as_(amina).get(way(post)).status_code == 200


def test_what_puts_back_is_hers_and_of_one_post_alone(web, make, session, circle, amina, stella):
    threads = [make.thread(circle, None, title=f"Thread {n}") for n in range(2)]
    posts = [make.post(thread) for thread in threads]
    keep(web, amina, posts[0])
    page = take_off(web, amina, posts[0])
    back = next(form.values["back"] for form in forms_of(page) if "back" in form.values)
    circle.visibility = "private"
    session.commit()

    web.as_(stella)
    assert web.post(way(posts[0]), on="yes", back=back).status_code == 404
    web.as_(amina).post(url("leave_circle", circle=circle.slug))
    assert web.post(way(posts[1]), on="yes", back=back).status_code == 404
    assert web.post(way(posts[0]), on="yes", back=back).status_code == 303


# As lists do


def test_what_she_keeps_out_is_folded_and_her_note_is_not(web, make, session, circle, amina, bea):
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, bea, title="Thistledown parade", body="Marmalade")
    muted = make.thread(circle, None, title="A muted parade")
    worded = make.thread(circle, None, title="On the scales")
    for here in (thread, muted, worded):
        keep(web, amina, make.post(here), f"My note on {here.id}")

    web.post("/m/bea/block", change="block")
    web.post(url("mute_thread", thread_id=muted.id), on="yes")
    web.post(url("mute_phrase"), phrase="scales")
    page = web.get("/bookmarks").text

    open_words = re.sub(r'<details class="fold quiet">.*?</details>', "", page, flags=re.DOTALL)
    for words in ("Thistledown", "A muted parade", "On the scales", "Marmalade"):
        assert words not in open_words
    for why in ("From somebody you have blocked", "A thread you have muted", "words you have mut"):
        assert why in open_words
    for here in (thread, muted, worded):
        assert f"My note on {here.id}" in open_words
    assert "Thistledown parade" in page
    assert "Marmalade" not in page


def test_a_muted_pseudonym_is_folded_and_her_own_post_never(web, make, session, circle, amina, bea):
    circle.crowd = 30
    session.commit()
    thread = make.thread(circle, bea, replies=[(None, "Marmalade")])
    make.voiced(thread, amina, "My own marmalade")
    for seq in (2, 3):
        keep(web, amina, make.post(thread, seq))
    web.post(url("mute_post", post_id=make.post(thread, 2).id), on="yes")
    web.post(url("mute_phrase"), phrase="marmalade")

    page = web.get("/bookmarks").text

    assert page.count("From a pseudonym you have muted here") == 1
    assert "My own marmalade" in page


def test_words_with_a_content_note_are_not_shown(web, make, session, amina, thread):
    post = make.post(thread, 2)
    session.execute(update(Post).filter_by(id=post.id).values(content_note="lamps"))
    session.commit()
    keep(web, amina, post)

    page = web.get("/bookmarks").text
    assert "Content note: <bdi>lamps</bdi>" in page
    assert "a lamp" not in page
