"""A whole real community, where COMMUNITY_JSONL names its file: nothing breaks or is lost."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from app.commands import importing
from app.community.threads.models import Post, Thread
from app.web.kit.addresses import url
from tests.visible import missing, seen, words


def checksum(bodies):
    return sha256("\0".join(sorted(" ".join(words(body)) for body in bodies)).encode()).hexdigest()


@pytest.fixture
def lines():
    path = os.environ.get("COMMUNITY_JSONL")
    if path:
        return Path(path)
    # Without the file the same is asked of a small one, so that the test itself is always run.
    return None


SMALL = [
    {
        "circle": "c",
        "title": "A first one",
        "body": "1. one\n2. two\n\n`x_y` <b> & *z*",
        "replies": [],
    },
    {
        "circle": "c",
        "title": "Another",
        "body": "See https://e.org/a_b",
        "replies": [{"body": "> q\n\na"}],
    },
]


def test_everything_is_there_and_opens(web, make, house, session, lines, tmp_path):
    path = lines or tmp_path / "small.jsonl"
    if not lines:
        path.write_text("\n".join(map(json.dumps, SMALL)))
    given = [json.loads(raw) for raw in path.read_bytes().splitlines() if raw.strip()]

    counts = importing.run(house, path)

    assert (counts.bad, counts.threads) == (0, len(given))
    assert counts.replies == sum(len(entry["replies"]) for entry in given)
    bodies = [b for e in given for b in (e["body"], *(r["body"] for r in e["replies"]))]
    assert checksum(session.scalars(select(Post.body))) == checksum(bodies)
    _open_all(web, make, session)


def _open_all(web, make, session):
    threads = session.execute(select(Thread.id, Thread.nseq, Thread.title)).all()
    rosa = make.member("Rosa")
    for who in ("visitor", "member"):
        browser = web.visitor() if who == "visitor" else web.as_(rosa)
        for thread_id, nseq, title in threads:
            html = ""
            for after in range(0, nseq, 20):
                answer = browser.get(url("thread", thread_id=thread_id, after=after or ""))
                assert answer.status_code == 200, (title, who)
                html += answer.text
            bodies = session.scalars(select(Post.body).filter_by(thread_id=thread_id)).all()
            shown = seen(html)
            for said in (title, *bodies):
                assert not missing(said, shown), (title, who)
