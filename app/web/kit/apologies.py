"""Errors as pages: in plain words, with what she typed kept, and nothing else told."""

import logging
from collections.abc import Sequence
from urllib.parse import quote, unquote

from fastapi import FastAPI, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from app.core import keys
from app.core.errors import ConfirmFirst, ForumError, NotFound, SignInFirst, TooOften
from app.core.languages import Sentence
from app.core.logs import where
from app.people.house import House
from app.people.viewer import VISITOR
from app.web.kit import passkeys, problems
from app.web.kit.addresses import own_path, url
from app.web.kit.forms import Filled
from app.web.kit.given_back import Given, given
from app.web.kit.page import PageMaker, maker
from app.web.kit.visit import Visit

log = logging.getLogger("app.errors")

AWAY_SECONDS = 20
WRONG_METHOD = 405
# Of a form that waits for her to show that it is she: proofs of it, and secrets.
UNKEPT = {"csrf_token", "password", "passkey", "new_password"}
STAFF_PAGES = ("/moderation", "/admin")
PLAIN = {
    400: (
        Sentence("We couldn’t read that"),
        Sentence("What your browser sent was damaged on the way. Try once more."),
    ),
    404: (
        Sentence("This page isn’t here"),
        NotFound().message,
    ),
    WRONG_METHOD: (
        Sentence("That address doesn’t take this"),
        Sentence("Go back and use the page’s own buttons."),
    ),
    413: (
        Sentence("That was too long to send"),
        Sentence("Make it shorter and send it again. Your page still has it."),
    ),
}


def explain(visit: Visit, error: ForumError) -> Response:
    """The page for an error that a rule of ours has raised."""
    page = _page(visit)
    asked = visit.request
    if isinstance(error, SignInFirst) and asked.method == "GET":
        here = asked.url.path + (f"?{asked.url.query}" if asked.url.query else "")
        return page.go_to(url("sign_in", next=here))
    if isinstance(error, ConfirmFirst):
        return _confirm(page, error)
    if visit.viewer.powers_wait and error.status in {403, 404}:
        return _powers_wait(page, error)
    before = _before(asked) if isinstance(error, SignInFirst) else ""
    said = (error.status, error.title, error.message)
    response = _sorry(page, *said, kept=given(visit), before=before)
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(int(error.wait.total_seconds()))
    return response


def _before(asked: Request) -> str:
    """The page on which the form stood, where the browser says so and it is one of ours that can
    be opened; else nothing."""
    site, came = _site(asked), asked.headers.get("referer", "")
    path = own_path(came.removeprefix(site)) if came.startswith(f"{site}/") else ""
    # A form that was refused is shown again where it was sent to, and some of these take only that.
    return path if _opens(asked, unquote(path.partition("?")[0])) else ""


def _opens(asked: Request, path: str) -> bool:
    """Whether a page can be there."""
    wanted = {"type": "http", "method": "GET", "path": path}
    return any(route.matches(wanted)[0] is Match.FULL for route in asked.app.router.routes)


def _above(asked: Request) -> str:
    """The nearest address above one that takes forms alone: where the form stands, mostly. After an
    error she may open the address that her browser shows."""
    path: str = asked.scope["path"]
    while path and not _opens(asked, path):
        path = path.rpartition("/")[0]
    return quote(path) or url("home")


def _confirm(page: PageMaker, error: ConfirmFirst) -> Response:
    """Where she shows that it is she; from there it goes on with what she has sent."""
    visit = page.visit
    if visit.request.method == "GET":
        here = visit.path + (f"?{visit.request.url.query}" if visit.request.url.query else "")
        return page.go("confirm", next=here)
    kept = [(name, text) for name, text in visit.typed.multi_items() if name not in UNKEPT]
    return page.show(
        "people/members/confirm.html",
        status=error.status,
        form=Filled({}, error.errors),
        action=visit.path,
        kept=kept,
        passkey=passkeys.request(visit) if error.has_passkey else "",
    )


def _powers_wait(page: PageMaker, error: ForumError) -> Response:
    """She is staff, and what only staff see is closed to a session of one step."""
    if page.visit.request.method == "GET" and page.visit.path.startswith(STAFF_PAGES):
        return page.go("settings_security", said="staff-steps")
    message = Sentence(
        "{why} What is for staff alone is closed to you until you sign in by two steps: in your "
        "settings, under “Security”, you set that up.",
        why=error.message,
    )
    return _sorry(page, error.status, error.title, message)


def away(visit: Visit) -> Response:
    """The database does not answer, not even to who is asking."""
    log.warning("the database is away")
    visit.viewer = VISITOR
    page = _page(visit)
    if _is_leaving(page):
        visit.forget()
        return visit.sign(page.left(status=503))
    response = page.show("errors/away.html", status=503, kept=given(visit))
    response.headers["Retry-After"] = str(AWAY_SECONDS)
    return response


def stands_already(visit: Visit, path: str) -> Response:
    """The page for a form that has done its deed with other words: what it made is at `path`."""
    page = _page(visit)
    return page.show("errors/stands.html", status=409, kept=given(visit), path=path)


def install(app: FastAPI) -> None:
    """The pages for what goes wrong outside a handler."""
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _broken)


def too_long(request: Request) -> Response:
    """The page for a body that nobody has read."""
    if problems.concerns(request.url.path):
        return problems.plain(413, _site(request), _say(request))
    return _apology(request, 413)


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if problems.concerns(request.url.path):
        return problems.plain(error.status_code, _site(request), _say(request), error.headers)
    if error.status_code == WRONG_METHOD and request.method == "GET":
        return RedirectResponse(_above(request), status_code=303)
    return _apology(request, error.status_code)


def _apology(request: Request, status: int) -> Response:
    title, message = PLAIN.get(status, PLAIN[400])
    visit = _bare(request)
    _recognise(visit)
    return visit.sign(_sorry(_page(visit), status, title, message))


def _recognise(visit: Visit) -> None:
    """So that her own header stands above a page that no route has made; a visitor’s, where the
    database is away."""
    try:
        with visit.house.database.reading() as session:
            visit.recognise(session)
    except SQLAlchemyError:
        visit.viewer = VISITOR


async def _broken(request: Request, error: Exception) -> Response:
    reference = keys.base32(keys.random_id())[:6].upper()
    log.error("%s at %s %s", reference, type(error).__name__, where(error.__traceback__))
    if problems.concerns(request.url.path):
        return problems.plain(500, _site(request), _say(request))
    return _sorry(
        _page(_bare(request)),
        500,
        Sentence("Something went wrong on our side"),
        Sentence(
            "It isn’t your fault, and it has been noted for those who look after this site. "
            "What you were writing is still in the page before this one."
        ),
        reference=reference,
    )


def _site(request: Request) -> str:
    house: House = request.app.state.house
    return house.settings.address


def _say(request: Request) -> problems.Say:
    return _page(_bare(request)).said


def _bare(request: Request) -> Visit:
    known = request.scope.get("visit")
    if isinstance(known, Visit):
        return known
    return Visit(request, request.app.state.house.present, FormData())


def _page(visit: Visit) -> PageMaker:
    return maker(visit)


def _sorry(
    page: PageMaker,
    status: int,
    title: str,
    message: str,
    *,
    kept: Sequence[Given] = (),
    reference: str = "",
    before: str = "",
) -> Response:
    if _is_leaving(page):
        return page.left(status=status)
    return page.show(
        "errors/sorry.html",
        status=status,
        title=title,
        message=message,
        kept=kept,
        reference=reference,
        before=before,
    )


def _is_leaving(page: PageMaker) -> bool:
    """Whoever wants to be gone is shown nothing else, whatever went wrong."""
    return page.visit.path == url("exit")
