"""An opportunity on its way to moderators and back: as a form of a page brings it, and as a program
does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from app.community.opportunities import actions, alike, drafts, policy, queries
from app.community.opportunities.drafts import Draft
from app.community.opportunities.events import KIND, NEW
from app.community.opportunities.models import Opportunity
from app.community.opportunities.queries import Card, Found
from app.community.opportunities.signs import rules as signs
from app.core import clock, keys
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.core.limits import Limit
from app.core.verdict import require
from app.core.versions import require_same
from app.oversight.moderation import cases, mending, ruled, talks
from app.oversight.moderation.models import Reason
from app.people.house import House
from app.people.organisations.models import Organisation
from app.people.subjects import SubjectRef
from app.people.viewer import Viewer
from app.web.community import opportunities_forms as forms
from app.web.community.opportunities import clocks_of
from app.web.community.opportunities_forms import OpportunityForm
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Filled

SEEMS_HERE = Sentence("This seems to be here already. If it is another one, say so below the list.")
WHY_NEW, WHY_OTHER = Sentence("It is new."), Sentence("It says something else now.")


@dataclass
class Writing:
    """Somebody who fills in the form: her zone, that of her `device` where she has chosen none, in
    whose name she may, and what seems to be the same as what she writes."""

    zone: ZoneInfo
    device: bool
    hers: Sequence[Organisation]
    alike: list[Card] = field(default_factory=list)


def writing(session: InTransaction, viewer: Viewer, house: House) -> Writing:
    clocks = clocks_of(session, viewer, house)
    return Writing(clocks.zone, clocks.device, queries.spoken_for(session, viewer))


def post(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    form: Filled[OpportunityForm],
    by: Writing,
) -> Opportunity:
    """One that waits for moderators, or that this very form has made. Raises Invalid, NotAllowed,
    TooOften."""
    require(policy.may_post(viewer))
    pay = house.settings.jobs_say_pay
    draft = forms.draft_of(form, by.zone, by.hers, jobs_say_pay=pay)
    nonce = form.data.form_nonce
    _look_for_alike(session, viewer, form, draft, by)
    house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
    row, is_new = actions.post(session, viewer, draft, nonce, jobs_say_pay=pay)
    if is_new:
        _bring(session, house, row, WHY_NEW)
    return row


def change(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    found: Found,
    form: Filled[OpportunityForm],
    by: Writing,
) -> bool:
    """Other words for one that was held; returns whether it waits now. Raises as `post`, and
    Changed where it says something else by now than when the form was opened."""
    require(policy.may_change(viewer, found.row, clock.now()))
    pay = house.settings.jobs_say_pay
    draft = forms.draft_of(form, by.zone, by.hers, jobs_say_pay=pay)
    if (stands := drafts.mark(found.row)) != drafts.mark(draft):
        require_same(form.value("as_of"), stands)
    _look_for_alike(session, viewer, form, draft, by, found.row.id)
    house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
    waits = actions.change(session, viewer, found, draft, pay=pay)
    if waits:
        _bring(session, house, found.row, WHY_OTHER)
    return waits


def hold(session: InTransaction, viewer: Viewer, opportunity_id: int) -> Found:
    """It, to be changed. Whoever decides about it has its case first, and then the thing: in the
    other order each would wait for the other."""
    number = keys.base32(opportunity_id)
    for kind in (KIND, NEW):
        mending.wait_turn(session, SubjectRef(kind, number))
    return queries.find(session, viewer, opportunity_id, lock=True)


def fill(session: InTransaction, viewer: Viewer, opportunity_id: int) -> Found:
    """Say that it is filled. Raises NotFound, NotAllowed, as the two that follow."""
    found = hold(session, viewer, opportunity_id)
    actions.mark_filled(session, viewer, found)
    return found


def withdraw(session: InTransaction, viewer: Viewer, opportunity_id: int) -> Found:
    found = hold(session, viewer, opportunity_id)
    actions.withdraw(session, viewer, found)
    cases.drop(session, SubjectRef(NEW, keys.base32(opportunity_id)))
    return found


def take_back(session: InTransaction, viewer: Viewer, house: House, opportunity_id: int) -> Found:
    """It is neither filled nor withdrawn: it stands again, or waits to be looked at."""
    found = hold(session, viewer, opportunity_id)
    if actions.take_back(session, viewer, found):
        _bring(session, house, found.row, WHY_NEW)
    return found


def _bring(session: InTransaction, house: House, row: Opportunity, why: str) -> None:
    """The case in which moderators look at it. Whoever looks at its former words must not let these
    stand unread: hers is gone."""
    session.flush()
    ref = SubjectRef(NEW, keys.base32(row.id))
    cases.drop(session, ref)
    signs_found = signs.found(row.title, row.body, row.apply, row.giver)
    reason = Reason.SELLING if signs_found else Reason.OTHER
    found = house.subjects.known(session, [ref])[ref]
    case = cases.open_for(session, found, reason, held_by=why)
    notes: list[str] = [sign.why for sign in signs_found]
    notes += [
        ruled.same_as(url("opportunity", opportunity_id=one)) for one in alike.others(session, row)
    ]
    if notes:
        talks.note(session, case, ruled.together(notes), None)


def _look_for_alike(
    session: InTransaction,
    viewer: Viewer,
    form: Filled[OpportunityForm],
    draft: Draft,
    by: Writing,
    but: int = 0,
) -> None:
    """Raises Invalid on `another` where there is one, and she has not said that hers is another."""
    if form.data.another == "on":
        return
    by.alike = alike.shown(session, viewer, draft, but)
    if by.alike:
        raise Invalid("another", SEEMS_HERE)
