"""Muting: what somebody would rather not read is folded for her, and for nobody else."""

import pytest
from sqlalchemy import select

from app.core.keys import base32
from app.people.safety.models import Block, ShieldRow
from app.web.kit.addresses import url
from tests import dump

CANARY = "Marmalade weather"


@pytest.fixture(autouse=True)
def crowd(session, circle):
    circle.crowd = 30
    session.commit()


def folded(page, why):
    """What is folded for this reason on a page, and the page without it."""
    folds = []
    while why in page:
        at = page.index(why)
        end = page.index("</details>", at)
        folds.append(page[at:end])
        page = page[:at] + page[end:]
    return folds, page


def test_a_muted_member_is_not_read_and_may_go_on_writing(web, make, circle, amina, bea):
    make.thread(circle, bea, title="Cold toast")
    thread = make.thread(circle, amina, replies=[(bea, CANARY)])
    web.as_(amina).post("/m/bea/block", change="mute")

    folds, rest = folded(
        web.as_(amina).get(url("thread", thread_id=thread.id)).text, "From somebody you have muted"
    )

    assert CANARY in folds[0]
    assert CANARY not in rest
    assert "Cold toast" not in web.as_(amina).get(f"/c/{circle.slug}").text
    answer = web.as_(bea).post(url("reply", thread_id=thread.id), body="Still here")
    assert answer.status_code == 303


def test_a_muted_pseudonym_is_folded_in_its_thread_alone(web, make, circle, amina, bea, grace):
    thread, other = make.thread(circle, grace), make.thread(circle, grace)
    make.voiced(thread, bea, CANARY)
    make.voiced(other, bea, "Cold toast")
    voiced = make.post(thread, 2)
    page = web.as_(amina).get(url("mute_post", post_id=voiced.id))
    assert page.status_code == 200

    web.as_(amina).post(url("mute_post", post_id=voiced.id), on="yes")

    hers = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    folds, rest = folded(hers, "From a pseudonym you have muted here")
    assert CANARY in folds[0]
    assert CANARY not in rest
    assert "Cold toast" in web.as_(amina).get(url("thread", thread_id=other.id)).text
    assert "muted here" not in web.as_(amina).get(url("thread", thread_id=other.id)).text
    assert "muted here" not in web.as_(grace).get(url("thread", thread_id=thread.id)).text


def test_nobody_mutes_her_own_pseudonym(web, make, circle, amina, grace):
    thread = make.thread(circle, grace)
    make.voiced(thread, amina, CANARY)
    path = url("mute_post", post_id=make.post(thread, 2).id)

    assert web.as_(amina).get(path).status_code == 403
    assert web.as_(amina).post(path, on="yes").status_code == 403


def test_from_a_named_post_she_is_led_to_its_author(web, make, circle, amina, bea):
    thread = make.thread(circle, bea)

    answer = web.as_(amina).get(url("mute_post", post_id=make.post(thread, 1).id))

    assert answer.headers["location"] == "/m/bea/block"


def test_a_report_leads_to_blocking(web, make, circle, amina, bea):
    post = make.post(make.thread(circle, bea), 1)

    page = web.as_(amina).get(url("report", kind="post", id=base32(post.id))).text

    assert url("mute_post", post_id=post.id) in page


def test_a_muted_thread_is_in_no_list_and_can_be_read(web, make, circle, amina, grace):
    thread = make.thread(circle, grace, title=CANARY)
    path = url("thread", thread_id=thread.id)
    assert ">Mute</button>" in web.as_(amina).get(path).text

    web.as_(amina).post(url("mute_thread", thread_id=thread.id), on="yes")

    for listed in ("/", f"/c/{circle.slug}", "/m/grace"):
        assert CANARY not in web.as_(amina).get(listed).text
    page = web.as_(amina).get(path).text
    assert f'<h1 dir="auto">{CANARY}</h1>' in page
    assert ">Unmute</button>" in page
    web.as_(amina).post(url("mute_thread", thread_id=thread.id), on="no")
    assert CANARY in web.as_(amina).get(f"/c/{circle.slug}").text


def test_a_muted_circle_is_not_on_the_first_page_and_can_be_read(web, make, circle, amina, grace):
    make.thread(circle, grace, title=CANARY)

    web.as_(amina).post(url("mute_circle", circle=circle.slug), on="yes")

    assert CANARY not in web.as_(amina).get("/").text
    assert circle.name not in web.as_(amina).get("/").text
    page = web.as_(amina).get(f"/c/{circle.slug}").text
    assert CANARY in page
    assert "Unmute this circle" in page


@pytest.mark.parametrize("phrase", ["café crème", "CAFE  Creme", "crème"])
def test_a_muted_phrase_folds_posts_and_titles(web, make, circle, amina, grace, phrase):
    thread = make.thread(
        circle,
        grace,
        title="On Café Crème",
        replies=[(grace, "A *Cafe creme*, please"), (None, "Tea")],
    )
    web.as_(amina).post(url("mute_phrase"), phrase=phrase)

    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text
    folds, rest = folded(page, "Has words you have muted")
    assert len(folds) == 1
    assert "please" in folds[0]
    assert "Tea" in rest
    assert "<h1>A thread with words you have muted</h1>" in page
    folds, rest = folded(
        web.as_(amina).get(f"/c/{circle.slug}").text, "A thread with words you have muted"
    )
    assert "Café" in folds[0]
    assert "Café" not in rest
    assert "A thread with" not in web.as_(grace).get(f"/c/{circle.slug}").text


@pytest.mark.parametrize("said", ["The cafeteria is open", "Cafés, more than one", "kafe"])
def test_only_whole_words_are_found(web, make, circle, amina, grace, said):
    thread = make.thread(circle, grace, replies=[(grace, said)])
    web.as_(amina).post(url("mute_phrase"), phrase="café")

    page = web.as_(amina).get(url("thread", thread_id=thread.id)).text

    assert "Has words you have muted" not in page


def test_her_own_words_are_never_folded(web, make, circle, amina, grace):
    thread = make.thread(circle, amina, title="My marmalade", replies=[(amina, CANARY)])
    make.voiced(thread, amina, "More marmalade")
    web.as_(amina).post(url("mute_phrase"), phrase="marmalade")

    for path in (url("thread", thread_id=thread.id), f"/c/{circle.slug}"):
        page = web.as_(amina).get(path).text
        assert "words you have muted" not in page


@pytest.mark.parametrize(
    ("phrase", "why"), [("", "fill this in"), ("…!?", "no words"), ("x" * 61, "60 at most")]
)
def test_a_phrase_has_to_be_words(web, amina, phrase, why):
    answer = web.as_(amina).post(url("mute_phrase"), phrase=phrase)

    assert answer.status_code == 422
    assert why in answer.text


def test_answers_to_her_voice_leave_out_whom_she_does_not_read(
    web, make, circle, amina, bea, grace
):
    thread = make.thread(circle, grace)
    make.voiced(thread, amina, "Does it end?")
    for who, words in [(bea, CANARY), (grace, "It does")]:
        web.as_(who).post(url("reply", thread_id=thread.id), body=words)
    web.as_(amina).post("/m/bea/block", change="block")

    page = web.as_(amina).get("/settings/anonymous").text

    assert CANARY not in page
    assert "It does" in page


def test_the_list_names_all_of_it_and_takes_it_back(web, make, session, circle, amina, bea, grace):
    thread = make.thread(circle, grace, title="Warm milk")
    make.voiced(thread, bea, CANARY)
    hers = web.as_(amina)
    hers.post("/m/bea/block", change="block")
    hers.post("/m/grace/block", change="mute")
    hers.post(url("mute_post", post_id=make.post(thread, 2).id), on="yes")
    hers.post(url("mute_thread", thread_id=thread.id), on="yes")
    hers.post(url("mute_circle", circle=circle.slug), on="yes")
    hers.post(url("mute_phrase"), phrase="cold toast")

    page = hers.get("/settings/muted").text
    for heading in (
        "People you have blocked",
        "People you have muted",
        "Pseudonyms",
        "Threads",
        "Circles",
    ):
        assert heading in page
    assert "Warm milk" not in page  # by somebody she has muted
    assert "cold toast" in page

    import re

    forms = re.findall(
        r'name="kind" value="(\w+)">\s*<input type="hidden" name="what" value="([^"]*)"', page
    )
    assert len(forms) == 6
    for kind, what in forms:
        assert hers.post("/settings/muted", kind=kind, what=what).status_code == 303
    assert "You have blocked and muted nobody" in hers.get("/settings/muted").text
    assert session.scalars(select(Block.pair)).all() == []


def test_a_closed_room_is_not_named_on_her_list(web, make, session, amina, grace):
    room = make.circle("Back room", visibility="private")
    from app.people.circles import actions
    from app.people.circles.models import CircleRole, Membership

    for who in (amina, grace):
        actions.add(session, room, who.id, CircleRole.MEMBER)
    session.commit()
    thread = make.thread(room, grace, title=CANARY)
    web.as_(amina).post(url("mute_thread", thread_id=thread.id), on="yes")
    web.as_(amina).post(url("mute_circle", circle=room.slug), on="yes")
    session.delete(session.get_one(Membership, (room.id, amina.id)))
    session.commit()

    page = web.as_(amina).get("/settings/muted").text

    assert CANARY not in page
    assert "Back room" not in page
    assert page.count("can’t open any more</bdi>") == 2


def test_a_copy_does_not_say_what_she_has_muted(web, make, session, circle, amina, bea):
    web.as_(amina).post("/m/bea/block", change="mute")
    web.as_(amina).post(url("mute_phrase"), phrase="marmalade")

    assert dump.holding(session, "marmalade") == []
    [sealed] = session.scalars(select(ShieldRow.sealed))
    assert len(sealed) == 1024 + 28


def test_her_row_has_the_same_length_whatever_is_on_it(web, session, amina):
    for n in range(40):
        web.as_(amina).post(url("mute_phrase"), phrase=f"a phrase of some length {n}")
    [long] = session.scalars(select(ShieldRow.sealed))
    for n in range(40):
        web.as_(amina).post("/settings/muted", kind="phrase", what=f"a phrase of some length {n}")
    session.expire_all()

    assert len(long) == 2 * 1024 + 28
    assert [len(row) for row in session.scalars(select(ShieldRow.sealed))] == [len(long)]


def test_a_list_has_an_end(web, amina):
    for n in range(50):
        assert web.as_(amina).post(url("mute_phrase"), phrase=f"phrase {n}").status_code == 303

    answer = web.as_(amina).post(url("mute_phrase"), phrase="one more")

    assert answer.status_code == 422
    assert "Your list holds 50 of these" in answer.text
