"""A browser for tests: no scripts, but forms are filled in and sent as the page offers them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from httpx2 import Response

from app.people.house import House
from app.people.members import sessions
from app.people.members.models import Member
from app.web.kit import csrf, marks, saying
from tests.client import Client

COOKIE = "session"


@dataclass
class FormOnPage:
    """A form as a browser sees it: where it goes and what it holds before anything is typed."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[FormOnPage] = []
        self._form: FormOnPage | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = FormOnPage(given.get("action", ""), given.get("method", "get"))
            self.found.append(self._form)
        elif self._form is not None:
            self._control(tag, given, dict(attrs))

    def _control(self, tag: str, given: dict[str, str], raw: dict[str, str | None]) -> None:
        assert self._form is not None
        name = given.get("name", "")
        if tag == "button":
            self._form.buttons.append(given)
        elif tag == "textarea":
            self._area, self._form.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in raw:
            self._form.values[self._select] = given.get("value", "")
        elif tag == "input" and name and self._counts(given, raw):
            # A browser would send both, which no form of ours takes.
            once = given.get("type") == "checkbox" or name not in self._form.values
            assert once, f"{name} stands twice in a form"
            self._form.values[name] = given.get("value", "on")

    @staticmethod
    def _counts(given: dict[str, str], raw: dict[str, str | None]) -> bool:
        return given.get("type") not in {"radio", "checkbox"} or "checked" in raw

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area and self._form:
            # The newline after <textarea> is markup, not text.
            was = self._form.values[self._area]
            self._form.values[self._area] = was + (data if was else data.removeprefix("\n"))


# A token has letters of both kinds and digits, but for one of a form in a thousand, which ends with
# its padding; a number in base 32 has small letters and digits.
_OF_CHANCE = re.compile(
    r"[\w-]{43}=|(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{20,}={0,2}|\b(?=[a-z]*\d)[0-9a-z]{10,}\b"
)


def without_chance(text: str) -> str:
    """A page without its tokens and numbers, in which a short name can stand by chance. Words stay,
    and so do addresses that are made of words."""
    return _OF_CHANCE.sub("", text)


def names(text: str, member: str) -> bool:
    """Whether a page speaks of somebody, by her name or handle. As a word of its own: the words of
    pseudonyms are drawn by chance, and a short name can stand within one."""
    return bool(re.search(rf"\b{re.escape(member)}\b", without_chance(text), re.IGNORECASE))


def forms_of(page: Response) -> list[FormOnPage]:
    parser = _Forms()
    parser.feed(page.text)
    return parser.found


class Browser:
    """A browser that can be any member, or nobody."""

    def __init__(self, client: Client, house: House) -> None:
        self.client = client
        self.house = house

    def as_(self, member: Member) -> "Browser":
        """Signed in, without the slow password."""
        with self.house.database.changing() as session:
            token = sessions.start(session, self.house.ring, session.merge(member, load=False))
        return self.with_token(token + marks.fresh())

    def lately(self, member: Member) -> "Browser":
        """Signed in for longer than it holds that she has shown that it is she."""
        self.as_(member)
        return self.with_token(self.token)

    def with_token(self, token: str) -> "Browser":
        self.client.cookies.clear()
        stamped = self.house.ring.stamp("cookie/v1").press(token)
        # Where the answers' own cookies go, which then replace it.
        self.client.cookies.set(self.cookie, stamped, domain=self.client.base_url.host)
        return self

    @property
    def cookie(self) -> str:
        return f"__Host-{COOKIE}" if self.house.settings.secure else COOKIE

    def visitor(self) -> "Browser":
        self.client.cookies.clear()
        return self

    @property
    def token(self) -> str:
        stamped = self.client.cookies.get(self.cookie)
        said = self.house.ring.stamp("cookie/v1").read(stamped, seconds=10**9)[0] if stamped else ""
        return said.partition("~")[0]

    def get(self, path: str, *, into: str = "", **headers: str) -> Response:
        return self.client.get(path, headers=_htmx(into) | headers)

    def told(self, path: str) -> Response:
        """The page at an address that says what was just done, as after the deed."""
        said = saying.cookie(self.house.ring, path)
        self.client.cookies.set("said", said, domain=self.client.base_url.host)
        return self.get(path)

    def post(self, path: str, *, into: str = "", **fields: Any) -> Response:
        """Post these fields with this session's own token, and do not follow the redirect."""
        data = {"csrf_token": csrf.token(self.house.ring, self.token)} | fields
        return self.client.post(path, data=data, headers=_htmx(into))

    def send(self, page: Response, action: str, /, **typed: str) -> Response:
        """Fill in the form of a page that goes to `action` (or whose button does) and send it."""
        for form in forms_of(page):
            goes = {form.action, *(b.get("formaction", "") for b in form.buttons)}
            if action in goes:
                return self.client.post(action, data=form.values | typed)
        raise AssertionError(f"the page has no form that goes to {action}")

    def follow(self, answer: Response) -> Response:
        """Where a 303 leads."""
        assert answer.status_code == 303, (answer.status_code, answer.text[:500])
        return self.client.get(answer.headers["location"])


def _htmx(into: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": f"#{into}"} if into else {}
