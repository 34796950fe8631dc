"""Searching. The index proposes, what a kind of things says she may see decides, and what is then
found is read once more: nothing is shown that does not stand there for her at this moment.

A common word is in a third of all posts. So what is looked at is bounded: the newest so many that
say it, and the newest that say it in their title; these are ordered by how well they fit. Who wants
more goes on to older ones. Nothing of what was looked for is kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from sqlalchemy.orm import Session

from app.core import clock, keys
from app.oversight.search import index, ranking, wishes, words
from app.oversight.search.rows import LAST_PLACE, Asked, first_of
from app.oversight.search.wishes import Wish
from app.people.searchable import Filters, Scope, Searchable, Shown
from app.people.viewer import Viewer

PAGE = 20
# So many are ordered together: three pages.
WINDOW = 60
TITLED = 20
# As far as one answer goes on by itself where there is little for her.
WINDOWS = 4
SIMILAR = 4


@dataclass(frozen=True)
class Spot:
    """Where a reader of results is: among those before a place, after so many."""

    before: int = LAST_PLACE
    skip: int = 0

    def __str__(self) -> str:
        """As an address says it."""
        return f"{keys.base32(self.before)}.{self.skip}"


BEGINNING = Spot()
ALL = Filters()


@dataclass(frozen=True)
class Found:
    """A page of results. `older` is where to go on, None at the end."""

    results: Sequence[Shown] = ()
    older: Spot | None = None


def spot(said: str) -> Spot:
    """What an address says; the beginning where it says nothing that fits."""
    place, _, skip = said.partition(".")
    before = keys.from_base32(place)
    fits = before and skip.isascii() and skip.isdigit() and len(skip) <= len(str(LAST_PLACE))
    return Spot(before, int(skip)) if fits else BEGINNING


@dataclass(frozen=True)
class Search:
    """What one viewer looks for among things of one kind."""

    session: Session
    viewer: Viewer
    kind: Searchable
    filters: Filters = ALL

    def page(self, wish: Wish, at: Spot = BEGINNING) -> Found:
        """A page of what she may see."""
        if not wish or (scope := self._scope()) is None:
            return Found()
        if self.filters.hers:
            of_hers = chain.from_iterable(self.kind.hers(self.session, self.viewer))
            return _page(self._fitting(wish, scope, {*of_hers}), at, None)
        return self._found(wish, scope, at)

    def similar(self, title: str) -> list[Shown]:
        """A few things with a title like this one, of those that she may see, the likest first."""
        said = wishes.like(title)
        if not said or (scope := self._scope()) is None:
            return []
        alike = tuple(map(words.in_title, said))
        asked = self._asked(scope, Wish())
        all_of_them = replace(asked, phrases=tuple((word,) for word in alike))
        some_of_them = replace(asked, any_of=(*asked.any_of, alike))
        found = chain(self._ids(all_of_them), self._ids(some_of_them))
        return ranking.alike(self._shown({*found}), said)[:SIMILAR]

    def _found(self, wish: Wish, scope: Scope, at: Spot) -> Found:
        asked = self._asked(scope, wish)
        for _ in range(WINDOWS):
            newest = index.find(self.session, replace(asked, before=min(asked.before, at.before)))
            # Where all that say it are here, so are those that say it in their title.
            more = newest.onward is not None or not _is_first(at)
            titled = self._titled(wish, asked, seldom=newest.seldom) if more else set()
            # What has it in its title stood before the others already.
            ids = {match.id for match in newest.rows} - titled
            fitting = self._fitting(wish, scope, ids | titled if _is_first(at) else ids)
            onward = None if newest.onward is None else Spot(newest.onward)
            found = _page(fitting, at, onward)
            if found.results or onward is None or len(newest.rows) < asked.most:
                return found
            at = onward
        return Found(older=at)

    def _titled(self, wish: Wish, asked: Asked, *, seldom: bool) -> set[str]:
        in_titles = tuple((words.in_title(word),) for word in wish.words)
        return self._ids(replace(asked, phrases=in_titles, most=TITLED, seldom=seldom))

    def _asked(self, scope: Scope, wish: Wish) -> Asked:
        chosen: list[tuple[str, ...]] = [
            (words.mark(each),) for each in (self.kind.kind, *scope.all_of)
        ]
        if scope.any_of:
            chosen.append(tuple(map(words.mark, scope.any_of)))
        without = wish.without + tuple((words.mark(each),) for each in scope.none_of)
        since, until = self.filters.since, self.filters.until
        return Asked(
            wish.phrases,
            tuple(chosen),
            without,
            since=first_of(since) if since else 0,
            before=first_of(until + timedelta(days=1)) if until else LAST_PLACE,
            most=WINDOW,
        )

    def _scope(self) -> Scope | None:
        return self.kind.scope(self.session, self.viewer, self.filters)

    def _ids(self, asked: Asked) -> set[str]:
        return {match.id for match in index.find(self.session, asked).rows}

    def _shown(self, ids: Collection[str]) -> list[Shown]:
        widely = not self.filters.circle
        return [*self.kind.shown(self.session, self.viewer, ids, widely=widely).values()]

    def _fitting(self, wish: Wish, scope: Scope, ids: Collection[str]) -> list[Shown]:
        since, until = self.filters.since or date.min, self.filters.until or date.max
        within = (one for one in self._shown(ids) if scope.holds(one.marks))
        there = [one for one in within if since <= one.day <= until]
        return ranking.fitting(there, wish, clock.today())


def _is_first(at: Spot) -> bool:
    return at.before == LAST_PLACE


def _page(fitting: Sequence[Shown], at: Spot, onward: Spot | None) -> Found:
    """Those after so many, and where to go on: with the others, or else onward."""
    end = at.skip + PAGE
    more = replace(at, skip=end) if len(fitting) > end else onward
    return Found(fitting[at.skip : end], more)
