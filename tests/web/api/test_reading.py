"""Reading by a program: what its member could read on a page, and nothing more."""

from urllib.parse import quote

from app.core.keys import base32
from app.people.circles.models import Visibility


def test_she_finds_herself_her_circles_and_their_threads(program, make, circle, amina, bea):
    thread = make.thread(circle, bea, title="The nights", replies=[(None, "So are mine")])
    hers = program.of(amina)

    me, circles = hers.get("/me").json(), hers.get("/circles").json()
    one = hers.get("/circles/new-mothers").json()
    listed = hers.get("/circles/new-mothers/threads").json()
    posts = hers.get(f"/threads/{base32(thread.id)}/posts").json()

    assert (me["handle"], me["scopes"]) == ("amina", ["moderate", "read", "write"])
    assert [(c["slug"], c["joined"]) for c in circles["data"]] == [("new-mothers", True)]
    assert one["anonymity"] == "allowed"
    assert [(t["id"], t["title"], t["replies"]) for t in listed["data"]] == [
        (base32(thread.id), "The nights", 1)
    ]
    assert listed["next"] is None
    first, second = posts["data"]
    assert first["author"] == {"name": "Bea", "handle": "bea", "anonymous": False, "tag": None}
    assert (second["author"]["anonymous"], second["author"]["handle"]) == (True, None)
    assert ["T" in post["at"] for post in (first, second)] == [True, False]


def test_a_list_goes_on_where_it_said_and_nowhere_else(program, make, circle, amina, bea):
    thread = make.thread(circle, bea, replies=[(bea, f"Night {n}") for n in range(44)])
    hers, at = program.of(amina), f"/threads/{base32(thread.id)}/posts"

    numbers, page = [], hers.get(at)
    while True:
        numbers += [post["number"] for post in page.json()["data"]]
        following = page.json()["next"]
        if not following:
            break
        assert f"after={quote(following)}" in page.headers["link"]
        page = hers.get(f"{at}?after={quote(following)}")
    odd = [hers.get(f"{at}?after={after}") for after in ("20", "20~abcdef", "~", "x" * 100)]

    assert numbers == list(range(1, 46))
    assert [answer.status_code for answer in odd] == [422] * 4
    assert "“next”" in odd[0].json()["errors"][0]["message"]


def test_what_is_not_for_her_is_like_what_is_not_there(program, make, amina, stella):
    private = make.circle("The board", visibility=Visibility.PRIVATE)
    hidden = make.thread(private, amina)
    hers = program.of(stella)

    answers = [
        hers.get(path)
        for where in (base32(hidden.id), base32(7))
        for path in (f"/threads/{where}", f"/threads/{where}/posts")
    ]
    answers += [hers.get("/circles/the-board"), hers.get("/circles/nothing"), hers.get("/nothing")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers[:-1]}) == 1
    assert all(a.headers["content-type"] == "application/problem+json" for a in answers)
