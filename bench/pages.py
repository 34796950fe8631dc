"""What is asked for: which pages of the community, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.community.threads.leaves import PAGE
from app.community.threads.models import Thread
from app.core.keys import base32
from app.people.circles.models import Circle, Membership
from app.people.house import House
from app.people.members import sessions
from app.people.members.models import Member
from app.people.recognition import recognise
from app.people.viewer import Viewer
from app.web.kit import csrf
from bench import cases, opportunities
from bench.data import TWINS
from bench.texts import texts

NAMES = (
    *("thread", "thread-named", "thread-anonymous", "thread-cold", "thread-visitor"),
    *("circle", "home", "notifications", "opportunities", "opportunities-found"),
    *("queue", "case"),
    *("reply", "reply-anonymous"),
)
FOLLOWED, READ = 10, 200
BUSY_THREADS = 100


@dataclass(frozen=True)
class Page:
    """One page: where it is, the cookie of who asks, and the lines that are walked over, if any."""

    name: str
    path: str
    headers: dict[str, str]
    form: str = ""
    walk: list[str] = field(default_factory=list)


class Asker:
    """Knows a community's pages. The first member reads; all of them write."""

    def __init__(self, house: House) -> None:
        self._house = house
        with house.database.changing() as session:
            people = session.scalars(select(Member).order_by(Member.handle)).all()
            self._reader = next(m for m in people if m.handle == "member-0")
            self._moderator = next(m for m in people if m.handle == "member-1")
            # By two steps, as staff sign in who are to work as staff.
            self._tokens = {
                m.id: sessions.start(session, house.ring, m, strong=True) for m in people
            }
            in_order = select(Thread).where(Thread.locked.is_(False)).order_by(Thread.nseq.desc())
            self._threads = session.scalars(in_order).all()
            self._longest = self._threads[0]
            by_title = {t.title: address(t, 0) for t in self._threads if t.title in TWINS}
            self._twins = [by_title[title] for title in TWINS]
            self._slug = session.get_one(Circle, self._longest.circle_id).slug
            viewer = recognise(session, house.ring, self._tokens[self._reader.id])
            note_what_was_read(house, session, viewer, self._threads)
        house.flush()

    def page(self, name: str) -> Page:
        hers = self._cookie(self._tokens[self._reader.id])
        middle = (self._longest.nseq - 1) // (2 * PAGE) * PAGE
        thread = address(self._longest, middle)
        if name.startswith("reply"):
            return self._reply(name)
        if name in {"queue", "case"}:
            return self._moderating(name)
        if name.startswith("opportunities"):
            return self._opportunities(name)
        found = {
            "thread": Page(name, thread, hers),
            "thread-named": Page(name, self._twins[0], hers),
            "thread-anonymous": Page(name, self._twins[1], hers),
            "thread-cold": Page(name, thread, hers, walk=self._leaves(hers["Cookie"])),
            "thread-visitor": Page(name, thread, {}),
            "circle": Page(name, f"/c/{self._slug}", hers),
            "home": Page(name, "/", hers),
            "notifications": Page(name, "/notifications", hers),
            "landing": Page(name, "/", {}),
        }
        return found[name]

    def _reply(self, name: str) -> Page:
        forms = self._replies(anonymous=name == "reply-anonymous")
        path, cookie, form = forms[0].split("\t")
        return Page(name, path, {"Cookie": cookie}, form, forms)

    def _opportunities(self, name: str) -> Page:
        """The list of all that are open, and of a few of them."""
        assert self._filled
        path = "/opportunities"
        if name == "opportunities-found":
            path += "?kind=job&way=home&place=Leeds&q=school+hours"
        return Page(name, path, self._cookie(self._tokens[self._reader.id]))

    @cached_property
    def _filled(self) -> bool:
        opportunities.fill(self._house, [*self._tokens])
        return True

    def _moderating(self, name: str) -> Page:
        """The queue of all that is reported, or a case in the middle of it."""
        to_work = self._cases
        case = f"/moderation/cases/{base32(to_work[len(to_work) // 2])}"
        path = "/moderation" if name == "queue" else case
        return Page(name, path, self._cookie(self._tokens[self._moderator.id]))

    @cached_property
    def _cases(self) -> list[int]:
        return cases.fill(self._house, self._tokens, self._moderator)

    def raise_versions(self) -> None:
        """Make every page of every thread new to the application."""
        with self._house.database.changing() as session:
            session.execute(update(Thread).values(version=Thread.version + 1))

    def _leaves(self, cookie: str) -> list[str]:
        """The full pages of all threads, each once."""
        return [
            f"{address(thread, after)}\t{cookie}\t"
            for thread in self._threads
            for after in range(0, thread.nseq - PAGE + 1, PAGE)
        ]

    def _replies(self, *, anonymous: bool) -> list[str]:
        """A reply of each member, to one of the busy threads in a circle of hers."""
        ring = self._house.ring
        # Another text: words that she posted under her name would be pointed out to her.
        body = texts(2)[anonymous][0]
        by_circle: dict[int, list[Thread]] = {}
        for thread in self._threads[:BUSY_THREADS]:
            by_circle.setdefault(thread.circle_id, []).append(thread)
        lines = []
        with self._house.database.reading() as session:
            places = session.execute(select(Membership.member_id, Membership.circle_id))
            circle_of = {place.member_id: place.circle_id for place in places}
        for number, (member, token) in enumerate(self._tokens.items()):
            threads = by_circle.get(circle_of[member], [self._longest])
            fields = {"body": body, "content_note": "", "csrf_token": csrf.token(ring, token)}
            fields |= {"anonymous": "on"} if anonymous else {}
            path = f"/t/{base32(threads[number % len(threads)].id)}/replies"
            lines.append(f"{path}\t{self._cookie(token)['Cookie']}\t{urlencode(fields)}")
        return lines

    def _cookie(self, token: str) -> dict[str, str]:
        return cookie_of(self._house, token)


def note_what_was_read(
    house: House, session: Session, viewer: Viewer, threads: Sequence[Thread]
) -> None:
    """She follows the longest threads, which come first, and has read the beginning of many."""
    for circle in session.scalars(select(Circle).where(Circle.id.in_(viewer.circles))):
        owner = viewer.me.bundle(circle.id)
        bundle = house.shelf.take(session, [owner])[owner]
        bundle.start, bundle.seen = 1, circle.bump // 2
        for at, thread in enumerate(threads[:READ]):
            if thread.circle_id == circle.id:
                bundle.marks[thread.id] = max(1, thread.nseq // 2)
                bundle.follows |= {thread.id: 1} if at < FOLLOWED else {}
        house.shelf.change(owner, bundle, lambda _: None)


def cookie_of(house: House, token: str) -> dict[str, str]:
    return {"Cookie": f"session={house.ring.stamp('cookie/v1').press(token)}"}


def address(thread: Thread, after: int) -> str:
    return f"/t/{base32(thread.id)}/{thread.slug}" + (f"?after={after}" if after else "")
