"""A real Chromium before the real application, and an eye on everything that goes wrong in it."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)
from sqlalchemy.orm import Session

from app.core.keys import base32
from tests import site as sites
from tests import through
from tests.make import Make
from tests.required import missing
from tests.site import Site

# Nothing leaves this machine, whatever a page asks for.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    # Words as wide as where there is a window.
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
BODY = "The small one on the landing.\n\nOr the *other*, when it snows."
# The note that Chromium makes of an answer such as 404; answers are looked at one by one.
STATUS_NOTE = "Failed to load resource: the server responded with a status of"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


class _Weather(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the library's name
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>Weather</title><h1>Weather</h1>")

    def log_message(self, *_: object) -> None:
        """Tests look at what the browser says."""


@pytest.fixture(scope="session")
def weather() -> Iterator[str]:
    """Where “Exit this page” leads: to another site, which here is on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Weather)
    thread = threading.Thread(target=server.serve_forever, name="weather")
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, weather: str) -> Iterator[Site]:
    """One process on SQLite; or two behind a proxy, where `BROWSER_THROUGH` is `proxy`."""
    ways = {"": sites.running, "proxy": through.running}
    way = ways[os.environ.get("BROWSER_THROUGH", "")]
    with way(tmp_path_factory.mktemp("site"), exit_url=weather) as running:
        yield running


@dataclass(frozen=True)
class Stage:
    """What is set up beside the demo, as addresses. Grace hosts, Amina and Bea are in it."""

    circle: str
    thread: str
    long_thread: str
    closed_thread: str
    empty_circle: str


@pytest.fixture(scope="session")
def stage(site: Site) -> Stage:
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        circle = make.circle("Lamp room", visibility="public", summary="For whoever is up")
        amina, bea = make.member("Amina", circle), make.member("Bea", circle)
        make.member("Grace", circle, host=True)
        empty = make.circle("Quiet room", visibility="members", summary="Nobody yet")
        make.member("Nova", empty, host=True)
        said = [(amina, "Or none."), (None, "The one in the hall."), (bea, "Mine hums.")]
        many = [(bea if n % 2 else None, f"Night {n}.") for n in range(1, 45)]
        threads = [
            make.thread(circle, amina, title="Which lamp do you keep on?", body=BODY, replies=said),
            make.thread(circle, amina, title="Counting nights", replies=many),
            make.thread(circle, amina, title="A closed door", replies=said, locked=True),
        ]
        paths = [f"/t/{base32(thread.id)}/{thread.slug}" for thread in threads]
        return Stage("/c/lamp-room", *paths, empty_circle="/c/quiet-room")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        missing("browser", "Chromium is not installed here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page must never do: complain, ask another server than ours and that to which its exit
    leads, or fail to load a part of itself."""

    own: str
    elsewhere: str
    troubles: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._said)
        context.on("weberror", lambda error: self.troubles.append(f"error: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(STATUS_NOTE):
            self.troubles.append(f"{message.type}: {message.text} on {message.page.url}")

    def _asked(self, request: Request) -> None:
        inside = urlsplit(request.url).scheme in {"data", "blob", "about"}
        if not inside and not request.url.startswith((self.own, self.elsewhere)):
            self.troubles.append(f"asked {request.url}")

    def _answered(self, response: Response) -> None:
        kind = response.request.resource_type
        is_part = kind not in {"document", "fetch"}
        # A stream that is told so comes again by itself, at whatever moment it was opened; and one
        # may be opened at the very moment at which she is signed out.
        comes_again = kind == "eventsource" and response.status in {404, 502, 503}
        if response.status == 500 or (is_part and response.status >= 400 and not comes_again):
            self.troubles.append(f"{response.status} for {response.url}")


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    """At the end of each test there must have been no trouble."""
    watching = Watch(site.url, site.house.settings.exit_url)
    yield watching
    assert watching.troubles == []


Opened = Callable[..., Page]


@pytest.fixture
def open_as(site: Site, stage: Stage, chromium: Browser, watch: Watch) -> Iterator[Opened]:
    """A page in a browser of its own: `open_as("dina")`, or a visitor's `open_as("")`."""
    contexts: list[BrowserContext] = []
    site.forget_limits()

    def open_as(handle: str = "", *, script: bool = True, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=site.url, java_script_enabled=script, **{"locale": "en-GB", **options}
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        watch.over(context)
        if handle:
            cookie = site.cookie(handle)
            context.add_cookies([{"name": "session", "value": cookie, "url": site.url}])
        return context.new_page()

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def window(site: Site, chromium: Browser) -> Iterator[tuple[Page, Watch]]:
    # The one without windows has the same engine, and draws with a quarter less work. What a
    # script does once a page is idle comes late there now and then, so it is tried in the other.
    plain = shutil.which("chromium-headless-shell")
    browser = (
        chromium.browser_type.launch(executable_path=plain, args=ARGUMENTS) if plain else chromium
    )
    context = browser.new_context(base_url=site.url, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    watching = Watch(site.url, site.house.settings.exit_url)
    watching.over(context)
    yield context.new_page(), watching
    context.close()
    if plain:
        browser.close()


@pytest.fixture
def look_as(site: Site, stage: Stage, window: tuple[Page, Watch]) -> Iterator[Opened]:
    """The window of tests that look at one page of many: `look_as("dina")`. It is the same in each,
    which takes a third less time, and keeps nothing of what another has done in it."""
    page, watching = window
    watching.troubles.clear()
    site.forget_limits()

    def look_as(handle: str = "") -> Page:
        page.context.clear_cookies()
        if handle:
            cookie = {"name": "session", "value": site.cookie(handle), "url": site.url}
            page.context.add_cookies([cookie])
        page.set_viewport_size({"width": 1280, "height": 720})
        page.emulate_media(color_scheme="light")
        return page

    yield look_as
    if page.url.startswith(site.url):
        page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    assert watching.troubles == []
