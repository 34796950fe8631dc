"""Folders of tables for tests, taken in and written out, and what is here afterwards."""

import csv
from pathlib import Path

from sqlalchemy import func, select

from app.commands.moving import exporting, importing
from app.commands.moving.going import Wish
from app.community.threads.models import Post, Reaction, Thread
from app.people.anonymity.models import Voice
from app.people.circles.models import Circle, Membership
from app.people.members.models import Member

COMMUNITY = Path(__file__).parent / "community"


def take_in(house, folder, source="csv", **more):
    """As `import-csv FOLDER` does."""
    read = lambda _passing, reader, _report: reader.folder(Path(folder))  # noqa: E731
    return importing.take_in(house, read, importing.IN_FILES, source, **more)


def written(folder, **tables):
    """A folder with these tables, each a list of rows; what a row does not say is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            lines = csv.DictWriter(file, columns, restval="")
            lines.writeheader()
            lines.writerows(rows)
    return folder


def one_thread(folder, *posts, **more):
    """A folder with one thread in one circle."""
    numbered = [{"id": f"p{n}", "thread": "t"} | post for n, post in enumerate(posts, 1)]
    tables = {
        "members": [{"handle": "ana"}, {"handle": "bea"}],
        "circles": [{"id": "money", "visibility": "public"}],
        "threads": [{"id": "t", "circle": "money", "title": "How much?"}],
        "posts": numbered,
    }
    return written(folder, **(tables | more))


def export(house, place, **wish):
    return exporting.write(house, place, Wish(**wish))


def rows(folder, table):
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def said(session):
    """Every post as a reader of its thread sees it, in order."""
    session.expire_all()
    asked = (
        select(Circle.slug, Thread.title, Thread.intent, Thread.pinned, Thread.locked, Post.seq)
        .add_columns(Member.handle, Voice.label, Post.day, Post.at, Post.html, Post.body)
        .add_columns(Post.content_note, Post.advice, Post.edited_day, Post.state)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Circle, Circle.id == Thread.circle_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .outerjoin(Voice, (Voice.thread_id == Post.thread_id) & (Voice.token == Post.voice))
        .order_by(Circle.slug, Thread.title, Post.seq)
    )
    return session.execute(asked).all()


def kind_words(session):
    asked = (
        select(Thread.title, Post.seq, Reaction.kind, func.count())
        .join(Post, Post.id == Reaction.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .group_by(Thread.title, Post.seq, Reaction.kind)
        .order_by(Thread.title, Post.seq, Reaction.kind)
    )
    return session.execute(asked).all()


def numbers(session):
    """How many rows there are of everything that a move makes."""
    session.rollback()
    tables = (Member, Circle, Membership, Thread, Post, Reaction, Voice)
    return {t.__tablename__: session.scalar(select(func.count()).select_from(t)) for t in tables}
