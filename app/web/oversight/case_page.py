"""The page of one case, with whichever of its forms was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from app.core.languages import phrases, words
from app.oversight.moderation import cases
from app.oversight.moderation.care import Care
from app.oversight.moderation.decisions import DecidedMeanwhile
from app.oversight.moderation.gathered import Choices, choices
from app.oversight.moderation.imposing import LONGEST_PAUSE
from app.oversight.moderation.models import Action, CaseState, Decision, Outcome, Reason
from app.oversight.moderation.papers import Papers, papers
from app.people.house import House
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Filled
from app.web.kit.page import PageMaker, maker
from app.web.kit.visit import Visit
from app.web.oversight.wording import ACTIONS, MENDED, OF_KIND, OUTCOMES
from app.web.oversight.worried import words_to_her

# Words that the summary of errors gives the fields of this page.
NAMES = phrases(
    {
        "action": "What should happen",
        "reason": "The ground",
        "note": "Statement",
        "statement": "Statement",
        "outcome": "The appeal",
        "words": "What stays of it",
        "heading": "Title",
        "circle": "Circle",
        "days": "Days",
        "seat": "Which of the two",
        "to_author": "Your message",
        "team_note": "Your note",
        "why": "Why you open it",
        "to": "Colleague",
    }
)


@dataclass(frozen=True)
class Aside:
    """What a page shows once: a decision that somebody else has made meanwhile, or how she has
    `heard` an appeal against it; or of the report of this number, which form was sent, or who
    made it."""

    theirs: Decision | None = None
    heard: Outcome | None = None
    hers: bool = False
    changed: bool = False
    report_id: int = 0
    reporter: str = ""


NOTHING = Aside()


@dataclass(frozen=True)
class Begun:
    """Words that she begins with: her statement with those of this number, what she writes to the
    author with the help lines of this country."""

    template: str = ""
    lines: str = ""


EMPTY = Begun()


@dataclass(frozen=True)
class CasePage:
    """`care` is told of what she opens."""

    session: InTransaction
    house: House
    page: PageMaker
    care: Care

    def show(
        self,
        case_id: int,
        form: Filled[Any] | None = None,
        *,
        status: int = 200,
        begun: Begun = EMPTY,
        aside: Aside = NOTHING,
    ) -> Response:
        """The case as it is now; with a form, what she typed in it stays."""
        viewer = self.page.visit.viewer
        found = papers(self.session, viewer, self.house.subjects, case_id)
        offered = choices(self.session, viewer, found.case)
        if found.case.state is not CaseState.DECIDED:
            self.care.opened(viewer.id, case_id, heavy=found.case.heavy)
        typed = _present(found, offered, begun.template)
        known, here = self.house.site.now.help_lines, self.house.settings.address
        typed["to_author"] = words_to_her(known, begun.lines, here, self.page.templates.said)
        if form is not None:
            typed |= form.typed
        return self.page.show(
            "oversight/moderation/case.html",
            status=status,
            case=found.case,
            why_here=words(found.case.held_by),
            papers=found,
            choices=offered,
            form=Filled(typed, form.errors if form else None),
            aside=aside,
            names=NAMES,
            reasons=list(Reason),
            countries=tuple(known.values()),
            begun=begun,
            outcomes=_outcomes(found),
            actions=_words(found),
            heard=OUTCOMES,
            longest_pause=LONGEST_PAUSE,
        )

    def refused(self, case_id: int, form: Filled[Any], aside: Aside = NOTHING) -> Response:
        return self._as_kept(case_id, form, 422, aside)

    def meanwhile(self, case_id: int, form: Filled[Any], error: DecidedMeanwhile) -> Response:
        """What the other moderator has decided, with this one's statement to copy; or what she has
        decided herself, by a form that she has sent before."""
        hers = error.by == self.page.visit.viewer.member_id
        aside = Aside(error.decision, heard=error.outcome, hers=hers)
        return self._as_kept(case_id, form, error.status, aside)

    def gone(self, about: str, form: Filled[Any]) -> Response:
        """There is no such case any more. Where another one is open `about` the same, since it says
        something else now, that one; her words stay in the form."""
        case = cases.open_about(self.session, self.page.visit.viewer, about) if about else None
        if case is None:
            return self.page.go("moderation", said="case-gone")
        return self.show(case.id, form, status=409, aside=Aside(changed=True))

    def _as_kept(
        self, case_id: int, form: Filled[Any], status: int, aside: Aside = NOTHING
    ) -> Response:
        """The case without what the deed that was refused had begun to change."""
        with self.house.database.reading() as session:
            kept = replace(self, session=session)
            return kept.show(case_id, form, status=status, aside=aside)


def _this(request: Request) -> CasePage:
    visit: Visit = request.scope["visit"]
    return CasePage(visit.session, visit.house, maker(visit), request.app.state.care)


ThisCasePage = Annotated[CasePage, Depends(_this)]


def _present(found: Papers, offered: Choices, template: str) -> dict[str, Any]:
    """What the forms hold before anything is typed."""
    typed: dict[str, Any] = {"reason": found.case.reason.value}
    if found.seen:
        typed |= {"words": found.seen.text, "heading": found.seen.heading}
        typed["content_note"] = found.seen.words.content_note
    chosen = next((one for one in offered.templates if one.key == template), None)
    if chosen:
        typed["note"] = chosen.body
        typed["action"] = str(chosen.action) if chosen.action in found.can else ""
    return typed


def _outcomes(found: Papers) -> list[Outcome]:
    """What a hearing may come to: what destroyed words cannot be taken back."""
    hears = found.hears
    if hears is None or not hears.made.can_be_undone or hears.made.action not in found.can:
        return [Outcome.UPHELD]
    return [one for one in Outcome if hears.instead or one is not Outcome.CHANGED]


def _words(found: Papers) -> Mapping[Action, tuple[str, str, str]]:
    """What actions are called, of such a thing."""
    if found.case.kind in OF_KIND:
        return OF_KIND[found.case.kind]
    hidden = any(one.action is Action.HIDE for one in found.decisions)
    return MENDED if hidden else ACTIONS
