"""What an organisation is: what it says of itself, its name, its domains, closing and reopening."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, BeforeValidator, StringConstraints
from starlette.responses import Response

from app.core import text
from app.core.verdict import require
from app.mentoring.programmes import running
from app.people.organisations import actions, policy, queries, websites
from app.people.organisations.queries import Found
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, Form, Pressed, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.organisations import Name

router = APIRouter(route_class=OneHop)

ORGANISATION = "/o/{organisation:slug}"


class AboutForm(Form):
    """Both may be empty, but are sent: an empty form would otherwise wipe out what stands."""

    about: text.Paragraphs
    website: Annotated[
        str,
        BeforeValidator(text.one_line),
        StringConstraints(max_length=websites.LENGTH),
        AfterValidator(websites.read),
    ]


class NameForm(Form):
    name: Name


class DomainsForm(Form):
    domains: Annotated[text.Paragraphs, StringConstraints(max_length=2000)]


class ClosingForm(Form):
    name: text.ShortLine


AboutFilled = Annotated[Filled[AboutForm], Depends(filled(AboutForm))]
NameFilled = Annotated[Filled[NameForm], Depends(filled(NameForm))]
DomainsFilled = Annotated[Filled[DomainsForm], Depends(filled(DomainsForm))]
ClosingFilled = Annotated[Filled[ClosingForm], Depends(filled(ClosingForm))]


@router.get(f"{ORGANISATION}/edit", name="edit_organisation")
def edit(organisation: str, session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    found = queries.find(session, viewer, organisation)
    require(policy.may_look_after(viewer, found.place))
    return _show(session, viewer, page, found, Filled({}))


@router.post(f"{ORGANISATION}/edit", name="edit_organisation")
def describe(
    organisation: str, form: AboutFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation, lock=True)
    require(policy.may_describe(viewer, found.place))
    with form.checking():
        actions.describe(session, viewer, found, form.data.about, form.data.website)
        return page.go("organisation", organisation=organisation, said="saved")
    return _show(session, viewer, page, found, form)


@router.post(f"{ORGANISATION}/rename", name="rename_organisation")
def rename(
    organisation: str, form: NameFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = _administered(session, viewer, organisation)
    with form.checking():
        actions.rename(session, viewer, found, form.data.name)
        return page.go("organisation", organisation=organisation, said="saved")
    return _show(session, viewer, page, found, form)


@router.post(f"{ORGANISATION}/domains", name="organisation_domains")
def domains(
    organisation: str, form: DomainsFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = _administered(session, viewer, organisation)
    with form.checking():
        actions.keep_domains(session, viewer, found, form.data.domains)
        return page.go("edit_organisation", organisation=organisation, said="saved")
    return _show(session, viewer, page, found, form)


@router.get(f"{ORGANISATION}/close", name="close_organisation")
def ask_to_close(
    organisation: str, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    found = queries.find(session, viewer, organisation)
    require(policy.may_open(viewer))
    return _closing(session, page, found, Filled({}))


@router.post(f"{ORGANISATION}/close", name="close_organisation")
def close(
    organisation: str, form: ClosingFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    if policy.may_open(viewer) and queries.is_closed(session, organisation):
        # A second press.
        return page.go("organisations")
    found = _administered(session, viewer, organisation)
    with form.checking():
        under_way = running.under_way(session, found.row.id)
        actions.close(session, viewer, found, form.data.name, under_way)
        return page.go("organisations", said="organisation-closed")
    return _closing(session, page, found, form)


@router.post(f"{ORGANISATION}/reopen", name="reopen_organisation")
def reopen(
    organisation: str, _form: Pressed, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    actions.reopen(session, viewer, organisation)
    return page.go("organisation", organisation=organisation, said="organisation-reopened")


def _administered(session: InTransaction, viewer: Viewer, slug: str) -> Found:
    found = queries.find(session, viewer, slug, lock=True)
    require(policy.may_open(viewer))
    return found


def _show(
    session: InTransaction, viewer: Viewer, page: PageMaker, found: Found, form: Filled[Any]
) -> Response:
    """Each of its forms has what stands, and the one that was sent what was typed."""
    may_rule = policy.may_open(viewer)
    kept = queries.domains_of(session, found) if may_rule else ()
    present = {"about": found.row.about, "website": found.row.website, "name": found.row.name}
    typed = present | {"domains": "\n".join(kept)} | form.typed
    return page.show(
        "people/organisations/edit.html",
        status=422 if form.errors else 200,
        found=found,
        may_rule=may_rule,
        form=Filled(typed, form.errors),
    )


def _closing(session: InTransaction, page: PageMaker, found: Found, form: Filled[Any]) -> Response:
    return page.show(
        "people/organisations/close.html",
        status=422 if form.errors else 200,
        found=found,
        may_close=policy.may_close(running.under_way(session, found.row.id)),
        days=actions.REOPENED_WITHIN.days,
        form=form,
    )
