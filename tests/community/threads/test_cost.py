"""What a page costs: statements with everything cold, and bytes on the way."""

import gzip
import random
import re
from pathlib import Path

import pytest

from app.commands import demo
from app.community.threads.models import Reaction, ReactionKind
from app.core import keys
from app.web.community.leaf import Leaves
from app.web.kit.addresses import url
from app.web.kit.templating import Templates
from tests.conftest import counted

KB = 1024
FIRST_VISIT = 65_000


@pytest.fixture
def busy(make, session, circle, amina, bea, grace):
    """A full page: 20 posts of about eighty words, with kind words for each, a fifth of them
    under pseudonyms, and below it the choice to write without a name."""
    say = random.Random(80)
    folder = Path(demo.__file__).parent / "demo_community"
    spoken = (folder / "starting-over.toml").read_text().split()

    def words():
        start = say.randrange(len(spoken) - 80)
        return " ".join(w.strip("'\"#[]=*_`>") for w in spoken[start : start + 80])

    authors = [bea, grace, amina, bea, None]
    replies = [(authors[n % 5], words()) for n in range(20)][1:]
    circle.crowd = 50
    session.commit()
    thread = make.thread(circle, bea, body=words(), replies=replies)
    for seq in range(1, 21):
        post = make.post(thread, seq)
        for kind in [ReactionKind.WITH_YOU, ReactionKind.THANKS]:
            session.add(Reaction(post_id=post.id, reactor=keys.random_bytes(16), kind=kind))
    for n in range(30):
        make.thread(circle, [amina, None][n % 2], title=f"Thread {n}", replies=[(bea, "Yes.")])
    session.commit()
    return thread


@pytest.fixture(params=["thread", "circle", "home"])
def asks(request, web, house, make, amina, busy, circle):
    """What one of the busy pages asks for when Amina opens it."""
    for n in range(3):
        room = make.circle(f"Room {n}")
        make.thread(room, amina)
        web.as_(amina).post(url("join_circle", circle=room.slug))
    values = {"thread": {"thread_id": busy.id}, "circle": {"circle": circle.slug}, "home": {}}
    path = url(request.param, **values[request.param])
    web.as_(amina)

    def ask():
        with counted(house) as asked:
            answer = web.get(path)
        assert answer.status_code == 200
        assert asked
        return asked

    return ask


def forget_pages(web):
    web.client.app.state.leaves = Leaves()
    web.client.app.state.templates = Templates(web.client.app.state.house.settings)


def forget_bundles(web):
    web.client.app.state.house.shelf._clean.clear()
    web.client.app.state.house.shelf._touched.clear()


def test_a_page_asks_three_questions(web, asks):
    asks()

    asked = asks()

    assert len(asked) <= 3, "\n".join(asked)


def test_a_page_that_is_not_kept_asks_one_more(web, asks):
    asks()
    forget_pages(web)

    asked = asks()

    assert len(asked) <= 5, "\n".join(asked)


def test_her_first_page_after_a_start_asks_for_her_bundles_too(web, asks):
    asks()
    forget_pages(web)
    forget_bundles(web)

    asked = asks()

    assert len(asked) <= 6, "\n".join(asked)


def test_what_she_keeps_out_costs_two_questions_at_most(web, asks, bea, circle):
    """One for whoever has opened a thread; one for titles where she has muted words."""
    asks()
    web.post(url("block_member", handle=bea.handle), change="mute")
    web.post(url("mute_phrase"), phrase="marmalade")
    asks()

    asked = asks()

    assert len(asked) <= 5, "\n".join(asked)
    assert not [statement for statement in asked if "FROM shields" in statement]


def test_when_somebody_has_changed_her_list_everybody_looks_once(web, house, asks, amina, bea):
    asks()
    web.as_(bea).post(url("mute_phrase"), phrase="marmalade")
    web.as_(amina)

    first, second = asks(), asks()

    assert len([statement for statement in first if "FROM shields" in statement]) == 1
    assert not [statement for statement in second if "FROM shields" in statement]


@pytest.fixture
def ran(monkeypatch):
    """The names of the templates that are run."""
    names, render = [], Templates.render

    def noted(self, name, context):
        names.append(name)
        return render(self, name, context)

    monkeypatch.setattr(Templates, "render", noted)
    return names


def test_a_deed_has_neither_the_posts_nor_what_is_around_them_made_anew(web, busy, bea, ran):
    path = url("thread", thread_id=busy.id)
    web.as_(bea).get(path)
    for deed in [("reply", {"body": "So did I."}), ("react_here", {"to": "3t"})]:
        web.post(url(deed[0], thread_id=busy.id), **deed[1])
        web.get(path)
        ran.clear()
        web.post(url(deed[0], thread_id=busy.id), **deed[1])

        page = web.get(path)

        assert page.status_code == 200
        assert set(ran) == {"community/threads/_leaf_ends.html"}


def test_a_post_of_a_shape_that_was_shown_is_made_by_no_template(web, make, bea, ran):
    room = make.circle("Another room")
    other = make.thread(room, bea, replies=[(bea, "<b>One</b> & one"), (bea, "Two")])
    longer = make.thread(room, bea, replies=[(bea, "Three")])
    web.as_(bea).get(url("thread", thread_id=other.id))
    ran.clear()

    page = web.get(url("thread", thread_id=longer.id))

    assert "Three" in page.text
    assert "community/threads/_post.html" not in ran


def test_a_full_page_of_a_thread_is_light(web, amina, busy):
    path = url("thread", thread_id=busy.id)
    web.as_(amina)

    plain = web.get(path, **{"Accept-Encoding": "identity"})
    # The client unpacks; what was sent is what its length says.
    packed = [web.get(path, **{"Accept-Encoding": way}) for way in ("gzip", "zstd")]

    assert plain.text.count("class=body") == 20
    assert plain.text.count("class=anon") == 4 + 1
    assert "Who is this from?" in plain.text
    assert len(plain.content) <= 32 * KB
    assert [page.headers["content-encoding"] for page in packed] == ["gzip", "zstd"]
    assert all(int(page.headers["content-length"]) <= 8 * KB for page in packed)
    assert len(gzip.compress(plain.content)) <= 8 * KB


def test_a_first_visit_is_light(web):
    """What a browser fetches: the page, and of the static files those that it names, also those
    that come late, and those that the stylesheet makes it fetch for letters of English."""
    page = web.visitor().get("/", **{"Accept-Encoding": "gzip"})
    paths = set(re.findall(r'[" ](/static/[^"# ]+)', page.text))
    stylesheet = web.get(next(path for path in paths if path.endswith(".css"))).text
    paths |= {path for path in re.findall(r"url\((.*?)\)", stylesheet) if "-ext" not in path}

    parts = [page, *(web.get(path, **{"Accept-Encoding": "gzip"}) for path in sorted(paths))]

    assert {"css", "js", "svg", "woff2"} <= {path.rpartition(".")[2] for path in paths}
    assert any("htmx" in path for path in paths)
    assert all(part.status_code == 200 for part in parts)
    assert sum(int(part.headers["content-length"]) for part in parts) <= FIRST_VISIT


def test_only_the_reader_who_can_is_given_gzip(web, amina, busy):
    path = url("thread", thread_id=busy.id)

    for who in (web.as_(amina), web.visitor()):
        for page in (path, "/", "/circles"):
            packed = who.get(page, **{"Accept-Encoding": "gzip, br"})
            plain = who.get(page, **{"Accept-Encoding": "identity"})
            assert packed.headers.get("content-encoding") in {"gzip", None}
            assert "content-encoding" not in plain.headers
            for answer in (packed, plain):
                if answer.status_code == 200:
                    vary = {name.strip() for name in answer.headers["vary"].split(",")}
                    chosen = {"HX-Request", "HX-Target", "Cookie"}
                    assert vary == chosen | {"Accept-Encoding", "Accept-Language"}
