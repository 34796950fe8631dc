"""How soon a page is seen: its largest contentful paint in Chromium, on a slowed processor."""

import shutil
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.pages import Asker, Page
from bench.servers import Server

NAMES = ("landing-painted", "thread-painted", "circle-painted")
SLOWED = 4
BARE = "/static/nothing-here"  # a line of plain words, with no file that a page has
MISSING = "Chromium is not installed here, so no page is painted."
# Whatever was painted before this is asked is in the buffer; the last of it is the largest.
_LARGEST = """() => new Promise((done) => new PerformanceObserver(
  (seen) => done(seen.getEntries().at(-1).startTime)
).observe({ type: "largest-contentful-paint", buffered: true }))"""
# The stream of an open page never ends, and so the network would never be quiet. To intercept it
# would hold up every request of the page, until this process has looked at it.
_NO_STREAM = "globalThis.EventSource = class extends EventTarget { close() {} };"


def chromium() -> str | None:
    return shutil.which("chromium")


def painted(
    names: Sequence[str], rounds: int, server: Server, asker: Asker
) -> Iterator[dict[str, Any]]:
    """A line for each page: milliseconds until it was painted, each time with an empty cache.

    What is on it, its stylesheet, fonts and scripts come over HTTP; the browser is running already.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name in names:
            page = asker.page(name.removesuffix("-painted"))
            times = [_paint(browser, server.url, page) for _ in range(rounds)]
            yield {"page": name, "lcp_ms": round(median(times), 1)}
        browser.close()


def _paint(browser: Browser, site: str, asked: Page) -> float:
    context = browser.new_context(extra_http_headers=asked.headers)
    page = context.new_page()
    # Chromium starts a process for the first page of a context, which a reader does not wait for.
    page.goto(site + BARE)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.add_init_script(_NO_STREAM)
    page.goto(site + asked.path, wait_until="networkidle")
    taken: float = page.evaluate(_LARGEST)
    context.close()
    return taken
