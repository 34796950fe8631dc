"""What is a member’s own by a program: her evidence file, what she says of herself, how she is
told, what she mutes, and posts of hers that do not stand yet."""

import re

import pytest

from app.community.threads.models import Post, WaitingPost
from app.core.keys import base32
from app.oversight.moderation.models import Case
from app.people.members import profiles
from app.people.members.models import Member
from app.people.members.tokens import Scope
from app.people.sheets.models import Sheet
from tests.adversary.test_write_set import writing
from tests.browser import forms_of

EVIDENCE = "/evidence"
PROFILE = {
    "name": "Amina K.",
    "pronouns": "she/her",
    "about": "Nights, mostly.",
    "time_zone": "Europe/London",
    "language": "es",
    "findable": True,
    "followers": False,
}
TELLING = {
    **dict.fromkeys(("reply", "quote", "reaction", "welcome", "mentoring", "opportunity"), "list"),
    "mention": "mail",
    "rhythm": "weekly",
    "hour": 18,
    "news": True,
    "quiet_from": 20,
    "quiet_to": 9,
}


@pytest.fixture
def thread(session, make, circle, bea):
    circle.crowd = 30
    session.commit()
    return make.thread(circle, bea)


# Her evidence file


def test_what_a_program_keeps_is_in_her_file_and_the_reverse(program, web, amina):
    hers = program.of(amina)
    said = {"what": "I ran the *meeting*", "who": "Bea", "change": "We moved it", "day": "2026-03"}

    kept = hers.post(EVIDENCE, said)
    page = web.as_(amina).get("/evidence").text
    web.post("/evidence/new", what="I said no", who="", change="", day="2026-04-02")
    found = hers.get(EVIDENCE).json()["data"]

    assert (kept.status_code, kept.json()["day"]) == (201, "2026-03")
    assert "I ran the *meeting*" in page
    assert "March 2026" in page
    assert [one["what"] for one in found] == ["I said no", "I ran the *meeting*"]
    assert hers.get(f"{EVIDENCE}/{kept.json()['id']}").json() == found[1]


def test_the_same_key_keeps_it_once(program, session, amina):
    hers, said = program.of(amina), {"what": "I ran the meeting"}

    first, again = (hers.post(EVIDENCE, said, Idempotency_Key="e") for _ in range(2))
    other = hers.post(EVIDENCE, {"what": "I did not"}, Idempotency_Key="e")

    assert first.json() == again.json()
    assert other.json()["type"].endswith("#key-used")
    assert session.query(Sheet).count() == 1


def test_an_entry_is_changed_and_taken_out(program, web, amina):
    hers = program.of(amina)
    at = f"{EVIDENCE}/{hers.post(EVIDENCE, {'what': 'I ran it'}).json()['id']}"

    changed = hers.put(at, {"what": "I ran all of it", "day": "2026-03-14"})
    wrong = hers.put(at, {"what": "  ", "day": "2026-13-01"})
    page = web.as_(amina).get("/evidence").text
    gone = [hers.delete(at).status_code for _ in range(2)]

    assert (changed.json()["what"], changed.json()["day"]) == ("I ran all of it", "2026-03-14")
    assert {error["field"] for error in wrong.json()["errors"]} == {"what", "day"}
    assert "14 March 2026" in page
    assert (gone, hers.get(EVIDENCE).json()["data"]) == ([204, 404], [])


def test_another_s_entry_is_like_one_that_is_not_there(program, make, amina, bea):
    at, nothing = (f"{EVIDENCE}/{base32(n)}" for n in (make.evidence(amina).id, 7))
    others = program.of(bea)

    asked = [others.get(at), others.put(at, {"what": "Mine"}), others.delete(at)]
    asked.append(others.get(nothing))

    assert {answer.status_code for answer in asked} == {404}
    assert len({answer.text for answer in asked}) == 1
    assert others.get(EVIDENCE).json()["data"] == []


def test_her_file_goes_on_where_it_said(program, make, amina):
    for n in range(21):
        make.evidence(amina, f"Thing {n}", day=f"2026-01-{n + 1:02}")
    hers = program.of(amina)

    first = hers.get(EVIDENCE).json()
    rest = hers.get(f"{EVIDENCE}?after={first['next'].replace('~', '%7E')}").json()

    found = [one["what"] for one in first["data"] + rest["data"]]
    assert found == [f"Thing {n}" for n in reversed(range(21))]
    assert (len(rest["data"]), rest["next"]) == (1, None)
    assert hers.get(f"{EVIDENCE}?after=2026-01-03.3").status_code == 422


# What she says of herself


def test_what_she_says_of_herself_is_on_her_page_and_in_her_settings(program, web, amina, bea):
    hers = program.of(amina)

    changed = hers.put("/me/profile", PROFILE)
    page = web.as_(bea).get("/m/amina").text
    followed = program.of(bea).put("/members/amina/follow")
    web.as_(amina).post("/settings/profile", name="Amina", pronouns="", bio="Days", language="")

    assert changed.json() == PROFILE | {"hidden": False}
    for words in ("Amina K.", "she/her", "Nights, mostly."):
        assert words in page
    assert followed.status_code == 403
    after = hers.get("/me/profile").json()
    assert (after["name"], after["about"], after["findable"]) == ("Amina", "Days", False)
    assert after["followers"] is False


def test_all_of_it_is_said_each_time_and_what_does_not_fit_changes_nothing(program, amina):
    hers = program.of(amina)
    without = {name: value for name, value in PROFILE.items() if name != "about"}

    some = hers.put("/me/profile", without)
    odd = hers.put("/me/profile", PROFILE | {"name": "", "time_zone": "Moon", "language": "xx"})
    reads = program.of(amina, Scope.READ).put("/me/profile", PROFILE)

    assert [error["field"] for error in some.json()["errors"]] == ["about"]
    assert {error["field"] for error in odd.json()["errors"]} == {"name", "time_zone", "language"}
    assert reads.status_code == 403
    assert hers.get("/me/profile").json()["name"] == "Amina"


def test_what_is_hidden_stays_so_until_it_is_read(program, house, amina, bea):
    with house.database.changing() as session:
        profiles.hide(session, session.get_one(Member, amina.id, with_for_update=True))
    hers = program.of(amina)

    changed = hers.put("/me/profile", PROFILE).json()
    seen = program.of(bea).get("/members/amina").json()

    assert (changed["name"], changed["hidden"]) == ("Amina K.", True)
    assert (seen["name"], seen["about"]) == ("amina", "")


# How she is told


def test_how_she_is_told_is_what_her_settings_say(program, web, amina, circle):
    hers = program.of(amina)
    quiet = TELLING | {"circles": [{"circle": circle.slug, "way": "off"}]}

    before = hers.get("/me/notifications").json()
    after = hers.put("/me/notifications", quiet).json()
    kept = hers.put("/me/notifications", TELLING | {"hour": 7}).json()
    page = web.as_(amina).get("/settings/notifications")

    assert (before["mention"], before["circles"][0]["way"]) == ("list", "mail")
    assert after == quiet | {"stopped": False}
    assert kept == quiet | {"stopped": False, "hour": 7}
    [form] = [f for f in forms_of(page) if f.action == "/settings/notifications"]
    assert (form.values["hour"], form.values["quiet_from"]) == ("7", "20")


def test_a_circle_that_is_not_hers_is_none_to_choose_for(program, make, amina):
    make.circle("Night nurses")
    other = TELLING | {"circles": [{"circle": "night-nurses", "way": "off"}], "hour": 24}

    hours = program.of(amina).put("/me/notifications", other)
    circles = program.of(amina).put("/me/notifications", other | {"hour": 8})

    assert [error["field"] for error in hours.json()["errors"]] == ["hour"]
    assert [error["field"] for error in circles.json()["errors"]] == ["circles"]


# What she mutes


def test_what_she_mutes_is_on_her_list_and_comes_off_it(program, web, make, circle, amina, bea):
    thread = make.thread(circle, bea, title="The nights", replies=[(None, "So are mine")])
    hers, number = program.of(amina), base32(thread.id)
    posts = [base32(make.post(thread, seq).id) for seq in (1, 2)]
    at = [f"/threads/{number}/mute", f"/circles/{circle.slug}/mute"]
    at += [f"/posts/{post}/mute" for post in posts]

    done = [hers.put(path).status_code for path in at]
    done.append(hers.put("/muted/phrases", {"phrase": "night feed", "muted": True}).status_code)
    muted, page = hers.get("/muted").json(), web.as_(amina).get("/settings/muted").text
    names = [one["name"] for one in hers.get("/blocks").json()["data"]]
    back = [hers.delete(path).status_code for path in at]
    back.append(hers.put("/muted/phrases", {"phrase": "night feed", "muted": False}).status_code)

    assert done == back == [204] * 5
    assert (muted["threads"], muted["circles"]) == ([number], [circle.slug])
    assert (muted["phrases"], names) == (["night feed"], ["Bea"])
    assert [one["thread"] for one in muted["pseudonyms"]] == [number]
    for words in ("night feed", circle.name, muted["pseudonyms"][0]["name"]):
        assert words in page
    empty = {"pseudonyms": [], "threads": [], "circles": [], "phrases": []}
    assert (hers.get("/muted").json(), hers.get("/blocks").json()["data"]) == (empty, [])
    assert program.of(bea).get("/muted").json() == empty


def test_her_own_post_and_no_words_are_not_muted(program, make, circle, amina):
    thread = make.thread(circle, amina)
    hers = program.of(amina)

    own = hers.put(f"/posts/{base32(make.post(thread).id)}/mute")
    signs = hers.put("/muted/phrases", {"phrase": "?!", "muted": True})

    assert (own.status_code, own.json()["detail"]) == (403, "This is your own post.")
    assert (signs.status_code, signs.json()["errors"][0]["field"]) == (422, "phrase")


# Posts that do not stand yet


def test_what_waits_says_no_hour_and_is_taken_back(
    program, web, house, session, thread, amina, bea
):
    hers = program.of(amina)
    said = {"body": "In some *hours*", "anonymous": True, "later": True}
    hers.post(f"/threads/{base32(thread.id)}/posts", said)

    answer = hers.get("/waiting")
    [one] = answer.json()["data"]
    at = f"/waiting/{one['id']}"
    page = web.as_(amina).get("/settings/waiting").text
    not_hers = program.of(bea).delete(at).status_code
    with writing(house) as written:
        taken = hers.delete(at)

    assert (one["body"], one["thread"]) == ("In some *hours*", base32(thread.id))
    assert not re.search(r"\d\d:\d\d|\d{4}-\d\d-\d\d", answer.text)
    assert ("In some *hours*" in page, not_hers) == (True, 404)
    assert (taken.status_code, taken.json()) == (200, one)
    assert written.tables <= {"waiting_posts"}
    assert amina.id not in written.values
    assert session.query(WaitingPost).count() == 0
    assert hers.delete(at).status_code == 404


def test_what_a_moderator_looks_at_is_taken_back_with_its_case(
    program, web, session, make, thread, amina, bea
):
    make.rule("link", on=True)
    hers, at = program.of(amina), f"/threads/{base32(thread.id)}/posts"
    hers.post(at, {"body": "See https://example.com", "anonymous": False})

    [one] = hers.get("/held").json()["data"]
    page = web.as_(amina).get("/held").text
    others = program.of(bea).get("/held").json()["data"]
    not_hers = program.of(bea).delete(f"/held/{one['id']}").status_code
    taken = hers.delete(f"/held/{one['id']}")

    assert (one["body"], one["anonymous"]) == ("See https://example.com", False)
    assert ("See https://example.com" in page, others, not_hers) == (True, [], 404)
    assert (taken.status_code, taken.json()) == (200, one)
    assert session.query(Case).count() == 0
    assert session.query(Post).count() == 1
    assert hers.get("/held").json()["data"] == []
