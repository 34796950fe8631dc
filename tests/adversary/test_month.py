"""Whoever has every night's copy, all logs and all letters guesses no better than whoever reads
the pages. The same adversary finds every leak that is planted."""

from collections.abc import Collection

import pytest

from tests.adversary import plants
from tests.adversary.conftest import on_one_database
from tests.adversary.month import Month, Place
from tests.adversary.plants import Plant
from tests.adversary.scorer import Adversary

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

DAYS = 45
ENOUGH = 2000
SOME = 20
A_FEW = 5
MARGIN = 0.02
# What moderation leaves behind, and what it tells
OF_MODERATORS = (
    *("cases", "reports", "decisions", "appeals", "case_messages"),
    *("voice_sanctions", "member_sanctions", "bells", "audit_entries"),
)


def lived(month: Month, days: int, *leaks: Plant | None) -> dict[Plant | None, Adversary]:
    """Let the month go by under the eyes of adversaries, each of whom sees one leak or none."""
    found = {leak: Adversary() for leak in leaks}
    world, read = month.world, 0
    for _ in range(days):
        month.day()
        world.night()
        tables = {name.partition(": ")[2]: table for name, table in world.copies.items()}
        world.copies.clear()
        # Letters are there, too: where no mail server is set, they are shown on the console.
        lines, read = world.lines.lines[read:], len(world.lines.lines)
        for leak, adversary in found.items():
            shown = {name: table for name, table in tables.items() if plants.is_of(leak, name)}
            adversary.receive(shown, [line for line in lines if plants.logs(leak, line)])
    return found


def right(
    adversary: Adversary, month: Month, *, looking: bool, among: Collection[Place] = ()
) -> float:
    """How often her first guess is right; of several that are as good, as if she drew one.

    It may be asked `among` some of the posts alone.
    """
    names = {place: member.id.hex for place, member in month.truth.items()}
    found = dict(adversary.guesses(names, looking=looking))
    asked = found.keys() & (among or names.keys())
    return sum(1 / len(found[p]) for p in asked if names[p] in found[p]) / len(asked)


def test_copies_and_logs_name_nobody(new_world):
    with new_world() as world:
        month = Month(world, people_in=72, circles_in=8, things=4, leaving=0.004, reports=0.035)
        month.settle()
        adversary = lived(month, DAYS, None)[None]

    assert len(month.truth) >= ENOUGH
    assert min(map(len, (month.waited, month.ends, month.removed()))) >= SOME
    assert all(adversary.seen[table] for table in OF_MODERATORS)
    judged = [month.authors(what) for what in ("warn", "pause-anonymous", "upheld", "overturned")]
    assert min(map(len, (*judged, month.moderation.refused))) >= A_FEW
    by_pages = right(adversary, month, looking=False)
    by_copies = right(adversary, month, looking=True)
    assert by_copies - by_pages <= MARGIN, (by_copies, by_pages)


@pytest.fixture(scope="module")
def leaking(new_world):
    """A shorter month of a smaller community, whose application has every leak."""
    with new_world() as world:
        month = Month(world, people_in=36, circles_in=5, things=4, leaving=0.006, reports=0.1)
        month.settle()
        with plants.planted(world):
            return month, lived(month, 36, None, *plants.TABLES)


@on_one_database
@pytest.mark.parametrize(
    ("leak", "least", "among"),
    [
        (plants.remember_last_seen, 0.9, Month.at_once),
        (plants.skip_herself, 0.9, Month.at_once),
        (plants.mark_read, 0.5, Month.at_once),
        (plants.keep_standing, 0.4, Month.at_once),
        (plants.own_sessions, 0.08, Month.at_once),
        (plants.count_posts, 0.15, Month.at_once),
        (plants.know_who_waits, 0.6, lambda month: month.waited),
        (plants.count_endings, 0.4, lambda month: month.ends),
        (plants.queue_each_post, 0.6, Month.removed),
        (plants.keep_whom_it_concerned, 0.7, lambda month: month.judged() - month.waited),
        (plants.pause_members, 0.4, lambda month: month.judged("pause-anonymous") - month.waited),
        (plants.remember_notices_read, 0.6, lambda month: month.judged("upheld", "overturned")),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_a_planted_leak_is_found(leaking, leak, least, among):
    month, adversaries = leaking
    concerned = among(month)
    found = right(adversaries[leak], month, looking=True, among=concerned)

    assert found >= least
    assert found - right(adversaries[None], month, looking=False, among=concerned) > MARGIN
