"""Who may see a programme, enrol in it, and match its cohorts. Pure questions."""

from datetime import date

from app.core.languages import Sentence
from app.core.verdict import YES, Verdict, no
from app.mentoring.programmes.models import OpenTo, Programme, Stage, State
from app.people.members.models import Standing
from app.people.organisations import policy as organisations
from app.people.organisations.models import Place
from app.people.viewer import Viewer

BEGINNING = Sentence(
    "The matching of this cohort is being confirmed at the moment. It stays as it is."
)


def may_coordinate(place: Place | None) -> Verdict:
    """Whoever coordinates the organisation coordinates all that it offers; nobody else does."""
    return organisations.may_coordinate(place)


def may_find(programme: Programme, place: Place | None, *, enrolled: bool) -> bool:
    """Whether she may know of it: `place` is hers in the organisation."""
    if place is Place.COORDINATOR or enrolled:
        return True
    if programme.state is State.DRAFT:
        return False
    return place is not None or programme.open_to is OpenTo.EVERYONE


def may_enrol(
    viewer: Viewer, programme: Programme, place: Place | None, stage: Stage, today: date
) -> Verdict:
    """`place` is hers in the organisation; she may have left it since she found the programme."""
    if place is None and programme.open_to is not OpenTo.EVERYONE:
        return no("This programme is for those who belong to the organisation.")
    if not (verdict := _is_open(programme, today)):
        return verdict
    if viewer.standing is not Standing.GOOD:
        return no("You can read, but not enrol, until your pause is over.")
    return may_change(stage)


def _is_open(programme: Programme, today: date) -> Verdict:
    if programme.state is not State.OPEN:
        return no("This programme takes nobody at the moment.")
    if today < programme.opens:
        return no(Sentence("You can enrol from {day} on.", day=programme.opens))
    if today > programme.closes:
        return no(Sentence("Enrolment ended on {day}.", day=programme.closes))
    return YES


def may_change(stage: Stage) -> Verdict:
    """What she has said, and whether she takes part, is hers to change until it is decided."""
    if stage is Stage.CONFIRMED:
        return no("The matching of this cohort is confirmed.")
    return no(BEGINNING) if stage is Stage.CONFIRMING else YES


def may_match(stage: Stage) -> Verdict:
    if stage is Stage.CONFIRMED:
        return no("The matching of this cohort is confirmed. It stays as it is.")
    if stage is Stage.MATCHING:
        return no("This cohort is being matched at the moment. Wait for the result.")
    return no(BEGINNING) if stage is Stage.CONFIRMING else YES


def may_confirm(stage: Stage, *, fits: bool) -> Verdict:
    """`fits`: what was found keeps to all that was pinned and excluded, also since then."""
    if stage is Stage.CONFIRMING:
        return no(BEGINNING)
    if stage is not Stage.MATCHED:
        return no("Match the cohort first.")
    return YES if fits else no("You have pinned or excluded a pair since. Match the cohort again.")
