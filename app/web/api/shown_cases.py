"""Cases as the API says them: no more than their pages show to the same moderator."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Literal

from app.core.languages import words as of_ours
from app.oversight.moderation import gathered, papers
from app.oversight.moderation.models import Action, CaseState, Outcome, Reason, Side
from app.oversight.moderation.papers import Papers
from app.oversight.moderation.queries import CaseCard, Past
from app.oversight.moderation.queue import Queue
from app.oversight.moderation.shelves import Line, Shelf
from app.people import subjects
from app.people.subjects import Found
from app.web.api.kit.models import Answer, Listed, Number
from app.web.api.shown import Author
from app.web.oversight.queue import Standing

Say = Callable[[str], str]
# Whose account is suspended for good has no last day.
FOR_GOOD = 9999


class CaseCircle(Answer):
    id: Number
    name: str


class CaseThing(Answer):
    """What a case is about, `name` within `title`; both are empty once it is gone. `kind` is post,
    thread, profile, held (a post that waits to be published) or another thing of the site."""

    kind: str
    name: str
    title: str

    @classmethod
    def of(cls, kind: str, found: Found | None, say: Say) -> "CaseThing":
        name, title = (say(found.name), found.title) if found else ("", "")
        return cls(kind=kind, name=name, title=title)


class CaseLine(Answer):
    """A case in the queue. `reason` is the gravest that was given, `why_here` what a rule says.
    `turn` says whether she can take it: not while somebody else has it, nor where she is `barred`
    from an appeal against what she has decided herself."""

    id: Number
    about: CaseThing
    circle: CaseCircle | None
    reason: Reason
    heavy: bool
    state: CaseState
    reports: int
    why_here: str
    opened: date
    closed: date | None
    turn: Literal["free", "mine", "taken", "barred", "decided"]

    @classmethod
    def of(
        cls, line: Line, found: Queue, names: Mapping[int, str], standing: Standing, say: Say
    ) -> "CaseLine":
        circle = line.circle_id if line.circle_id in names else None
        return cls(
            id=line.id,
            about=CaseThing.of(line.kind, found.found.get(line.ref), say),
            circle=CaseCircle(id=circle, name=names[circle]) if circle else None,
            reason=line.reason,
            heavy=line.heavy,
            state=line.state,
            reports=line.reports,
            why_here=say(of_ours(line.held_by)),
            opened=line.opened,
            closed=line.closed,
            turn=standing or "free",
        )


class CaseQueue(Listed[CaseLine]):
    """A stretch of a shelf. `counts` says how many lie on each that is worked through."""

    counts: dict[Shelf, int]


class CaseClaim(Answer):
    """Who reviews it, and until when."""

    by: str
    until: datetime
    mine: bool


class CaseWords(Answer):
    """Something that was written. `html` is empty where readers are `told` something instead."""

    author: Author
    html: str
    content_note: str
    day: date
    state: str
    told: str

    @classmethod
    def of(cls, one: subjects.Words, say: Say, *, whole: bool = False) -> "CaseWords":
        """`whole` is what the case is about, of which moderators read also what is hidden."""
        shows = whole or one.state == "shown"
        return cls(
            author=Author.of(one.byline),
            html=one.html if shows else "",
            content_note=one.content_note,
            day=one.day,
            state=one.state,
            told=say(one.told),
        )


class CaseContext(Answer):
    """The thing with what stands before and after it. `path` is where it can be read on the site,
    if she may; `text` are its words as they were typed, where details can be taken out of them."""

    heading: str
    words: CaseWords
    before: list[CaseWords]
    after: list[CaseWords]
    locked: bool
    path: str | None
    text: str

    @classmethod
    def of(cls, found: Papers, seen: subjects.Seen, say: Say) -> "CaseContext":
        opens = found.may_open and seen.found.open and seen.words.state == "shown"
        return cls(
            heading=seen.heading,
            words=CaseWords.of(seen.words, say, whole=True),
            before=[CaseWords.of(one, say) for one in seen.before],
            after=[CaseWords.of(one, say) for one in seen.after],
            locked=seen.locked,
            path=(seen.found.path or None) if opens else None,
            text=seen.text if Action.REDACT in found.can else "",
        )


class CaseSaid(Answer):
    """Something that was said about a case. `by` is a moderator, empty for the other side and for a
    rule; of a thing of two, `seat` is 1 for the mentor and 2 for the mentee."""

    side: Side
    by: str
    body: str
    day: date
    seat: int

    @classmethod
    def of(cls, line: gathered.Line) -> "CaseSaid":
        return cls(side=line.side, by=line.by, body=line.body, day=line.day, seat=line.of_two)


class CaseReport(Answer):
    """One report, with what was asked and answered since. Who made it is not said."""

    reason: Reason
    note: str
    day: date
    talk: list[CaseSaid]

    @classmethod
    def of(cls, one: gathered.Reported) -> "CaseReport":
        talk = [CaseSaid.of(line) for line in one.talk]
        return cls(reason=one.reason, note=one.note, day=one.day, talk=talk)


class CaseAppeal(Answer):
    """An appeal, and how it was heard, once it was."""

    statement: str
    day: date
    outcome: Outcome | None
    heard_by: str
    heard_on: date | None


class CaseDecision(Answer):
    """What the team decided. `until` is the last day of a pause, if it has one; `undone`, that it
    was taken back."""

    id: Number
    action: Action
    reason: Reason
    statement: str
    day: date
    until: date | None
    by: str
    undone: bool
    appeal: CaseAppeal | None

    @classmethod
    def of(cls, made: papers.Ruled) -> "CaseDecision":
        names = ("id", "action", "reason", "statement", "day", "by", "undone")
        return cls(
            **{name: getattr(made, name) for name in names},
            until=_last_day(made.until),
            appeal=_appeal(made),
        )


class CasePast(Answer):
    """An earlier decision about the same author, or the same pseudonym in the same thread."""

    case: Number
    action: Action
    reason: Reason
    day: date
    undone: bool

    @classmethod
    def of(cls, past: Past) -> "CasePast":
        names = ("action", "reason", "day", "undone")
        return cls(case=past.case_id, **{name: getattr(past, name) for name in names})


class CaseBeside(Answer):
    """Another open case about the same author, or the same pseudonym in the same thread."""

    id: Number
    about: CaseThing
    reason: Reason
    reports: int
    taken: bool

    @classmethod
    def of(cls, kind: str, card: CaseCard, say: Say) -> "CaseBeside":
        about = CaseThing.of(card.found.ref.kind if card.found else kind, card.found, say)
        names = ("id", "reason", "reports", "taken")
        return cls(about=about, **{name: getattr(card, name) for name in names})


def _last_day(until: date | None) -> date | None:
    """None for what has none."""
    return until if until and until.year < FOR_GOOD else None


def _appeal(made: papers.Ruled) -> CaseAppeal | None:
    row = made.appeal
    if row is None:
        return None
    names = ("statement", "day", "outcome", "heard_on")
    said = {name: getattr(row, name) for name in names}
    return CaseAppeal(**said, heard_by=made.heard_by)
