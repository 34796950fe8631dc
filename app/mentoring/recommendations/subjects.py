"""Recommendations as things that moderators decide about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keyring, keys, text
from app.core.errors import Invalid, NotFound
from app.core.languages import Sentence
from app.mentoring.recommendations import actions, policy, queries
from app.mentoring.recommendations.actions import KIND
from app.mentoring.recommendations.contents import Recommended, State
from app.mentoring.recommendations.models import Recommendation
from app.mentoring.recommendations.queries import Whole
from app.people.members.named import NOBODY as FORMER
from app.people.members.named import bylines
from app.people.subjects import NOBODY, Deed, Found, Given, Owner, Seen, SubjectRef, Words
from app.people.viewer import Viewer

_TAKES_DOWN = {Deed.HIDE: State.HIDDEN, Deed.REMOVE: State.REMOVED}
# Where both of its sides find it.
_THEIRS = "/mentoring/recommendations"
NAME = Sentence("a recommendation")


@dataclass(frozen=True)
class Recommendations:
    """One can be reported by whoever reads it: its mentee, and where she shows it everybody who
    sees her page. Its owner is the mentor."""

    kind: str = KIND
    can: Collection[Deed] = (Deed.REDACT, Deed.HIDE, Deed.REMOVE)

    def find(self, session: Session, viewer: Viewer, id: str) -> Found:
        whole = _whole(session, id)
        if whole is None or not viewer.signed_in:
            raise NotFound(queries.NOT_HERE)
        found, is_public = _found(session, whole)
        if viewer.id == whole.mentor:
            return found
        may_see = policy.may_see(viewer, whole.mentor, whole.mentee, whole.said)
        if may_see and (is_public or viewer.id == whole.mentee):
            return found
        raise NotFound(queries.NOT_HERE)

    def look(self, session: Session, id: str) -> Seen | None:
        whole = _whole(session, id)
        if whole is None:
            return None
        said, found = whole.said, _found(session, whole)[0]
        by = bylines(session, {whole.mentor} if whole.mentor else ())
        byline = by.get(whole.mentor, FORMER) if whole.mentor else FORMER
        words = Words(byline, text.trusted(said.html), said.day)
        if not said.stands:
            words = replace(words, state=said.state.value, told=said.state.told)
        return Seen(found, words, text=said.body)

    def known(self, session: Session, ids: Collection[str]) -> Mapping[str, Found]:
        found = {each: _whole(session, each) for each in ids}
        return {each: _found(session, whole)[0] for each, whole in found.items() if whole}

    def do(self, session: Session, id: str, deed: Deed, given: Given) -> str:
        """Other words for the author's, or none that anybody else reads."""
        if deed is not Deed.REDACT:
            return _change(session, id, state=_TAKES_DOWN[deed]).state.value
        if not given.words.strip():
            raise Invalid("words", "Please leave something of what she said, or remove it.")
        html = text.rendered(given.words)
        return _change(session, id, body=given.words, html=html).state.value

    def undo(self, session: Session, id: str, _deed: Deed, before: str) -> None:
        """It stands again as it was, shown where its mentee shows it."""
        _change(session, id, state=State(before))

    def destroy(self, session: Session, ids: Collection[str]) -> None:
        wanted = select(Recommendation).where(Recommendation.id.in_(map(keys.from_base32, ids)))
        for row in session.scalars(wanted.with_for_update()):
            if not Recommended.opened(keyring.of(session), row.id, row.sealed).stands:
                session.delete(row)


def _whole(session: Session, id: str) -> Whole | None:
    return queries.one(session, keyring.of(session), keys.from_base32(id))


def _change(session: Session, id: str, **what: object) -> Recommended:
    ring, number = keyring.of(session), keys.from_base32(id)
    return actions.change(session, ring, number, lambda said: replace(said, **what))  # type: ignore[arg-type]


def _found(session: Session, whole: Whole) -> tuple[Found, bool]:
    """With where it is read, and whether that is her page."""
    sides = {one for one in (whole.mentor, whole.mentee) if one}
    known = bylines(session, sides)
    author = known.get(whole.mentor, FORMER) if whole.mentor else FORMER
    about = known.get(whole.mentee, FORMER) if whole.mentee else FORMER
    is_public = whole.said.is_public and bool(about.handle)
    path = f"/m/{about.handle}" if is_public else _THEIRS
    ref = SubjectRef(KIND, keys.base32(whole.id))
    owner = Owner(whole.mentor) if whole.mentor else NOBODY
    return Found(ref, NAME, author.name, path, None, owner), is_public
