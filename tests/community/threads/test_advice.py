"""Advice: marked by its author, named or not; folded where listening was asked for."""

import re

import pytest
from sqlalchemy import select

from app.community.threads.held_models import HeldPost
from app.community.threads.models import Intent, Post, PostState, Revision, Thread, WaitingPost
from app.core.keys import base32
from app.oversight.moderation import decisions
from app.oversight.moderation.models import Case, Reason
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests.oversight.moderation.deciding import case_of, decide

WORDS = "Ask for it in writing."
FOLDED = ", where the author asked for listening."
BOTH = pytest.mark.parametrize("anonymous", ["", "on"])
# What a reply looks like that nobody marked, so that it can be told where the fold begins.
EVERYWHERE = pytest.mark.parametrize("intent", [i for i in Intent if not i.folds_advice])


@pytest.fixture
def thread(make, crowded, amina):
    return make.thread(crowded, amina, intent=Intent.JUST_LISTENING, title="The third time")


def page(web, thread):
    return web.get(url("thread", thread_id=thread.id))


def reply(web, thread, body=WORDS, **fields):
    return web.send(page(web, thread), url("reply", thread_id=thread.id), body=body, **fields)


def edit(web, post, **fields):
    way = url("edit_post", post_id=post.id)
    return web.send(web.get(way), way, **fields)


def shown(html, seq=2):
    """A reply as it stands in its thread."""
    return re.search(rf'<li id="p{seq}".*?</article></li>', html, re.DOTALL)[0]


def summary(html, seq=2):
    """What its fold says, as it is heard."""
    fold = re.search(r"<summary>(.*?)</summary>", shown(html, seq), re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]+>", "", fold).split())


@BOTH
def test_where_listening_was_asked_for_it_is_folded(web, make, thread, amina, bea, anonymous):
    web.as_(bea)
    answer = reply(web, thread, advice="on", anonymous=anonymous)

    html = web.as_(amina).follow(answer).text

    assert make.post(thread, 2).advice
    who = "Bea" if not anonymous else re.search(r"<b>([^<]+)</b>", shown(html))[1]
    assert summary(html) == f"Advice from {who}{FOLDED}"
    assert shown(html).count("<details") == 1
    assert shown(html).index("</summary>") < shown(html).index(WORDS)


def test_a_visitor_sees_the_same_fold(web, session, thread, circle, bea):
    circle.visibility = "public"
    session.commit()
    reply(web.as_(bea), thread, advice="on")

    assert summary(page(web.visitor(), thread).text) == f"Advice from Bea{FOLDED}"


@BOTH
def test_beside_a_content_note_there_is_one_fold(web, thread, bea, anonymous):
    web.as_(bea)
    reply(web, thread, advice="on", content_note="burn-out <b>", anonymous=anonymous)

    html = page(web, thread).text

    assert shown(html).count("<details") == 1
    assert re.fullmatch(
        rf"Advice from .+{re.escape(FOLDED)} Content note: burn-out &lt;b&gt;", summary(html)
    )


@EVERYWHERE
def test_elsewhere_it_carries_a_tag_and_is_open(web, make, circle, amina, bea, intent):
    thread = make.thread(circle, amina, intent=intent)
    reply(web.as_(bea), thread, advice="on")

    html = page(web, thread).text

    assert ">Advice</span>" in shown(html)
    assert "<details" not in shown(html)
    assert FOLDED not in html


def test_what_nobody_marked_is_neither(web, thread, bea):
    reply(web.as_(bea), thread)

    html = page(web, thread).text

    assert "<details" not in shown(html)
    assert ">Advice</span>" not in shown(html)


@pytest.mark.parametrize("intent", list(Intent))
def test_whoever_replies_reads_what_was_asked_for(web, make, circle, amina, bea, intent):
    thread = make.thread(circle, amina, intent=intent)

    html = page(web.as_(bea), thread).text

    composer = html[html.index('id="composer"') :]
    assert composer.index(intent.asks) < composer.index("<textarea")
    assert "This is advice" in composer
    assert (
        "It stays folded here" in composer[: composer.index("Preview</button>")]
    ) is intent.folds_advice


@pytest.mark.parametrize("advice", ["", "on"])
def test_the_preview_repeats_it_without_a_script(web, session, thread, bea, advice):
    answer = reply(web.as_(bea), thread, preview="on", **({"advice": advice} if advice else {}))

    preview = answer.text[answer.text.index('id="preview"') :]
    assert answer.status_code == 200
    assert Intent.JUST_LISTENING.asks in preview
    assert ("Marked as advice" in preview) is bool(advice)
    assert ('value="on" checked' in answer.text[: answer.text.index("This is advice")]) is bool(
        advice
    )
    assert session.scalars(select(Post).filter_by(body=WORDS)).all() == []


def test_the_preview_repeats_it_with_htmx(web, thread, bea):
    html = page(web.as_(bea), thread).text
    way = re.search(r'hx-post="([^"]+)"', html)[1]

    part = web.post(way, into="preview", body=WORDS, advice="on").text

    assert Intent.JUST_LISTENING.asks in part
    assert "Marked as advice" in part
    assert "stays folded" in part


@pytest.mark.parametrize("asked", ["", "queen", "<b>", "just-listening" * 90])
def test_a_preview_of_nothing_in_particular_repeats_nothing(web, bea, asked):
    answer = web.as_(bea).post(f"/preview?asked={asked}", into="preview", body=WORDS)

    assert answer.status_code == 200
    assert not any(intent.asks in answer.text for intent in Intent)


@BOTH
def test_it_can_be_marked_later_and_the_other_way_round(web, session, make, thread, bea, anonymous):
    reply(web.as_(bea), thread, anonymous=anonymous)
    post = make.post(thread, 2)
    kept = page(web, thread).text

    marked = web.follow(edit(web, post, advice="on")).text
    present = web.get(url("edit_post", post_id=post.id)).text
    web.post(url("edit_post", post_id=post.id), body=WORDS)
    unmarked = page(web, thread).text

    assert "<details" not in shown(kept)
    assert FOLDED in summary(marked)
    assert 'value="on" checked' in present
    assert "<details" not in shown(unmarked)
    # The mark is no word of hers: readers are not told of another version.
    assert make.post(thread, 2).edited_day is None
    assert session.scalars(select(Revision)).all() == []


def test_other_words_keep_the_mark_that_the_form_brings(web, make, thread, bea):
    reply(web.as_(bea), thread, advice="on")

    edit(web, make.post(thread, 2), body="Ask twice.")

    post = make.post(thread, 2)
    assert (post.body, post.advice) == ("Ask twice.", True)
    past = web.get(url("post_history", post_id=post.id)).text
    assert past.count("asked for listening") == 2
    assert past.index("asked for listening") < past.index("Ask twice.")


def test_the_page_to_change_a_reply_says_what_was_asked_for(web, make, thread, bea):
    reply(web.as_(bea), thread)

    html = web.get(url("edit_post", post_id=make.post(thread, 2).id)).text

    assert Intent.JUST_LISTENING.asks in html
    assert "This is advice" in html


def test_an_opening_post_is_no_advice(web, make, thread, amina, circle):
    opening = make.post(thread, 1)
    way = url("edit_post", post_id=opening.id)
    form = web.as_(amina).get(way)
    words = {"title": "The fourth time", "body": "Again.", "intent": "celebrate"}

    changed = web.send(form, way, advice="on")
    started = web.post(url("start_thread", circle=circle.slug), **words, advice="on")

    assert "This is advice" not in form.text
    assert (changed.status_code, started.status_code) == (422, 422)
    assert not make.post(thread, 1).advice


@pytest.mark.parametrize("odd", ["yes", "1", "on ", "<script>"])
def test_a_mark_that_is_none_is_refused_and_her_words_are_kept(web, thread, bea, odd):
    answer = reply(web.as_(bea), thread, advice=odd)

    assert answer.status_code == 422
    assert WORDS in answer.text
    assert "This is advice: Please choose one of these." in answer.text


@BOTH
def test_it_is_marked_the_same_way_whoever_writes(web, session, make, thread, bea, anonymous):
    """A pseudonym’s row holds nothing more than a member’s for it, and no hour."""
    reply(web.as_(bea), thread, advice="on", anonymous=anonymous)

    post = make.post(thread, 2)

    assert post.advice
    assert (post.at is None, post.author_id is None) == (bool(anonymous), bool(anonymous))


def test_what_waits_keeps_its_mark_under_the_seal(web, session, make, thread, tend, later, bea):
    reply(web.as_(bea), thread, advice="on", anonymous="on", later="on")
    [row] = session.scalars(select(WaitingPost)).all()
    hers = web.get(url("waiting_posts")).text

    with later(hours=12):
        tend()

    assert "Marked as advice" in hers
    assert b"advice" not in row.sealed
    assert make.post(thread, 2).advice


@BOTH
def test_what_is_held_keeps_its_mark(web, session, make, thread, bea, mona, anonymous):
    make.rule("link")
    sold = "See example.com"
    answer = reply(web.as_(bea), thread, sold, advice="on", anonymous=anonymous)
    if answer.status_code == 200:  # she is told what may name her, and sends it again
        answer = web.send(answer, url("reply", thread_id=thread.id))
    hers = web.get(url("held_posts")).text
    held = session.scalars(select(HeldPost)).one()
    held_id, kept = held.id, held.advice
    case = case_of(session, "held", held)
    seen = web.as_(mona).get(url("case", case_id=case.id)).text

    decide(make, mona, case, "keep")

    assert kept
    assert "Marked as advice" in hers
    assert "Marked as advice" in seen
    session.expire_all()
    assert session.get(Post, held_id).advice


def test_a_mark_can_mend_what_was_hidden(web, session, make, thread, amina, bea, mona):
    reply(web.as_(bea), thread)
    post = make.post(thread, 2)
    made = make.decided(post, amina, mona)

    answer = edit(web.as_(bea), post, advice="on")

    assert answer.headers["location"].startswith("/notices?said=mended")
    session.expire_all()
    assert session.get(Case, made.case_id).held_by == decisions.MENDED
    assert make.post(thread, 2).state is PostState.HIDDEN


def test_that_she_asked_for_something_else_is_a_reason_to_report(web, make, thread, amina, bea):
    reply(web.as_(bea), thread)
    post = make.post(thread, 2)
    way = url("report", kind="post", id=base32(post.id))
    form = web.as_(amina).get(way)
    answer = web.post(way, reason="ignored")

    assert "She asked for something else" in form.text
    assert "Advice where listening was asked for." in form.text
    assert "She asked for something else" in web.follow(answer).text
    assert case_of(make.session, "post", post).reason is Reason.IGNORED


def test_words_that_are_gone_are_no_advice_any_more(web, make, thread, bea):
    reply(web.as_(bea), thread, advice="on")

    web.post(url("delete_post", post_id=make.post(thread, 2).id))

    assert not make.post(thread, 2).advice


def test_her_own_list_does_not_open_it_for_her(web, make, crowded, amina, bea):
    web.as_(amina)
    words = {"title": "The third time", "body": "Again.", "intent": "just-listening"}
    web.post(url("start_thread", circle=crowded.slug), **words, anonymous="on")
    thread = make.session.scalars(select(Thread)).one()
    reply(web.as_(bea), thread, advice="on")

    html = web.as_(amina).get(url("settings_anonymous")).text

    assert "A reply marked as advice" in html
    assert WORDS not in html


@pytest.mark.parametrize("who", ["nobody", "stella", "paused"])
def test_who_may_not_reply_marks_nothing(web, session, thread, stella, bea, who):
    bea.standing = Standing.PAUSED
    session.commit()
    people = {"stella": stella, "paused": bea}
    browser = web.visitor() if who == "nobody" else web.as_(people[who])
    browser.get("/sign-in")

    answer = browser.post(url("reply", thread_id=thread.id), body=WORDS, advice="on")

    assert answer.status_code == 403
    assert session.scalars(select(Post).filter_by(body=WORDS)).all() == []
