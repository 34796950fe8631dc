"""Two worlds that differ only in who wrote without her name send the same letters, when they do.

Everybody wants to be told of everything by mail, the authors included: of what one of them wrote
without her name each of them is told, she herself as well.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.chores import Chores
from app.core import clock
from app.oversight.notifications import choices, mail_notes
from app.oversight.notifications.choices import Choices, Rhythm, Way
from app.people.members import queries as members
from app.people.noted.events import Kind
from app.web import mailing
from tests.adversary import deeds, evidence
from tests.adversary.deeds import FRIENDS, HER, HER_TOO, OPEN
from tests.adversary.evidence import Evidence
from tests.adversary.worlds import World, copied

pytestmark = pytest.mark.timeout(600)
PEOPLE = (HER, HER_TOO, *FRIENDS)


def choose(world: World, who: str, rhythm: Rhythm) -> None:
    asked = Choices(dict.fromkeys(Kind, Way.MAIL), rhythm=rhythm, news=True, quiet=(0, 0))
    house = world.house
    with house.database.changing() as session:
        member = members.by_handle(session, who.lower())
        choices.change(session, house.ring, member.id, lambda _before: asked)
        mail_notes.keep_news(session, house.ring, member.id, asked)


def look(world: World, when: str) -> None:
    """A copy of the database as it is now."""
    with world.engine.connect() as connection:
        for name, table in copied(connection).items():
            world.copies[f"{when}: {name}"] = table


def hours(world: World, number: int, minutes: int = 60) -> None:
    """Letters are sent each time that so many minutes have gone by."""
    write = mailing.writer(world.house.settings)
    for _ in range(number * 60 // minutes):
        world.clock.shift(timedelta(minutes=minutes))
        world.dice.load(f"letters {clock.now()}")
        chores = Chores(world.house, mail=True, write=write)
        chores.tend()
        chores.write()
        look(world, f"{clock.now()} before")
        chores.deliver()


def tell(world: World, author: str) -> Evidence:
    deeds.settle(world)
    for n, who in enumerate(PEOPLE):
        choose(world, who, list(Rhythm)[n // 2 % len(Rhythm)])
    known = deeds.start(world, HER, OPEN, "the nights")
    asked = deeds.start(world, "Dora", OPEN, "the days")
    deeds.reply(world, HER_TOO, known, "I kept a lamp on, @dora")
    hours(world, 1, minutes=30)
    for thread in (known, asked):
        words = "I cannot say this at home. @bea, @cleo, @dora, @edith?"
        deeds.reply(world, author, thread, words, hidden=True)
        deeds.reply(world, author, thread, "Nor that", hidden=True, later="on")
        for who in (HER, HER_TOO):
            deeds.read(world, who, thread)
    hours(world, 2, minutes=20)
    hours(world, 12)
    world.night()
    hours(world, 3)
    world.night()
    return evidence.of(world, {})


@pytest.fixture(scope="module")
def told(new_world) -> Callable[[str], Evidence]:
    known: dict[str, Evidence] = {}

    def of(author: str) -> Evidence:
        if author not in known:
            with new_world() as world:
                known[author] = tell(world, author)
        return known[author]

    return of


def test_no_letter_and_no_row_tells_who_wrote(told):
    assert evidence.difference(told(HER), told(HER_TOO)) == ""


def test_there_were_letters_and_the_author_had_hers(told):
    lines = told(HER).streams["letters"]

    to = [line for line in lines if line.startswith("To: ")]
    assert {line.removeprefix("To: ") for line in to} >= {"bea@example.org", "cleo@example.org"}
    assert any("2 mentions of you" in line for line in lines)
    assert any("There are new posts in" in line for line in lines)
    assert not any("I cannot say" in line for line in lines)
