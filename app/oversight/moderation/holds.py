"""Whether a rule holds what somebody is about to post, and the case that it makes then."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.core.limits import Limit
from app.core.questions import Question
from app.oversight.moderation import cases, duplicates, matching
from app.oversight.moderation.holds_models import HoldRule, RuleKind
from app.oversight.moderation.matching import Coming
from app.oversight.moderation.models import Case
from app.people.house import House
from app.people.subjects import SubjectRef, Subjects
from app.people.viewer import Viewer

_ABOUT_POSTS = HoldRule.on & (HoldRule.kind != RuleKind.REPORTS)
_ANY = Question(select(exists().where(_ABOUT_POSTS)), bool)


@dataclass(frozen=True)
class Sender:
    """By whom, as far as a rule may know. Without her name she is known by her pseudonym in the
    thread alone (`thread_id`, 0 for a new one): a hold is shown to moderators, and a count over
    all that she writes would tell them who she is. `named` tells how many posts bear her name."""

    viewer: Viewer
    anonymous: bool
    thread_id: int
    named: Callable[[int], int]

    @property
    def counted_by(self) -> bytes | None:
        """By what her posts in an hour are counted; nothing for who is new with each of them."""
        if not self.anonymous:
            return self.viewer.me.limit_key()
        return self.viewer.me.limit_key() + keys.number(self.thread_id) if self.thread_id else None


def on(session: Session) -> Sequence[HoldRule]:
    """All rules that are on and about what is about to be posted: where there are none, as in
    most houses, one small question."""
    if not _ANY.first(session):
        return ()
    rules = select(HoldRule).where(_ABOUT_POSTS)
    return session.scalars(rules.order_by(HoldRule.made, HoldRule.id)).all()


def first_that_holds(
    session: Session, house: House, rules: Collection[HoldRule], coming: Coming, sender: Sender
) -> HoldRule | None:
    """The first of the rules that wants a moderator to look first. To be asked once for each
    form that is sent: posts in an hour are counted by that."""
    here = [rule for rule in rules if rule.circle_id in {None, coming.circle_id}]
    in_hour = _counted(house, here, sender)
    for rule in here:
        if _by_sender(rule, sender, in_hour) or finds(session, house.ring, rule, coming):
            return rule
    return None


def finds(session: Session, ring: Keyring, rule: HoldRule, coming: Coming) -> bool:
    """Whether the words alone make the rule hold them."""
    if rule.kind is RuleKind.DUPLICATE:
        h = duplicates.of(ring, coming.body)
        return h is not None and bool(duplicates.known(session, [h]))
    return matching.is_found(rule, coming)


def first_that_minds(
    session: Session, ring: Keyring, rules: Collection[HoldRule], was: Coming, now: Coming
) -> HoldRule | None:
    """The first rule that the words break and did not break before they were edited."""
    for rule in rules:
        may_mind = rule.circle_id in {None, now.circle_id} and rule.kind.reads_words
        if may_mind and finds(session, ring, rule, now) and not finds(session, ring, rule, was):
            return rule
    return None


def bring(session: Session, subjects: Subjects, rule: HoldRule, ref: SubjectRef) -> Case:
    """The case in which moderators look at this thing, because of this rule."""
    found = subjects.known(session, [ref])[ref]
    case = cases.open_for(session, found, rule.kind.reason, held_by=rule.name)
    case.held_by = case.held_by or rule.name
    return case


def _counted(house: House, rules: Collection[HoldRule], sender: Sender) -> int:
    by = sender.counted_by
    if by is None or not any(rule.kind is RuleKind.RATE for rule in rules):
        return 0
    return house.limiter.count(Limit.POSTS_IN_AN_HOUR, by)


def _by_sender(rule: HoldRule, sender: Sender, in_hour: int) -> bool:
    if rule.kind is RuleKind.RATE:
        return in_hour > rule.number
    first = rule.kind is RuleKind.FIRST_POSTS and not sender.anonymous
    return first and sender.named(rule.number) < rule.number
