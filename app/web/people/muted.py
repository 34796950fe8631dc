"""What she has blocked and muted: her list of it, and taking things off it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.community.threads import owners, titles
from app.core import keys, text
from app.core.keys import Keyring
from app.core.languages import Sentence
from app.core.limits import Limit
from app.people import blocking
from app.people.circles import queries as circles
from app.people.members import queries as members
from app.people.members.models import Member
from app.people.viewer import Viewer
from app.web import folding
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

LOST_THREAD = Sentence("A thread that you can’t open any more")
LOST_CIRCLE = Sentence("A circle that you can’t open any more")


@dataclass(frozen=True)
class Entry:
    """One thing on her list; `what` is what takes it off, `path` where it leads, if anywhere."""

    what: str
    said: str
    path: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Group:
    """Things of one `kind` with what they are to her."""

    kind: str
    heading: str
    undo: str
    entries: tuple[Entry, ...]


Phrase = Annotated[text.ShortLine, StringConstraints(min_length=2, max_length=60)]


class PhraseForm(Form):
    phrase: Phrase


class UndoForm(Form):
    """What stands on her list: `what` is a handle, a number in base 32, a pseudonym behind its
    thread's number and a space, or the phrase."""

    kind: Literal["block", "member", "voice", "thread", "circle", "phrase"]
    what: Annotated[str, StringConstraints(max_length=200)]


PhraseFilled = Annotated[Filled[PhraseForm], Depends(filled(PhraseForm))]
UndoFilled = Annotated[Filled[UndoForm], Depends(filled(UndoForm))]


@router.get("/settings/muted", name="settings_muted")
def show(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    return _show(session, viewer, page, Filled({}))


@router.post("/settings/muted/phrases", name="mute_phrase")
def mute_phrase(
    form: PhraseFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    with form.checking():
        house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
        blocking.mute_phrase(session, house.ring, viewer, form.data.phrase, on=True)
        return page.go("settings_muted", said="phrase-muted")
    return _show(session, viewer, page, form)


@router.post("/settings/muted", name="settings_muted")
def undo(
    form: UndoFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    data = form.data
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    _UNDO[data.kind](session, house.ring, viewer, data.what)
    return page.go("settings_muted", said="undone")


def _undo_block(session: InTransaction, ring: Keyring, viewer: Viewer, handle: str) -> None:
    for member in _on_list(session, viewer, handle):
        blocking.unblock(session, ring, viewer, member.id)


def _undo_member(session: InTransaction, ring: Keyring, viewer: Viewer, handle: str) -> None:
    for member in _on_list(session, viewer, handle):
        blocking.mute(session, ring, viewer, member.id, on=False)


def _undo_voice(session: InTransaction, ring: Keyring, viewer: Viewer, what: str) -> None:
    number, _, label = what.partition(" ")
    voice = (keys.from_base32(number), label)
    blocking.mute_voice(session, ring, viewer, voice, on=False)


def _undo_thread(session: InTransaction, ring: Keyring, viewer: Viewer, what: str) -> None:
    blocking.mute_thread(session, ring, viewer, keys.from_base32(what), on=False)


def _undo_circle(session: InTransaction, ring: Keyring, viewer: Viewer, what: str) -> None:
    blocking.mute_circle(session, ring, viewer, keys.from_base32(what), on=False)


def _undo_phrase(session: InTransaction, ring: Keyring, viewer: Viewer, what: str) -> None:
    blocking.mute_phrase(session, ring, viewer, what, on=False)


_UNDO: dict[str, Callable[[InTransaction, Keyring, Viewer, str], None]] = {
    "block": _undo_block,
    "member": _undo_member,
    "voice": _undo_voice,
    "thread": _undo_thread,
    "circle": _undo_circle,
    "phrase": _undo_phrase,
}


def _on_list(session: InTransaction, viewer: Viewer, handle: str) -> list[Member]:
    """Whom she means among those on her list: also somebody who is leaving meanwhile."""
    hers = members.with_ids(session, viewer.shield.quiet)
    return [member for member in hers if member.handle == handle]


def _show(session: InTransaction, viewer: Viewer, page: PageMaker, form: Filled[Any]) -> Response:
    groups = [*_people(session, viewer), *_places(session, viewer)]
    phrases = tuple(Entry(phrase, f"“{phrase}”") for phrase in viewer.shield.phrases)
    return page.show(
        "people/members/settings_muted.html",
        status=422 if form.errors else 200,
        groups=[group for group in groups if group.entries],
        phrases=Group("phrase", Sentence("Words"), Sentence("Show them again"), phrases),
        form=form,
    )


def _people(session: InTransaction, viewer: Viewer) -> list[Group]:
    found = {member.id: member for member in members.with_ids(session, viewer.shield.quiet)}

    def entries(ids: tuple[Any, ...]) -> tuple[Entry, ...]:
        here = sorted((found[each] for each in ids if each in found), key=lambda m: m.name)
        return tuple(_of_member(member) for member in here)

    return [
        Group(
            "block",
            Sentence("People you have blocked"),
            Sentence("Unblock"),
            entries(viewer.shield.blocked),
        ),
        Group(
            "member",
            Sentence("People you have muted"),
            Sentence("Unmute"),
            entries(viewer.shield.members),
        ),
    ]


def _of_member(member: Member) -> Entry:
    if members.is_gone(member):
        return Entry(member.handle, member.name)
    return Entry(member.handle, member.name, url("member", handle=member.handle), member.handle)


def _places(session: InTransaction, viewer: Viewer) -> list[Group]:
    shield = viewer.shield
    threads = _threads(session, viewer, {*shield.threads, *(where for where, _ in shield.voices)})
    rooms = {card.id: card for card in circles.visible(session, viewer)}
    lost = Entry("", LOST_THREAD)
    voices = tuple(
        Entry(
            f"{keys.base32(where)} {label}", label, t.path, Sentence("in {thread}", thread=t.said)
        )
        for where, label in shield.voices
        for t in [threads.get(where, lost)]
    )
    muted = tuple(
        Entry(keys.base32(each), t.said, t.path)
        for each in shield.threads
        for t in [threads.get(each, lost)]
    )
    circle = tuple(_of_circle(each, rooms) for each in shield.circles)
    return [
        Group("voice", Sentence("Pseudonyms you have muted"), Sentence("Unmute"), voices),
        Group("thread", Sentence("Threads you have muted"), Sentence("Unmute"), muted),
        Group("circle", Sentence("Circles you have muted"), Sentence("Unmute"), circle),
    ]


def _of_circle(circle_id: int, rooms: dict[int, circles.CircleCard]) -> Entry:
    card = rooms.get(circle_id)
    if card is None:
        return Entry(keys.base32(circle_id), LOST_CIRCLE)
    return Entry(keys.base32(circle_id), card.name, url("circle", circle=card.slug))


def _threads(session: InTransaction, viewer: Viewer, ids: set[int]) -> dict[int, Entry]:
    """What they are called, unless somebody has named them whom she would rather not read."""
    quiet = owners.opened_by(session, ids, viewer.shield.quiet)
    return {
        one.id: Entry("", folding.QUIET_THREAD, url("thread", thread_id=one.id))
        if one.id in quiet
        else Entry("", one.title, url("thread_slugged", thread_id=one.id, slug=one.slug))
        for one in titles.of_threads(session, viewer, ids).values()
    }
