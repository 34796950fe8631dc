"""Rules by which posts are held: their list, their form, and the dry run."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BeforeValidator, StringConstraints
from starlette.responses import Response

from app.community.threads import samples
from app.community.threads.samples import Sample
from app.core import text
from app.core.errors import Invalid
from app.oversight.moderation import rules, trial
from app.oversight.moderation.holds_models import HoldRule, RuleKind
from app.oversight.moderation.matching import Coming
from app.oversight.moderation.rules import Wording
from app.oversight.moderation.trial import Past
from app.people.circles import policy as circle_policy
from app.people.circles import queries as circles
from app.people.viewer import Viewer
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

TRIED_ON = 1000
EXAMPLES = 20


class RuleForm(Form):
    name: text.Title
    pattern: text.Paragraphs = ""
    number: Annotated[int, BeforeValidator(lambda typed: typed or 0)] = 0


class NewRuleForm(RuleForm):
    """What a rule looks at, and where, stays as it is."""

    kind: RuleKind
    circle: Annotated[str, StringConstraints(max_length=200)] = ""


class SwitchForm(Form):
    """`tried` is what the page of the dry run brings."""

    on: Literal["yes", "no"]
    tried: Annotated[str, StringConstraints(max_length=300)] = ""


NewRuleFilled = Annotated[Filled[NewRuleForm], Depends(filled(NewRuleForm))]
RuleFilled = Annotated[Filled[RuleForm], Depends(filled(RuleForm))]
SwitchFilled = Annotated[Filled[SwitchForm], Depends(filled(SwitchForm))]


@router.get("/moderation/rules", name="hold_rules")
def show(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = rules.all_of_them(session, viewer)
    return page.show(
        "oversight/moderation/rules.html", rules=found, places=_places(session, *found)
    )


@router.get("/moderation/rules/new", name="new_hold_rule")
def new(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    rules.all_of_them(session, viewer)
    return _form(session, viewer, page, Filled({}), None)


@router.post("/moderation/rules/new", name="new_hold_rule")
def make(form: NewRuleFilled, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    rules.all_of_them(session, viewer)
    with form.checking():
        data = form.data
        circle_id = _circle_id(session, viewer, data.circle)
        wording = Wording(data.name, data.kind, circle_id, data.pattern, data.number)
        rule = rules.make(session, viewer, wording)
        return page.go("try_hold_rule", rule_id=rule.id, said="rule-saved")
    return _form(session, viewer, page, form, None)


@router.get("/moderation/rules/{rule_id:number}/edit", name="edit_hold_rule")
def edit(rule_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    rule = rules.find(session, viewer, rule_id)
    present = {"name": rule.name, "pattern": rule.pattern, "number": rule.number}
    return _form(session, viewer, page, Filled(present), rule)


@router.post("/moderation/rules/{rule_id:number}/edit", name="edit_hold_rule")
def change(
    rule_id: int, form: RuleFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    rule = rules.find(session, viewer, rule_id, lock=True)
    with form.checking():
        data = form.data
        wording = Wording(data.name, rule.kind, rule.circle_id, data.pattern, data.number)
        rules.change(session, viewer, rule, wording)
        said = "saved" if rule.on else "rule-saved"
        return page.go("try_hold_rule", rule_id=rule.id, said=said)
    return _form(session, viewer, page, form, rule)


@router.get("/moderation/rules/{rule_id:number}/try", name="try_hold_rule")
def dry_run(
    rule_id: int, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    rule = rules.find(session, viewer, rule_id)
    posts = samples.latest(session, rule.circle_id, TRIED_ON)
    ids = trial.held(session, house.ring, rule, [_past(post) for post in posts])
    held = [post for post in posts if post.id in ids]
    readable = [post for post in held if _may_read(viewer, post)][:EXAMPLES]
    return page.show(
        "oversight/moderation/rule_try.html",
        rule=rule,
        place=_places(session, rule).get(rule.circle_id or 0, ""),
        number=len(posts),
        count=len(held),
        examples=[(post, text.excerpt(post.body)) for post in readable],
        tried=rules.tried(house.ring, rule, len(held)),
    )


@router.post("/moderation/rules/{rule_id:number}/switch", name="switch_hold_rule")
def switch(
    rule_id: int,
    form: SwitchFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    rule = rules.find(session, viewer, rule_id, lock=True)
    if form.data.on == "yes":
        rules.switch_on(session, viewer, house.ring, rule, form.data.tried)
    else:
        rules.switch_off(session, viewer, rule)
    return page.go("hold_rules", said="rule-on" if rule.on else "rule-off")


@router.post("/moderation/rules/{rule_id:number}/delete", name="delete_hold_rule")
def delete(
    rule_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    rules.delete(session, viewer, rules.find(session, viewer, rule_id, lock=True))
    return page.go("hold_rules", said="rule-deleted")


def _circle_id(session: InTransaction, viewer: Viewer, slug: str) -> int | None:
    """Raises Invalid on `circle` for one that she does not know of."""
    known = {card.slug: card.id for card in circles.visible(session, viewer)}
    if slug and slug not in known:
        raise Invalid("circle", "There is no such circle.")
    return known.get(slug)


def _places(session: InTransaction, *found: HoldRule) -> dict[int, str]:
    """What the circles of these rules are called."""
    ids = {rule.circle_id for rule in found if rule.circle_id}
    return circles.names(session, ids) if ids else {}


def _past(post: Sample) -> Past:
    words = Coming(post.circle_id, post.body, post.title, post.content_note, post.html)
    return Past(post.id, words, post.author_id, post.nth, post.at)


def _may_read(viewer: Viewer, post: Sample) -> bool:
    return circle_policy.may_read(viewer, post.circle_id, post.visibility)


def _form(
    session: InTransaction,
    viewer: Viewer,
    page: PageMaker,
    form: Filled[Any],
    rule: HoldRule | None,
) -> Response:
    return page.show(
        "oversight/moderation/rule.html",
        status=422 if form.errors else 200,
        form=form,
        rule=rule,
        kinds=list(RuleKind),
        circles=circles.visible(session, viewer),
        action=url("edit_hold_rule", rule_id=rule.id) if rule else url("new_hold_rule"),
    )
