"""The dry run: what a rule would have held of what was posted lately."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.keys import Keyring
from app.oversight.moderation import duplicates, matching
from app.oversight.moderation.holds_models import HoldRule, RuleKind
from app.oversight.moderation.matching import Coming
from app.oversight.moderation.models import Case

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Past:
    """A post as it stands. `nth` says which of its author's it is, where it bears her name."""

    id: int
    words: Coming
    author_id: UUID | None
    nth: int
    at: datetime | None


def held(session: Session, ring: Keyring, rule: HoldRule, posts: Sequence[Past]) -> set[int]:
    """The ids of those that it would have held; two questions at most."""
    if rule.kind is RuleKind.REPORTS:
        return _reported(session, rule, {post.id for post in posts})
    if rule.kind is RuleKind.RATE:
        return set(_in_a_hurry(rule, posts))
    if rule.kind is RuleKind.FIRST_POSTS:
        return {post.id for post in posts if post.author_id and post.nth <= rule.number}
    if rule.kind is RuleKind.DUPLICATE:
        return _repeated(session, ring, posts)
    return {post.id for post in posts if matching.is_found(rule, post.words)}


def _reported(session: Session, rule: HoldRule, ids: set[int]) -> set[int]:
    often = select(Case.subject).where(Case.kind == "post", Case.reports >= rule.number)
    return ids & {keys.from_base32(subject) for subject in session.scalars(often)}


def _in_a_hurry(rule: HoldRule, posts: Iterable[Past]) -> Iterable[int]:
    """Of posts without a name there is no hour to be counted by."""
    timed = [(post.at, post) for post in posts if post.at and post.author_id]
    lately: dict[UUID | None, deque[datetime]] = {}
    for at, post in sorted(timed, key=lambda one: (one[0], one[1].id)):
        hers = lately.setdefault(post.author_id, deque())
        hers.append(at)
        while hers[0] <= at - HOUR:
            hers.popleft()
        if len(hers) > rule.number:
            yield post.id


def _repeated(session: Session, ring: Keyring, posts: Iterable[Past]) -> set[int]:
    values = {post.id: duplicates.of(ring, post.words.body) for post in posts}
    known = duplicates.known(session, {h for h in values.values() if h is not None})
    return {post_id for post_id, h in values.items() if h in known}
