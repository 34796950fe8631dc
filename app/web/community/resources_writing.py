"""Suggesting a resource, changing it, and withdrawing it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from starlette.responses import Response

from app.community.resources import actions, addresses, policy, queries
from app.community.resources.actions import Said
from app.community.resources.models import Resource, ResourceForm, State
from app.core import text
from app.core.errors import Invalid
from app.core.keys import from_base32
from app.core.languages import Sentence
from app.core.limits import Limit
from app.core.verdict import require
from app.mentoring.matching.words import LANGUAGES, TOPICS
from app.people.circles import queries as circles
from app.people.viewer import Viewer
from app.web.community import resources_from
from app.web.community.resources import words
from app.web.kit.addresses import number_in
from app.web.kit.asking import InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

ABOUT_LENGTH = 400
# What she has typed is never dropped without a word.
LINK_GOES = Sentence(
    "A guide has no address of its own, and this one would be lost. Put it among the guide’s words "
    "and empty this field, or choose another form."
)
BODY_GOES = Sentence(
    "“{}” has no guide, and these words would be lost. Copy what you want to keep and empty this "
    "field, or choose “Guide”."
)


def _cleaned(value: object) -> object:
    return text.cleaned(value).strip() if isinstance(value, str) else value


def _topic(key: str) -> str:
    if key not in TOPICS:
        raise ValueError("Please choose one of these.")
    return key


def _language(key: str) -> str:
    if key not in LANGUAGES:
        raise ValueError("Please choose one of these.")
    return key


About = Annotated[text.Paragraphs, StringConstraints(min_length=1, max_length=ABOUT_LENGTH)]
Link = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Guide = Annotated[str, BeforeValidator(_cleaned), StringConstraints(max_length=text.BODY_LENGTH)]
Topic = Annotated[str, AfterValidator(_topic)]
Language = Annotated[str, AfterValidator(_language)]


class SaidForm(Form):
    """What is said of a resource; of `link` and `body` the one that its form wants."""

    form: ResourceForm
    title: text.Title
    about: About
    link: Link = ""
    body: Guide = ""
    topic: Topic
    language: Language
    as_of: str = ""

    def said(self) -> Said:
        """Raises Invalid on what its form wants and has not, and on words that it cannot keep."""
        here = self.form.is_written_here
        if here and not self.body:
            raise Invalid("body", "Please write the guide here, or choose another form.")
        if not here and not self.link:
            raise Invalid("link", "Please give the address, or choose “Guide” and write it here.")
        if here and self.link:
            raise Invalid("link", LINK_GOES)
        if not here and self.body:
            raise Invalid("body", BODY_GOES.format(self.form.label))
        return Said(
            self.form,
            self.title,
            self.about,
            self.topic,
            self.language,
            body=self.body,
            link=addresses.normalised(self.link) if self.link else "",
        )


class SuggestForm(SaidForm):
    circle: str = ""


SuggestFilled = Annotated[Filled[SuggestForm], Depends(filled(SuggestForm))]
EditFilled = Annotated[Filled[SaidForm], Depends(filled(SaidForm))]


@router.get("/resources/new", name="new_resource")
def begin(
    session: InTransaction,
    viewer: SignedIn,
    page: Page,
    circle: str = "",
    post: str = "",
    n: str = "",
) -> Response:
    present = {"circle": circle, "form": "link", "language": "en"}
    if post:
        place = number_in(n) or 0
        present |= resources_from.present(session, viewer, from_base32(post), place)
    return _ask(session, page, Filled(present))


@router.post("/resources", name="suggest_resource")
def suggest(
    form: SuggestFilled, session: InTransaction, viewer: SignedIn, house: ThisHouse, page: Page
) -> Response:
    with form.checking():
        data = form.data
        said = data.said()
        house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
        made = actions.suggest(session, viewer, data.circle, said, data.form_nonce)
        word = "resource-known"
        if made.new:
            word = "resource-added" if made.state is State.SHOWN else "resource-suggested"
        return page.go("resource", resource_id=made.id, said=word)
    return _ask(session, page, form)


@router.get("/resources/{resource_id:number}/edit", name="edit_resource")
def ask_edit(resource_id: int, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    row = to_edit(session, viewer, resource_id)
    fields = ("form", "title", "about", "link", "body", "topic", "language")
    present = {name: getattr(row, name) for name in fields}
    return _edit(page, row, Filled(present | {"as_of": actions.mark(row)}))


@router.post("/resources/{resource_id:number}/edit", name="edit_resource")
def edit(
    resource_id: int,
    form: EditFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    row = to_edit(session, viewer, resource_id)
    with form.checking():
        said = form.data.said()
        house.limiter.hit(Limit.POSTS, viewer.me.limit_key())
        row = actions.edit(session, viewer, resource_id, said, form.data.as_of)
        waits = row.state is State.SUGGESTED and not policy.tends(viewer, row.circle_id)
        return page.go("resource", resource_id=row.id, said="resource-again" if waits else "edited")
    return _edit(page, row, form)


@router.get("/resources/{resource_id:number}/withdraw", name="withdraw_resource")
def ask_withdraw(
    resource_id: int, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.page(session, viewer, resource_id)
    require(policy.may_withdraw(viewer, found.by_id))
    return page.show("community/resources/withdraw.html", card=found.card)


@router.post("/resources/{resource_id:number}/withdraw", name="withdraw_resource")
def withdraw(
    resource_id: int, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    actions.withdraw(session, viewer, resource_id)
    return page.go("my_resources", said="resource-gone")


def to_edit(session: InTransaction, viewer: Viewer, resource_id: int) -> Resource:
    """What she may change. Raises NotFound, NotAllowed."""
    row = queries.to_look_at(session, viewer, resource_id)
    require(policy.may_edit(viewer, row.circle_id, row.state, row.member_id))
    return row


def _ask(session: InTransaction, page: PageMaker, form: Filled[Any]) -> Response:
    joined = circles.joined(session, page.visit.viewer)
    return page.show(
        "community/resources/new.html",
        status=422 if form.errors else 200,
        form=form,
        rooms=[(room.slug, room.name) for room in joined],
        may_suggest=policy.may_suggest(page.visit.viewer, None),
        **_offered(),
    )


def _edit(page: PageMaker, row: Resource, form: Filled[Any]) -> Response:
    return page.show(
        "community/resources/edit.html",
        status=422 if form.errors else 200,
        form=form,
        stands=form.outdated(actions.mark(row)),
        row=row,
        resource_id=row.id,
        tended=policy.tends(page.visit.viewer, row.circle_id),
        **_offered(),
    )


def _offered() -> dict[str, Any]:
    forms = [(one.value, one.label, one.hint) for one in ResourceForm]
    return {"kinds": forms, "about_length": ABOUT_LENGTH, **words()}
