"""The page of a mentorship, and what the two agree on."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core.languages import Sentence
from app.core.limits import Limit
from app.core.verdict import require
from app.mentoring.mentorships import (
    agreement,
    checkins,
    entries,
    meetings,
    own_notes,
    pages,
    policy,
)
from app.mentoring.mentorships.contents import Agreement, Entry, Feedback, Goal, Note
from app.mentoring.mentorships.meetings import Shown
from app.mentoring.mentorships.models import Mentorship
from app.mentoring.mentorships.pages import Pair
from app.people.viewer import Viewer
from app.web.kit.addresses import number_in, url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.mentoring.fields import Day, Sentences

router = APIRouter(route_class=OneHop)

PAGE = 20
OWN = "own"
Numbered = tuple[int, Any]


class AgreementForm(Form):
    frequency: Sentences
    contact: Sentences
    confidentiality: Sentences
    again: Day = None
    every: Literal["0", "2", "4", "8"] = "4"
    as_of: str = ""

    @property
    def wanted(self) -> Agreement:
        said = (self.frequency, self.contact, self.confidentiality)
        return Agreement(*said, self.again, int(self.every))


class AgreeForm(Form):
    proposal: str


AgreementFilled = Annotated[Filled[AgreementForm], Depends(filled(AgreementForm))]
AgreeFilled = Annotated[Filled[AgreeForm], Depends(filled(AgreeForm))]


@router.get("/mentorships/{mentorship_id:number}", name="mentorship")
def show(
    mentorship_id: int,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
    notes: str = "",
    before: str = "",
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    return shown(session, page, pair, tab=notes, before=number_in(before))


def shown(
    session: InTransaction,
    page: PageMaker,
    pair: Pair,
    *,
    tab: str = "",
    before: int | None = None,
    form: Filled[Any] | None = None,
    ticked: int = 0,
) -> Response:
    """The page; with a form, as it was sent, and what does not fit in it. `ticked` is the goal
    whose steps that form is about."""
    found = entries.every(session, page.visit.house.ring, pair.id)
    own = tab == OWN
    notes = _own(session, page, pair) if own else _shared(found)
    return page.show(
        "mentoring/mentorships/show.html",
        status=422 if form and form.errors else 200,
        form=form or Filled({}),
        ticked=ticked,
        **context(page.visit.viewer, pair, found),
        meetings=_meetings(session, page, pair),
        **_stretch(pair, notes, before, own=own),
    )


def context(viewer: Viewer, pair: Pair, found: Sequence[Entry[Any]]) -> dict[str, Any]:
    """What the page shows of the two but their notes and their meetings."""
    told = [one for one in entries.of(Feedback, found) if one.by != pair.side and one.words.shown]
    return {
        "pair": pair,
        "goals": sorted(entries.of(Goal, found), key=_goal_place),
        "is_asked": checkins.is_due(pair, found),
        "is_told": bool(told),
        "may_write": policy.may_write(pair.state, pair.course),
        "may_speak": policy.may_speak(viewer, pair.state, pair.course),
        "may_give_feedback": policy.may_give_feedback(pair.state, pair.course),
        "may_take_away": policy.may_take_away(pair.course),
    }


def _meetings(session: InTransaction, page: PageMaker, pair: Pair) -> Shown:
    here = session.get_one(Mentorship, pair.id)
    return meetings.shown(session, page.visit.house.ring, here, page.visit.viewer)


def _goal_place(one: Entry[Goal]) -> tuple[bool, bool, str, int]:
    """What is still to be done first, and of that what is due first."""
    goal = one.words
    return goal.done is not None, goal.until is None, str(goal.until or ""), one.n


def _shared(found: Sequence[Entry[Any]]) -> list[Numbered]:
    """The notes of both, the newest first."""
    return [(one.n, one) for one in reversed(entries.of(Note, found))]


def _own(session: InTransaction, page: PageMaker, pair: Pair) -> list[Numbered]:
    visit = page.visit
    found = own_notes.of(session, visit.viewer, visit.house.ring, pair.id)
    return [(one.number, one) for one in found]


def _stretch(
    pair: Pair, notes: Sequence[Numbered], before: int | None, *, own: bool
) -> dict[str, Any]:
    """A page of these notes, from behind a number."""
    rest = [(n, one) for n, one in notes if before is None or n < before]
    here: dict[str, Any] = {"mentorship_id": pair.id, "notes": OWN if own else ""}
    more = len(rest) > PAGE
    return {
        "own": own,
        "notes": [one for _n, one in rest[:PAGE]],
        "older": url("mentorship", at="notes", before=rest[PAGE - 1][0], **here) if more else "",
        "newer": url("mentorship", at="notes", **here) if before is not None else "",
    }


@router.get("/mentorships/{mentorship_id:number}/agreement", name="mentorship_agreement")
def ask_agreement(
    mentorship_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_speak(viewer, pair.state, pair.course))
    proposal = pair.course.proposal
    known = proposal.agreement if proposal else pair.course.agreement
    present = vars(known) if known else _offered(page)
    more = {"again": present["again"] or "", "as_of": pair.course.mark}
    return _agreement(page, pair, Filled(present | more))


def _offered(page: PageMaker) -> dict[str, Any]:
    """Words to begin with, as the page says them: from here on they are hers."""
    begun = vars(agreement.offered())
    return {name: page.said(v) if isinstance(v, Sentence) else v for name, v in begun.items()}


@router.post("/mentorships/{mentorship_id:number}/agreement", name="mentorship_agreement")
def propose(
    mentorship_id: int,
    form: AgreementFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    require(policy.may_speak(viewer, pair.state, pair.course))
    with form.checking():
        said = form.data
        agreement.propose(session, viewer, house.ring, pair.id, said.wanted, said.as_of)
        return page.go("mentorship", mentorship_id=pair.id, said="proposed")
    return _agreement(page, pages.find(session, house.ring, viewer, pair.id), form)


@router.post("/mentorships/{mentorship_id:number}/agreement/agree", name="agree_mentorship")
def agree(
    mentorship_id: int,
    form: AgreeFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    house.limiter.hit(Limit.SMALL_DEEDS, viewer.me.limit_key())
    pair = pages.find(session, house.ring, viewer, mentorship_id)
    with form.checking():
        agreement.agree(session, viewer, house.ring, pair.id, form.data.proposal)
        return page.go("mentorship", mentorship_id=pair.id, said="agreed")
    return shown(session, page, pair, form=form)


def _agreement(page: PageMaker, pair: Pair, form: Filled[Any]) -> Response:
    return page.show(
        "mentoring/mentorships/agreement.html",
        status=422 if form.errors else 200,
        pair=pair,
        form=form,
        stands=form.outdated(pair.course.mark),
    )
