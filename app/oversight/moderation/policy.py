"""Who may report, work a case, decide what, and appeal. Pure: no database, no clock, no request."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from app.core.verdict import YES, Verdict, no
from app.oversight.moderation.models import Action, CaseState
from app.people.members.models import Role
from app.people.subjects import Deed, Owner
from app.people.viewer import Viewer

# As the Digital Services Act gives (Regulation (EU) 2022/2065, article 20, paragraph 1).
APPEAL = timedelta(days=183)

# What reaches beyond one circle is for those who moderate the whole site.
SITE_WIDE = {Action.PAUSE, Action.PAUSE_ANONYMOUS, Action.SUSPEND, Action.MOVE}
ON_PEOPLE = {Action.WARN, Action.PAUSE, Action.PAUSE_ANONYMOUS, Action.SUSPEND}
# A voice that is paused altogether, or suspended, would fall silent under her name too.
NEVER_ON_VOICES = {Action.PAUSE, Action.SUSPEND}
UNDECIDED = (CaseState.OPEN, CaseState.APPEALED)
TAKES_DOWN = {Action.HIDE, Action.REMOVE}
# Of what its author has mended: whoever does these to it wants it to be read.
SHOWS_MENDED = {Action.NOTE, Action.REDACT, Action.LOCK, Action.MOVE}
UNDOABLE = set(Action) - {Action.KEEP, Action.REDACT, Action.RESTORE}


class _Decided(Protocol):
    @property
    def action(self) -> Action: ...


# Python 3.11 has no syntax for generics of its own.
Made = TypeVar("Made", bound=_Decided)


def may_report(viewer: Viewer, owner: Owner) -> Verdict:
    if not viewer.signed_in:
        return no("Sign in to report something.")
    if owner.is_me(viewer):
        return no("This is your own. You can edit or delete it.")
    return YES


def may_work(viewer: Viewer, circle_id: int | None, *, is_named: bool) -> Verdict:
    """`is_named`: whether the case names her."""
    if not viewer.moderates(circle_id) or is_named:
        return no("This case is not yours to work.")
    return YES


def may_handle(viewer: Viewer, owner: Owner, deciders: Collection[object]) -> Verdict:
    """Whether she may claim and decide. Of what `deciders` have decided she hears what somebody
    else has."""
    if owner.is_me(viewer):
        return no("You cannot handle this case.")
    if set(deciders) == {viewer.member_id}:
        return no("You decided this. Somebody else hears the appeal.")
    return YES


def stands_without_words(action: Action, can: Collection[Deed], reports: int) -> bool:
    """Whether nobody is to read why: where that is let stand which was only to be looked at, as
    what is new."""
    return action is Action.KEEP and Deed.KEEP in can and not reports


def may_do(viewer: Viewer, action: Action, can: Collection[Deed], owner: Owner) -> Verdict:
    """Whether this action fits the thing (which `can` be done this with), its author and her."""
    if Deed.KEEP in can and action not in {Action.KEEP, Action.REMOVE, Action.RESTORE}:
        return no("This is not published yet. Publish it, or refuse it.")
    if action in SITE_WIDE and not viewer.is_moderator:
        return no("Only who moderates the whole site can do that.")
    if action in ON_PEOPLE:
        return _may_sanction(action, owner)
    if action not in {Action.KEEP, Action.RESTORE} and Deed(action) not in can:
        return no("That can’t be done to this.")
    return YES


def _may_sanction(action: Action, owner: Owner) -> Verdict:
    if owner.member_id is None and owner.voice is None:
        return no("Nobody can be told: its author is not here.")
    if owner.voice is not None and action in NEVER_ON_VOICES:
        return no("A pseudonym can be warned, or paused from posting without a name.")
    return YES


def may_reach(viewer: Viewer, action: Action, role: Role) -> Verdict:
    """Whether she may do this to a person with this role: otherwise one moderator could shut out
    another, or whoever runs the place."""
    if action not in ON_PEOPLE - {Action.WARN} or role is Role.MEMBER:
        return YES
    if role is Role.ADMINISTRATOR:
        return no("An administrator can be warned. For more, her role is taken from her first.")
    if viewer.is_administrator:
        return YES
    return no("Only an administrator can pause or suspend a moderator.")


def may_appeal(action: Action, day: date, today: date, *, hers: bool, undone: bool) -> Verdict:
    if not hers:
        return no("Only whom a decision concerns can appeal.")
    if action in {Action.KEEP, Action.RESTORE} or undone:
        return no("There is nothing to appeal against.")
    if today > day + APPEAL:
        return no("The six months in which you could appeal are over.")
    return YES


def may_answer(state: CaseState, *, asked: bool) -> Verdict:
    """The author’s answer to the team; `asked`: its last word to her was no decision."""
    if state is not CaseState.DECIDED or asked:
        return YES
    return no("This has been decided. If you think that it is wrong, appeal against the decision.")


def can_be_taken_back(action: Action, before: str, *, undone: bool) -> bool:
    """`before` is what puts the thing back: nothing does once that is destroyed."""
    return not undone and action in UNDOABLE and (action in ON_PEOPLE or before != "")


def to_undo(done: Sequence[Made], made: Made) -> Sequence[Made]:
    """Of what can be undone, the latest first: this one, with all before it that took the thing
    down where it did so, since they would go on hiding it."""
    if made.action not in TAKES_DOWN:
        return [made]
    return [one for one in done[done.index(made) :] if one.action in TAKES_DOWN]


def resting(done: Sequence[Made], made: Made) -> Sequence[Made]:
    """Of the same: what was decided after this one about the same of the thing, and holds."""
    if made.action in ON_PEOPLE:
        return []
    same = TAKES_DOWN if made.action in TAKES_DOWN else {made.action}
    return [one for one in done[: done.index(made)] if one.action in same]


def instead(made: Action, offered: Iterable[Action]) -> list[Action]:
    """What can be done in place of what was decided: something else that is done at all."""
    nothing = {Action.KEEP, Action.RESTORE} | ({made} & TAKES_DOWN)
    return [action for action in offered if action not in nothing]


def may_set_rules(viewer: Viewer) -> Verdict:
    if viewer.is_moderator:
        return YES
    return no("Only who moderates the whole site can set rules.")


def may_be_decided(state: CaseState) -> bool:
    return state is CaseState.OPEN


def may_see_log(viewer: Viewer) -> Verdict:
    if viewer.is_moderator:
        return YES
    return no("Only who moderates the whole site can read the log.")


def actions(
    viewer: Viewer, can: Collection[Deed], owner: Owner, *, undoable: bool = False
) -> list[Action]:
    """Those that she is offered, in the order of the list; with `undoable`, whether something of
    the case can be taken back, restoring too: its author may have mended it."""
    offered = (a for a in Action if undoable or a is not Action.RESTORE)
    return [action for action in offered if may_do(viewer, action, can, owner)]
