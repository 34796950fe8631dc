"""What they are working towards: either may write it down, tick it off, and take it away."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.core import clock, keyring
from app.core.errors import Invalid
from app.core.keys import Keyring
from app.core.verdict import require
from app.mentoring.mentorships import entries, pages, policy
from app.mentoring.mentorships.contents import Entry, Goal, Step
from app.mentoring.mentorships.pages import Pair
from app.people.viewer import Viewer

MOST_STEPS = 12
STEP_LENGTH = 150
CHANGED = "The steps have been changed meanwhile. Please look at them again."


@dataclass(frozen=True)
class Wording:
    """A goal as it is typed: a step on each line."""

    title: str
    until: date | None = None
    steps: Sequence[str] = ()


def add(
    session: Session, viewer: Viewer, ring: Keyring, mentorship_id: int, said: Wording, nonce: str
) -> Entry[Goal]:
    """Raises NotFound, NotAllowed, and Invalid on `steps` or where there are too many goals."""
    pair = _writable(session, viewer, ring, mentorship_id)
    goal = Goal(said.title, said.until, _steps(said.steps, ()))
    return entries.add(session, ring, pair, goal, nonce)


def reword(
    session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int], said: Wording
) -> None:
    """Other words for the goal `at` a mentorship and its number; a step that is worded as before
    stays ticked. Raises as `add` does."""

    def reworded(goal: Goal) -> Goal:
        steps = _steps(said.steps, goal.steps)
        return replace(goal, title=said.title, until=said.until, steps=steps)

    _change(session, viewer, ring, at, reworded)


def tick(
    session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int], done: Collection[str]
) -> None:
    """Of its steps those with these words are done, and no others. Raises NotFound, NotAllowed, and
    Invalid where it has other steps by now."""

    def ticked(goal: Goal) -> Goal:
        if not {*done} <= {step.words for step in goal.steps}:
            raise Invalid("", CHANGED)
        return replace(goal, steps=tuple(Step(s.words, s.words in done) for s in goal.steps))

    _change(session, viewer, ring, at, ticked)


def finish(session: Session, viewer: Viewer, ring: Keyring, at: tuple[int, int], word: str) -> None:
    """It is done, with a word on it or none. Raises NotFound, NotAllowed."""
    today = clock.today()
    _change(session, viewer, ring, at, lambda g: replace(g, done=g.done or today, word=word))


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


def _steps(lines: Sequence[str], before: Sequence[Step]) -> tuple[Step, ...]:
    """Each once, in their order."""
    done = {step.words for step in before if step.done}
    words = dict.fromkeys(filter(None, lines))
    if len(words) > MOST_STEPS:
        raise Invalid("steps", f"These are {len(words)} steps. Make it {MOST_STEPS} at most.")
    if any(len(each) > STEP_LENGTH for each in words):
        raise Invalid("steps", f"One of these steps is long. Make it {STEP_LENGTH} characters.")
    return tuple(Step(each, each in done) for each in words)
