"""Home: what is new, or what this place is; and the pages that stay calm."""

from itertools import chain
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.responses import PlainTextResponse, Response

from app.community.threads import lists, told
from app.core import text
from app.core.languages import several
from app.people.circles import queries as circles
from app.people.circles.models import Visibility
from app.people.house import House
from app.people.safety import help_lines
from app.people.viewer import Viewer
from app.web import news
from app.web.community.rows import circle_rows, rows
from app.web.kit.asking import Anyone, InTransaction, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Form, filled
from app.web.kit.kept import joined
from app.web.kit.page import Page, PageMaker
from app.web.kit.route import OneHop

router = APIRouter(route_class=OneHop)

SHOWN = 8
WAITING = 4
YEAR = 365 * 24 * 3600


class ThemeForm(Form):
    theme: Literal["auto", "light", "dark"]
    next: str = ""


ThemeFilled = Annotated[Filled[ThemeForm], Depends(filled(ThemeForm))]


@router.get("/", name="home")
def home(viewer: Anyone, session: InTransaction, house: ThisHouse, page: Page) -> Response:
    if viewer.signed_in:
        return _for_member(session, viewer, house, page)
    return _for_visitor(session, viewer, house, page)


@router.get("/safety", name="safety")
def safety(page: Page, _viewer: Anyone, country: str = "") -> Response:
    """With the lines of the country that she chose, or that her browser names; nobody, her own
    browser included, is to keep which."""
    lines = page.visit.house.site.now.help_lines
    accepted = page.visit.request.headers.get("accept-language", "")
    chosen = lines.get(country.upper()) if country else help_lines.named_in(accepted, lines)
    answer = page.show("people/safety.html", countries=tuple(lines.values()), chosen=chosen)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/privacy", name="privacy")
def privacy(page: Page, house: ThisHouse, _viewer: Anyone) -> Response:
    return page.show("people/privacy.html", kept=house.settings)


@router.get("/preferences", name="preferences")
def preferences(page: Page, _viewer: Anyone) -> Response:
    return page.show("people/preferences.html", form=Filled({"theme": page.theme}))


@router.post("/preferences", name="preferences")
def choose(
    form: ThemeFilled, visit: ThisVisit, house: ThisHouse, page: Page, _viewer: Anyone
) -> Response:
    with form.checking():
        theme = form.data.theme
        answer = page.go("preferences", said="saved")
        secure, age = house.settings.secure, None if visit.discretion.keeps_nothing else YEAR
        answer.set_cookie("theme", theme, max_age=age, secure=secure, httponly=True, samesite="lax")
        return answer
    return page.show("people/preferences.html", status=422, form=form)


@router.get("/robots.txt", name="robots")
def robots(house: ThisHouse, _viewer: Anyone) -> Response:
    if not house.settings.search_engines:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")
    closed = ("/m/", "/settings", "/p/", "/sign-in", "/join", "/search", "/report")
    return PlainTextResponse("User-agent: *\n" + "".join(f"Disallow: {p}\n" for p in closed))


def _for_member(session: InTransaction, viewer: Viewer, house: House, page: PageMaker) -> Response:
    shield = viewer.shield
    hers = [card for card in circles.joined(session, viewer) if card.id not in shield.circles]
    bundles = news.bundles(house, session, viewer, [card.id for card in hers])
    hers = news.with_news(hers, bundles)
    names = {card.id: card.name for card in hers}
    followed = {thread_id for b in bundles.values() for thread_id in b.following()}
    theirs = set(told.started_by(session, viewer, shield.followed)) - followed
    busiest = [card.id for card in sorted(hers, key=lambda card: card.new, reverse=True)]
    found = lists.across(
        session, busiest, most=SHOWN, unanswered=WAITING, also={*followed, *theirs}, shield=shield
    )
    threads = [line for line in found if line.circle_id in names]
    mine = [line for line in threads if line.id in followed]
    unread = {line.id: line.news(bundles[line.circle_id])[0] for line in mine}
    mine = sorted(mine, key=lambda line: unread[line.id] == 0)[:SHOWN]
    answers = sum(unread[line.id] for line in mine)
    people = [line for line in found if line.id in theirs][:SHOWN]
    others = [line for line in threads if line.id not in followed | theirs]
    waiting = [line for line in others[SHOWN:] if not (line.replies or line.locked)]

    parts = {
        "following": mine,
        "people": people,
        "fresh": others[:SHOWN],
        "unanswered": waiting[:WAITING],
    }
    shown = rows(session, page, chain(*parts.values()), bundles, names)
    own: dict[str, str] = {
        name: joined(shown[line.id] for line in part if line.id in shown)
        for name, part in parts.items()
    }
    new = several("{n} new reply", "{n} new replies", answers)
    own["replies"] = page.said(new) if answers else ""
    own["circles"] = circle_rows(page, hers)
    return page.answer(page.framed("people/home_member.html", own))


def _for_visitor(session: InTransaction, viewer: Viewer, house: House, page: PageMaker) -> Response:
    public = [c for c in circles.visible(session, viewer) if c.visibility is Visibility.PUBLIC]
    names = {card.id: card.name for card in public}
    threads = lists.across(session, list(names), most=SHOWN // 2)
    return page.show(
        "people/home_visitor.html",
        threads=joined(rows(session, page, threads, {}, names).values()),
        circles=public,
        joining=house.settings.joining,
        welcome=text.rendered(house.settings.welcome) if house.settings.welcome else "",
    )
