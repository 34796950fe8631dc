"""What they are working towards: either may write it down, tick it off, and take it away."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.core import clock, keyring, versions
from app.core.errors import Invalid
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.verdict import require
from app.mentoring.mentorships import entries, meetings, pages, policy
from app.mentoring.mentorships.contents import Entry, Goal, Step
from app.mentoring.mentorships.pages import Pair
from app.people.members import queries as members
from app.people.viewer import Viewer

MOST_STEPS = 12
STEP_LENGTH = 150
PAST = Sentence("This day is over. Choose today, or a day that is still to come.")


@dataclass(frozen=True)
class Wording:
    """A goal as it is typed: a step on each line. `as_of` marks the words that she changes."""

    title: str
    until: date | None = None
    steps: Sequence[str] = ()
    as_of: str = ""


@dataclass(frozen=True)
class Ticks:
    """The steps that are done, by their words; `as_of` marks the steps as she saw them."""

    done: Collection[str]
    as_of: str = ""


def add(
    session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, said: Wording, nonce: str
) -> Entry[Goal]:
    """Raises NotFound, NotAllowed, and Invalid on `steps`, on `until` for a day that is over where
    she is, or where there are too many goals."""
    pair = _writable(session, viewer, ring, mentorship_id)
    _require_to_come(session, viewer, said.until)
    goal = Goal(said.title, said.until, _steps(said.steps, ()))
    return entries.add(session, ring, pair, goal, nonce)


def reword(
    session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int], said: Wording
) -> None:
    """Other words for the goal `at` a mentorship and its number; a step that is worded as before
    stays ticked, and a day that it has already may be over. Raises as `add` does, and Invalid where
    it has other words by now."""

    def reworded(goal: Goal) -> Goal:
        versions.require_same(said.as_of, goal.mark)
        if said.until != goal.until:
            _require_to_come(session, viewer, said.until)
        steps = _steps(said.steps, goal.steps)
        return replace(goal, title=said.title, until=said.until, steps=steps)

    _change(session, viewer, ring, at, reworded)


def tick(
    session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int], ticks: Ticks
) -> None:
    """Of its steps those with these words are done, and no others. Raises NotFound, NotAllowed, and
    Changed where it has other steps by now, or others of them are done."""

    def ticked(goal: Goal) -> Goal:
        versions.require_same(ticks.as_of, goal.steps_mark)
        if not {*ticks.done} <= {step.words for step in goal.steps}:
            raise versions.Changed("", versions.CHANGED)
        return replace(goal, steps=tuple(Step(s.words, s.words in ticks.done) for s in goal.steps))

    _change(session, viewer, ring, at, ticked)


def finish(
    session: Session,
    viewer: Viewer,
    ring: Keyring,
    at: tuple[int, int],
    word: str,
    as_of: str = "",
) -> None:
    """It is done, with a word on it or none. Raises NotFound, NotAllowed, and Invalid where it is
    done by now with another word than the one marked `as_of`."""

    def finished(goal: Goal) -> Goal:
        versions.require_same(as_of, goal.end_mark, "word")
        return replace(goal, done=goal.done or clock.today(), word=word)

    _change(session, viewer, ring, at, finished)


def reopen(session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int]) -> None:
    """It is not done after all. Raises NotFound, NotAllowed."""
    _change(session, viewer, ring, at, lambda goal: replace(goal, done=None, word=""))


def delete(session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int]) -> None:
    """Destroy it. Raises NotFound, NotAllowed."""
    pair = _writable(session, viewer, ring, at[0])
    entries.remove(session, entries.one(session, ring, pair, Goal, at[1]))


def met(session: Session, mentorship_ids: Collection[int]) -> dict[int, int]:
    """How many goals are done in each of these; every one of them is a key."""
    counted = Counter(dict.fromkeys(mentorship_ids, 0))
    for mentorship_id, one in entries.of_several(session, keyring.of(session), mentorship_ids):
        counted[mentorship_id] += isinstance(one.words, Goal) and one.words.done is not None
    return dict(counted)


def _change(
    session: Session,
    viewer: Viewer,
    ring: Keyring,
    at: tuple[int, int],
    how: Callable[[Goal], Goal],
) -> None:
    pair = _writable(session, viewer, ring, at[0])
    found = entries.one(session, ring, pair, Goal, at[1])
    entries.change(session, ring, found, how(found.words))


def _writable(session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int) -> Pair:
    pair = pages.hold(session, ring, viewer, mentorship_id)
    require(policy.may_speak(viewer, pair.state, pair.course))
    return pair


def _require_to_come(session: Session, viewer: Viewer, until: date | None) -> None:
    """Raises Invalid for a day before today, as it is where she is."""
    zone = meetings.zone_of(session, members.by_id(session, viewer.id))
    if until and until < clock.now().astimezone(zone).date():
        raise Invalid("until", PAST)


def _steps(lines: Sequence[str], before: Sequence[Step]) -> tuple[Step, ...]:
    """Each once, in their order."""
    done = {step.words for step in before if step.done}
    words = dict.fromkeys(filter(None, lines))
    if len(words) > MOST_STEPS:
        raise Invalid(
            "steps",
            Sentence("These are {n} steps. Make it {most} at most.", n=len(words), most=MOST_STEPS),
        )
    if any(len(each) > STEP_LENGTH for each in words):
        raise Invalid(
            "steps", Sentence("One of these steps is long. Make it {n} characters.", n=STEP_LENGTH)
        )
    return tuple(Step(each, each in done) for each in words)
