"""Makers of introductions."""

from app.core import keys
from app.core.keys import base32
from app.people.introductions import actions, boxes
from app.people.introductions.actions import Offer
from app.people.introductions.contents import Introduction
from app.people.introductions.models import IntroductionRow

WORDS = ("She runs a workshop for tiles.", "She wants to learn to lay tiles.")


def offered(make, by, first, second, words=WORDS):
    """The numbers by which each of the three knows it."""
    with make._as(by) as (session, viewer):
        given = Offer(first.id, second.id, words, keys.token())
        number = actions.offer(session, make.house.ring, viewer, given)
    return whole(make, by, number).numbers


def whole(make, by, number):
    """As it is in its row, whoever may know."""
    with make.house.database.reading() as session:
        here = boxes.read(session, make.house.ring, by.id).find(number)
        row = session.get(IntroductionRow, here)
        return Introduction.opened(make.house.ring, row.id, row.sealed) if row else None


def addresses(make, by, first, second):
    """What stands in the braces of the first one's addresses; she has offered one as well."""
    asked = offered(make, by, first, second)[1]
    own = offered(make, first, by, second)[0]
    return {"introduction_id": base32(asked), "own_introduction": base32(own)}
