"""Finding circles, opening and changing one, and who is in it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.errors import Invalid
from app.core.keys import Keyring
from app.core.verdict import require
from app.people.circles import actions, policy, queries
from app.people.circles.actions import CircleWords
from app.people.circles.models import Anonymity, Circle, Visibility
from app.people.members import queries as members
from app.people.members.models import Member
from app.people.safety import blocks
from app.people.viewer import Viewer
from app.web import news
from app.web.kit.addresses import url
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.confirming import Confirmed, Proven

router = APIRouter(route_class=OneHop)


class CircleForm(Form):
    name: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=60)]
    summary: Annotated[text.ShortLine, StringConstraints(min_length=3, max_length=120)]
    about: text.Paragraphs = ""
    guidelines: text.Paragraphs = ""
    visibility: Visibility
    anonymity: Anonymity

    @property
    def words(self) -> CircleWords:
        return CircleWords(**self.model_dump(exclude={"form_nonce", "slug"}))


class NewCircleForm(CircleForm):
    slug: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True,
            to_lower=True,
            pattern=r"^[A-Za-z][A-Za-z0-9-]{2,59}$",
            max_length=60,
        ),
    ]


Handle = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1)]


class PersonForm(Form):
    handle: Handle


class ChangeForm(Proven):
    change: Literal["host", "moderator", "member", "remove"]


NewCircleFilled = Annotated[Filled[NewCircleForm], Depends(filled(NewCircleForm))]
CircleFilled = Annotated[Filled[CircleForm], Depends(filled(CircleForm))]
PersonFilled = Annotated[Filled[PersonForm], Depends(filled(PersonForm))]
ChangeFilled = Annotated[Filled[ChangeForm], Depends(filled(ChangeForm))]


@router.get("/circles", name="circles")
def index(session: InTransaction, viewer: Anyone, house: ThisHouse, page: Page) -> Response:
    cards = queries.visible(session, viewer)
    hers = [card for card in cards if card.joined]
    bundles = news.bundles(house, session, viewer, [card.id for card in hers])
    return page.show(
        "people/circles/index.html",
        mine=news.with_news(hers, bundles),
        others=[card for card in cards if not card.joined],
        may_create=policy.may_create(viewer),
    )


@router.get("/circles/new", name="new_circle")
def new(viewer: SignedIn, page: Page) -> Response:
    require(policy.may_create(viewer))
    present = {"visibility": Visibility.PUBLIC.value, "anonymity": Anonymity.ALLOWED.value}
    return _form(page, Filled(present), None)


@router.post("/circles/new", name="new_circle")
def create(form: NewCircleFilled, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    with form.checking():
        circle = actions.create(session, viewer, form.data.slug, form.data.words)
        return page.go("circle", circle=circle.slug, said="circle-opened")
    return _form(page, form, None, status=422)


@router.get("/c/{circle:slug}/edit", name="edit_circle")
def edit(circle: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = queries.circle_to_manage(session, viewer, circle)
    require(policy.may_manage(viewer, found.id))
    names = CircleForm.model_fields.keys() - {"form_nonce"}
    return _form(page, Filled({name: getattr(found, name) for name in names}), found)


@router.post("/c/{circle:slug}/edit", name="edit_circle")
def change(
    circle: str, form: CircleFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = _managed(session, viewer, circle)
    with form.checking():
        actions.change(session, viewer, found, form.data.words)
        return page.go("circle", circle=circle, said="saved")
    return _form(page, form, found, status=422)


@router.get("/c/{circle:slug}/people", name="circle_people")
def people(circle: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = queries.circle_to_manage(session, viewer, circle)
    require(policy.may_manage(viewer, found.id))
    return _people(session, viewer, page, found, Filled({}))


@router.post("/c/{circle:slug}/people", name="add_to_circle")
def add(
    circle: str,
    form: PersonFilled,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    found = _managed(session, viewer, circle)
    with form.checking():
        member = member_to_add(session, house.ring, viewer, form.data.handle)
        actions.add_member(session, viewer, found, member)
        return page.go("circle_people", circle=circle, said="person-added")
    return _people(session, viewer, page, found, form, status=422)


@router.post("/c/{circle:slug}/people/{handle:slug}", name="change_in_circle")
def change_person(
    circle: str,
    handle: str,
    viewer: Confirmed,
    form: ChangeFilled,
    session: InTransaction,
    page: Page,
) -> Response:
    found = _managed(session, viewer, circle)
    member = members.by_handle(session, handle)
    actions.change_member(session, viewer, found, member, form.data.change)
    return page.go("circle_people", circle=circle, said="person-changed")


def _managed(session: InTransaction, viewer: Viewer, slug: str) -> Circle:
    """A circle that she looks after, locked. Raises NotFound, NotAllowed."""
    found = queries.circle_to_change(session, viewer, slug)
    require(policy.may_manage(viewer, found.id))
    return found


def member_to_add(session: InTransaction, ring: Keyring, viewer: Viewer, handle: str) -> Member:
    """Whom she may bring in: nobody who has blocked her, which reads like nobody. Raises Invalid
    on `handle`."""
    member = members.by_typed_handle(session, handle)
    if member.id in viewer.shield.blocked:
        raise Invalid("handle", "You have blocked her. Unblock her first.")
    if blocks.is_blocked(session, ring, member.id, viewer.id):
        raise Invalid("handle", members.NOBODY)
    return member


def _form(page: PageMaker, form: Filled[Any], circle: Circle | None, status: int = 200) -> Response:
    return page.show(
        "people/circles/form.html",
        status=status,
        form=form,
        circle=circle,
        stays_private=policy.STAYS_PRIVATE if circle and circle.bound else "",
        is_new=circle is None,
        action=url("edit_circle", circle=circle.slug) if circle else url("new_circle"),
    )


def _people(
    session: InTransaction,
    viewer: Viewer,
    page: PageMaker,
    circle: Circle,
    form: Filled[Any],
    status: int = 200,
) -> Response:
    return page.show(
        "people/circles/people.html",
        status=status,
        circle=queries.card(viewer, circle),
        bound=policy.BY_THE_GROUP if circle.bound else "",
        people=queries.people(session, circle),
        form=form,
    )
