"""What tests of accounts share: the letters that wait, and applications with other settings."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import main
from app.community.threads.models import Thread
from app.core.outbox import Job, Mail
from app.people.circles.models import Circle
from app.people.house import House
from app.people.members.models import Member
from tests.browser import Browser
from tests.client import WHO, Client
from tests.make import Make

LINK = re.compile(r"^(https?://[^/\s]+)(/\S*)$", re.MULTILINE)


@dataclass
class Postbox:
    """The letters that wait in the outbox, opened."""

    session: Session
    house: House

    def all(self, to: str = "") -> list[Mail]:
        seal = self.house.ring.seal("outbox/v1")
        waiting = self.session.scalars(select(Job.sealed)).all()
        letters = [Mail(**json.loads(seal.open(sealed))) for sealed in waiting]
        return [letter for letter in letters if to in {"", letter.to}]

    def links(self, to: str = "") -> set[str]:
        """The paths of all links in the letters to this address."""
        return {found[2] for letter in self.all(to) for found in LINK.finditer(letter.text)}

    def link(self, begins: str, to: str = "") -> str:
        """The path of the one link that begins so."""
        [path] = [path for path in self.links(to) if path.startswith(begins)]
        return path


@pytest.fixture
def postbox(session: Session, house: House) -> Postbox:
    return Postbox(session, house)


@pytest.fixture
def web_with(house: House) -> Callable[..., Browser]:
    """A browser before an application with other settings, on the same database."""

    def build(*, client: tuple[str, int] = WHO, **changed: Any) -> Browser:
        other = replace(house, settings=house.settings.model_copy(update=changed))
        visitor = Client(main.build(other), other.settings.address, client=client)
        return Browser(visitor, other)

    return build


@pytest.fixture
def thread(make: Make, circle: Circle, amina: Member, bea: Member) -> Thread:
    """By Amina, answered by Bea, by Amina again and under a pseudonym."""
    said = [(bea, "Mine hums."), (amina, "So does mine."), (None, "I keep none.")]
    return make.thread(circle, amina, title="Which lamp", body="The small one.", replies=said)
