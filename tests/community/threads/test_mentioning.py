"""Mentions, quotes and the preview: words as they will stand."""

import pytest

from app.community.threads.models import Post
from app.people.members.models import Standing
from app.web.kit.addresses import url


@pytest.fixture
def said(web, make, circle, amina, bea):
    """Have Amina reply, and see what stands on the page for Bea."""
    thread = make.thread(circle, bea)

    def say(body):
        answer = web.as_(amina).post(url("reply", thread_id=thread.id), body=body)
        page = web.as_(bea).follow(answer).text
        post = page[page.index('<li id="p2"') :]
        start = post.index("<div class=body")
        return post[start : post.index("</div>", start)]

    return say


@pytest.mark.parametrize(
    "body", ["Thank you @bea!", "@bea", "(@bea)", "**@bea**", "> @bea", "- @Bea"]
)
def test_a_members_handle_becomes_a_link(said, body):
    assert 'href="/m/bea"' in said(body)


@pytest.mark.parametrize(
    "body",
    [
        "`@bea`",
        "```\n@bea\n```",
        "mail me: x@bea",
        "https://example.org/@bea",
        "[@bea](https://example.org)",
        "@beatrice",
        "@bea-not",
        "\\@@bea",
    ],
)
def test_what_only_looks_like_one_does_not(said, body):
    assert 'href="/m/' not in said(body)


def test_nobody_is_linked_who_is_not_here(said, make):
    make.member("Una", standing=Standing.UNVERIFIED)

    html = said("@nobody and @una")

    assert "@nobody and @una" in html
    assert "href" not in html


def test_a_quote_is_a_quotation(said):
    html = said("> Nobody told me.\n\nMe neither.")

    assert "<blockquote>" in html
    assert html.index("Nobody told me.") < html.index("</blockquote>") < html.index("Me neither.")


def test_links_carry_no_trust(said):
    html = said("See https://example.org/x and [this](https://example.org/y)")

    assert html.count('rel="nofollow ugc noopener noreferrer"') == 2


def test_the_preview_is_what_would_stand_there(web, session, circle, amina, bea):
    form = web.as_(amina).get(url("new_thread", circle=circle.slug))

    answer = web.send(
        form,
        url("start_thread", circle=circle.slug),
        title="A title",
        intent="celebrate",
        preview="on",
        body="**Loud**, @bea\n\n> quiet",
    )

    assert answer.status_code == 200
    assert "<strong>Loud</strong>" in answer.text
    assert 'href="/m/bea"' in answer.text
    assert "<blockquote>" in answer.text
    assert "Nothing has been sent." in answer.text
    assert session.query(Post).count() == 0


def test_htmx_gets_the_preview_alone(web, circle, amina):
    part = web.as_(amina).post("/preview", into="preview", body="*Soft*")

    assert part.text.lstrip().startswith('<section class="preview')
    assert 'id="preview"' in part.text
    assert "<em>Soft</em>" in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize("into", ["", "preview"])
@pytest.mark.parametrize("body", ["", " ", "b" * 8001])
def test_a_preview_of_nothing_says_so(web, amina, into, body):
    answer = web.as_(amina).post("/preview", into=into, body=body)

    assert answer.status_code == 422
    assert "There is nothing to show yet." in answer.text


def test_a_preview_trusts_nothing(web, amina):
    answer = web.as_(amina).post("/preview", body="<script>alert(1)</script><img src=x onerror=y>")

    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text


def test_a_visitor_is_shown_no_preview(web):
    web.visitor().get("/sign-in")

    answer = web.post("/preview", body="My words")

    assert answer.status_code == 403
    assert "My words" in answer.text
