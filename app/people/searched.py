"""Members who let themselves be found by their name, as things that can be searched for.

Nobody is found who has not said so, nor by visitors. A member is in the index on no day, so that
her place there does not tell when she came.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.core.events import Event
from app.core.languages import Sentence
from app.people.anonymity.bylines import named
from app.people.members.events import BylineChanged, FindingChosen
from app.people.members.models import NO_PROFILE, Member
from app.people.members.queries import tone_of
from app.people.searchable import NO_DAY, Entry, Filters, Scope, Shown, Touched
from app.people.viewer import Viewer

PORTION = 500
SORT = "members"


@dataclass(frozen=True)
class Members:
    """By her number in hexadecimal digits, since a handle may change."""

    kind: str = "member"
    for_members: bool = True
    events: Collection[type[Event]] = (BylineChanged, FindingChosen)

    @property
    def sorts(self) -> dict[str, str]:
        return {SORT: Sentence("Members")}

    def touched(self, _session: Session, event: Event) -> Touched:
        assert isinstance(event, BylineChanged | FindingChosen)
        return Touched([event.member_id.hex])

    def entries(self, session: Session, ids: Collection[str]) -> list[Entry]:
        return [_entry(each) for each in _found(session, Member.id.in_(map(UUID, ids)))]

    def all(self, session: Session) -> Iterator[list[Entry]]:
        found = [_entry(each) for each in _found(session)]
        for at in range(0, len(found), PORTION):
            yield found[at : at + PORTION]

    def scope(self, _session: Session, viewer: Viewer, filters: Filters) -> Scope | None:
        narrower = Filters(kind=filters.kind) != filters or filters.kind not in {"", SORT}
        return None if narrower or not viewer.signed_in else Scope()

    def shown(
        self,
        session: Session,
        viewer: Viewer,
        ids: Collection[str],
        *,
        widely: bool,  # noqa: ARG002  # a circle does not matter
    ) -> dict[str, Shown]:
        there = _found(session, Member.id.in_(map(UUID, ids)))
        return {
            one.id.hex: _card(one)
            for one in there
            if one.id not in viewer.shield.quiet and viewer.signed_in
        }

    def hers(self, _session: Session, _viewer: Viewer) -> Iterator[Collection[str]]:
        """She has made none of them."""
        return iter(())


def _found(session: Session, *which: ColumnElement[bool]) -> list[Member]:
    there = Member.findable.is_(True), Member.standing.not_in(NO_PROFILE)
    return list(session.scalars(select(Member).where(*there, *which)))


def _entry(member: Member) -> Entry:
    return Entry(member.id.hex, NO_DAY, member.name, member.handle)


def _card(member: Member) -> Shown:
    byline = named(member.handle, member.name, tone_of(member.handle))
    path = f"/m/{member.handle}"
    return Shown(member.id.hex, member.name, member.handle, path, NO_DAY, (), byline=byline)
