"""What is asked of everybody here: the agreement that comes with the program, what no rule changes,
and the rules of this place, as they are and as they were."""

from fastapi import APIRouter
from starlette.responses import Response

from app.people.site import rules
from app.web.kit.asking import Anyone, InTransaction
from app.web.kit.page import Page
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)


@router.get("/guidelines", name="guidelines")
def agreement(session: InTransaction, _viewer: Anyone, page: Page) -> Response:
    return page.show("people/guidelines.html", own=rules.newest(session))


@router.get("/guidelines/earlier", name="earlier_guidelines")
def earlier(session: InTransaction, _viewer: Anyone, page: Page) -> Response:
    return page.show("people/guidelines_earlier.html", versions=rules.every(session))


@router.get("/guidelines/earlier/{version:number}", name="guidelines_version")
def version(version: int, session: InTransaction, _viewer: Anyone, page: Page) -> Response:
    return page.show("people/guidelines_version.html", version=rules.version(session, version))
