"""Pages: the one place that knows of htmx, of what is sent packed, and of what a browser keeps."""

from collections.abc import Hashable, Mapping
from datetime import date, datetime
from hashlib import blake2s
from typing import Annotated, Any

from fastapi import Depends, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from app.core.languages import Sentence
from app.people.viewer import VISITOR
from app.web.kit import notices, packing, put_away, tongues
from app.web.kit.addresses import url
from app.web.kit.filters import Waited
from app.web.kit.frames import Frame, SomeMember, hole
from app.web.kit.hidden_fields import CsrfField, OnceField
from app.web.kit.kept import Kept
from app.web.kit.packing import FinishedPage
from app.web.kit.templating import Templates
from app.web.kit.visit import Visit

THEMES = {"light", "dark"}
SMALL = 1000
VARY = "HX-Request, HX-Target, Cookie, Accept-Encoding, Accept-Language"
HTML = "text/html; charset=utf-8"
# What a kept page is the same for.
FIXED = ("theme", "here", "posted", "notice", "notice_helps", "has_talks", "discretion", "banners")
HERS = ("name", "handle", "initial", "tone")
# What every page says of what there is for her.
ABOVE = ("letter_at", "bell", "bell_old")


class PageMaker:
    def __init__(self, visit: Visit, templates: Templates) -> None:
        self.visit = visit
        self._templates = templates

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """The whole page, or just the block that htmx is about to replace."""
        return self.answer(self.render(template, **context), status=status)

    def render(self, template: str, **context: Any) -> str:
        return self._rendered(template, context | self._for_every_page())

    def framed(self, template: str, own: Mapping[str, object], **context: Hashable) -> bytes:
        """The same page as `render` makes, kept for everybody to whom the context is the same.

        The template sees what is `own` to one reader as words that it can only print; where there
        is nothing, it sees an empty one.
        """
        every = self._for_every_page()
        own = {**{name: every[name] for name in ABOVE}, **self._said(own)}
        present = tuple(name for name, value in own.items() if value)
        fixed = {name: every[name] for name in FIXED}
        block, who = self._wanted_block(template), self.visit.viewer
        signed_in, works_cases = who.signed_in, who.works_cases
        key = (template, block, signed_in, works_cases, *fixed.values(), present, *context.items())

        def make() -> Frame:
            holes = {name: hole(name) if name in present else "" for name in own}
            viewer = SomeMember(works_cases) if signed_in else VISITOR
            forms = {name: hole(name) for name in ("csrf_field", "once_field")}
            return Frame.of(
                self._rendered(template, {**context, **fixed, **holes, **forms, "viewer": viewer})
            )

        return self._templates.frames.get(key, make).filled({**every, **own, **self._her()})

    def _said(self, own: Mapping[str, object]) -> dict[str, object]:
        """What no template prints, since it is put into the holes of one."""
        said = self._templates.said
        return {name: said(each) if type(each) is Sentence else each for name, each in own.items()}

    def _her(self) -> dict[str, str]:
        viewer = self.visit.viewer
        return {f"viewer_{name}": getattr(viewer, name) for name in HERS}

    def _rendered(self, template: str, context: dict[str, Any]) -> str:
        block = self._wanted_block(template)
        if block:
            return self._templates.render_block(template, block, context)
        return self._templates.render(template, context)

    @property
    def templates(self) -> Templates:
        return self._templates

    @property
    def pieces(self) -> Kept[Markup]:
        return self._templates.pieces

    def ago(self, at: datetime | date) -> Markup:
        return self._templates.speech.ago(at)

    def waited(self, since: datetime | date) -> Waited:
        return self._templates.speech.waited(since)

    def said(self, words: str) -> str:
        """Words of ours where no template prints them."""
        return self._templates.said(words)

    def month(self, month: str) -> str:
        return self._templates.speech.month(month)

    def part(self, template: str, **context: Any) -> str:
        """A piece of a page that depends on nobody who looks."""
        return self._templates.render(template, context)

    def answer(self, html: str | bytes, *, status: int = 200) -> Response:
        keep = "no-store" if self.visit.viewer.signed_in else "private, no-cache"
        body = html.encode() if isinstance(html, str) else html
        return self.packed(body, status, {"Cache-Control": keep})

    def left(self, *, status: int = 200) -> Response:
        """An empty page like any other, which goes on to where “Exit this page” leads."""
        answer = self.answer(self.part("kit/nothing.html"), status=status)
        # A form of ours may not be redirected elsewhere: `form-action` holds for that, too.
        answer.headers["Refresh"] = f"0; url={self.visit.house.settings.exit_url}"
        return answer

    def is_plain(self, template: str, path: str) -> bool:
        """Whether this is the whole page at its own address, with nothing said above it: only
        such a page may be kept for others."""
        is_whole = self.visit.path == path and self._wanted_block(template) is None
        return is_whole and not self._notice() and not put_away.banners(self.visit)

    def is_known(self, version: tuple[object, ...]) -> bool:
        """Whether the browser says that it has this version of a finished page."""
        known = self.visit.request.headers.get("if-none-match")
        return known is not None and known == _etag(version)

    def not_modified(self, version: tuple[object, ...]) -> Response:
        return Response(status_code=304, headers={"ETag": _etag(version)})

    def finished(
        self, version: tuple[object, ...], html: FinishedPage, kind: str = HTML, **headers: str
    ) -> Response:
        """A page for visitors, which a browser may keep and ask about."""
        keep = {"Cache-Control": "private, no-cache", "ETag": _etag(version)} | headers
        return self._sent(html, 200, keep, kind)

    def packed(self, body: bytes, status: int, headers: dict[str, str]) -> Response:
        return self._sent(FinishedPage(body), status, headers)

    def _sent(
        self, html: FinishedPage, status: int, headers: dict[str, str], kind: str = HTML
    ) -> Response:
        """HTML, or text of another kind, with what browsers must know to keep it, compressed where
        they like."""
        headers = {"Vary": VARY} | headers
        body = html.body
        ways = packing.taken(self.visit.request.headers.get("accept-encoding", ""))
        if ways and len(body) > SMALL:
            body = html.packed(ways[0])
            headers["Content-Encoding"] = ways[0]
        return Response(body, status, headers, kind)

    def go(self, route: str, *, said: str = "", at: str = "", **values: Any) -> Response:
        """Send the browser on with 303; htmx follows too, and then asks `show` for its block."""
        return self.go_saying(url(route, said=said, at=at, **values))

    def go_saying(self, path: str) -> Response:
        """The page there says what the address says of this deed."""
        self.visit.go_on(path)
        return self.go_to(path)

    def go_to(self, path: str) -> Response:
        return RedirectResponse(path, status_code=303)

    @property
    def look(self) -> str:
        """What a page that is kept says of the whole site, beside what it is about."""
        return self._templates.look

    @property
    def theme(self) -> str:
        chosen = self.visit.request.cookies.get("theme", "")
        return chosen if chosen in THEMES else "auto"

    def _for_every_page(self) -> dict[str, Any]:
        return {
            "viewer": self.visit.viewer,
            "csrf_field": CsrfField(self.visit),
            "once_field": OnceField(),
            "theme": self.theme,
            "discretion": self.visit.discretion,
            "here": self.visit.path,
            "posted": self.visit.request.method == "POST",
            "notice": self._notice(),
            "notice_helps": notices.offers_help(self.visit.said),
            "has_talks": bool(self.visit.viewer.talks),
            "letter_at": self._letter_at(),
            "banners": put_away.banners(self.visit),
            **self._bell(),
        }

    def _bell(self) -> dict[str, str]:
        bell = self.visit.bell
        return {"bell": str(bell), "bell_old": "yes" if bell.is_old else ""}

    def _notice(self) -> str:
        return notices.sentence(self.visit.said)

    def _letter_at(self) -> str:
        """Where the first thing is that moderators wrote to her and she has not read."""
        for talk in self.visit.unread[: self.visit.viewer.signed_in]:
            if talk.report_id:
                return url("receipt", report_id=talk.report_id)
            return url("notice", notice_id=talk.case_id)
        return ""

    def _wanted_block(self, template: str) -> str | None:
        asked = self.visit.request.headers
        if "hx-request" not in asked or asked.get("hx-request-type") == "full":
            return None
        block = asked.get("hx-target", "").rpartition("#")[2]
        return block if block in self._templates.blocks(template) else None


def _etag(version: tuple[object, ...]) -> str:
    return f'W/"{blake2s(repr(version).encode(), digest_size=9).hexdigest()}"'


def maker(visit: Visit) -> PageMaker:
    """For her who asks, in her language, as the site's settings are at the moment."""
    templates: Templates = visit.request.app.state.templates
    house = visit.house
    said = templates.saying(house.settings, tongues.of(visit), house.site.now.brand)
    return PageMaker(visit, said)


def _page(request: Request) -> PageMaker:
    return maker(request.scope["visit"])


Page = Annotated[PageMaker, Depends(_page)]
