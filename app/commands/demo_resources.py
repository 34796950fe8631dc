"""What members of the demo have found useful, and what hosts have made of it."""

import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.community.resources import addresses, telling
from app.community.resources.models import (
    Collected,
    Collection,
    Helped,
    Note,
    Resource,
    ResourceForm,
    State,
)
from app.core import keys, text
from app.core.keys import Keyring
from app.people.circles.models import Circle


def fill(session: Session, ring: Keyring, people: dict[str, UUID], file: Path) -> None:
    """What the file says of these people, who are named there by their handles."""
    said = tomllib.loads(file.read_text())
    circles: dict[str, int | None] = {"": None}
    circles |= {row.slug: row.id for row in session.execute(select(Circle.slug, Circle.id))}
    known = {}
    for entry in said["resource"]:
        row = _resource(entry, people[entry["by"]], circles[entry["circle"]])
        session.add(row)
        session.flush()
        telling.changed(session, row)
        _said_of(session, ring, people, row, entry)
        known[row.title] = row.id
    for entry in said["collection"]:
        _collection(session, circles[entry["circle"]], entry, known)


def _resource(entry: dict[str, Any], by: UUID, circle_id: int | None) -> Resource:
    body = entry.get("body", "").strip()
    link = addresses.normalised(entry["link"]) if "link" in entry else ""
    return Resource(
        id=keys.random_id(),
        circle_id=circle_id,
        member_id=by,
        form=ResourceForm(entry["form"]),
        title=entry["title"],
        about=entry["about"],
        topic=entry["topic"],
        language=entry["language"],
        body=body,
        html=text.rendered(body) if body else "",
        link=link,
        link_key=addresses.key(circle_id, link) if link else None,
        spoken=text.plain(f"{entry['title']} {entry['about']} {body}"),
        state=State.SUGGESTED if entry.get("waits") else State.SHOWN,
    )


def _said_of(
    session: Session, ring: Keyring, people: dict[str, UUID], row: Resource, entry: dict[str, Any]
) -> None:
    # So many; the marks are nobody's.
    for _ in range(entry["helped"]):
        mark = keys.random_bytes(keys.BLIND)
        session.add(Helped(resource_id=row.id, helped=mark, epoch=ring.current))
    if note := entry.get("note"):
        session.add(Note(resource_id=row.id, member_id=people[note["by"]], body=note["body"]))


def _collection(
    session: Session, circle_id: int | None, entry: dict[str, Any], known: dict[str, int]
) -> None:
    row = Collection(
        id=keys.random_id(),
        circle_id=circle_id,
        title=entry["title"],
        introduction=entry["introduction"],
    )
    session.add(row)
    session.flush()
    for place, title in enumerate(entry["resources"], 1):
        session.add(Collected(collection_id=row.id, resource_id=known[title], place=place))
