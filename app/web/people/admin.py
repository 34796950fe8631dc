"""Administration: the front page, and the settings that can be chosen while the site runs."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.core import versions
from app.core.errors import Invalid
from app.core.languages import Sentence
from app.core.versions import require_same
from app.people import condition
from app.people.joining import requests
from app.people.site import actions, choices
from app.people.site.choices import NAMES, Choices
from app.web.kit import zones
from app.web.kit.asking import InTransaction, SignedIn
from app.web.kit.forms import Filled, filled
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop
from app.web.people.administering import AdminDesk, ThisAdminDesk
from app.web.people.confirming import Confirmed, Proven, ProvenPressed

router = APIRouter(route_class=OneHop)


class SettingsForm(Choices, Proven):
    """Those that the environment says itself are not sent."""

    as_of: str = ""


SettingsFilled = Annotated[Filled[SettingsForm], Depends(filled(SettingsForm))]


@router.get("/admin", name="admin")
def front(_viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    session, house = desk.session, desk.house
    return page.show(
        "people/admin/index.html",
        state=condition.now(session, house),
        requests=requests.unread(session, house.settings, desk.viewer),
        settings=house.settings,
        chosen=sum(desk.is_chosen(name) for name in NAMES),
    )


@router.get("/admin/settings", name="admin_settings")
def look(_viewer: SignedIn, desk: ThisAdminDesk, page: Page) -> Response:
    return _show(desk, page, Filled({name: _shown(desk, name) for name in NAMES}))


@router.post("/admin/settings", name="admin_settings")
def choose(
    viewer: Confirmed,
    desk: ThisAdminDesk,
    form: SettingsFilled,
    session: InTransaction,
    page: Page,
) -> Response:
    with form.checking():
        sent = form.data.model_dump(include=form.data.model_fields_set & set(NAMES))
        if not sent:
            raise Invalid("", "Nothing was sent. Open the page again.")
        require_same(form.data.as_of, _mark(desk))
        actions.choose(session, viewer, desk.environment, desk.settings, sent)
        return page.go("admin_settings", said="saved")
    return _show(desk, page, form)


@router.post("/admin/settings/{setting:slug}/default", name="put_back_setting")
def put_back(
    setting: str,
    viewer: Confirmed,
    _desk: ThisAdminDesk,
    _form: ProvenPressed,
    session: InTransaction,
    page: Page,
) -> Response:
    actions.put_back(session, viewer, setting.replace("-", "_"))
    return page.go("admin_settings", said="saved")


def _show(desk: AdminDesk, page: PageMaker, form: Filled[Any]) -> Response:
    chosen = [name for name in NAMES if desk.is_chosen(name)]
    if form.outdated(_mark(desk)):
        form.errors |= _otherwise(desk, form)
    return page.show(
        "people/admin/settings.html",
        status=422 if form.errors else 200,
        form=form,
        fixed={name: _shown(desk, name) for name in choices.fixed(desk.environment)},
        chosen=[(name, _said(desk.default(name))) for name in chosen],
        zones=["UTC", *zones.names()],
    )


def _mark(desk: AdminDesk) -> str:
    return versions.mark([_shown(desk, name) for name in NAMES])


def _otherwise(desk: AdminDesk, form: Filled[Any]) -> dict[str, str]:
    """What somebody has set meanwhile, at each setting that she has sent as another."""
    stand = {name: _shown(desk, name) for name in NAMES if name in form.typed}
    return {
        name: Sentence(
            "By now it is “{value}”. Save once more to have it as it is below.", value=one
        )
        for name, one in stand.items()
        if form.value(name) != one and name not in form.errors
    }


def _shown(desk: AdminDesk, name: str) -> str:
    return _said(getattr(desk.settings, name))


def _said(value: object) -> str:
    """As a form has it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
