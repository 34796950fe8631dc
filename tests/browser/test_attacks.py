"""Words that try to run, and pages of others that try to hold ours."""

import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from playwright.sync_api import Page, expect

# Each would set window.__x, ask for a dialog or call htmx, in a browser that believed it.
CORPUS = [
    "<script>window.__x=1</script>",
    "<ScRiPt src=data:text/javascript,window.__x=1></ScRiPt>",
    "<img src=x onerror=window.__x=1>",
    "<svg onload=window.__x=1>",
    "<svg><animate onbegin=window.__x=1 attributeName=x dur=1s>",
    "<svg><script>window.__x=1</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img onerror=window.__x=1>'>",
    "<noscript><p title='</noscript><img src=x onerror=window.__x=1>'>",
    "<iframe src=javascript:parent.__x=1></iframe>",
    "<iframe srcdoc='<script>parent.__x=1</script>'></iframe>",
    "<object data=javascript:window.__x=1></object>",
    "<a href=javascript:window.__x=1>press</a>",
    "<form action=javascript:window.__x=1><button>press</button></form>",
    "<button formaction=javascript:window.__x=1>press</button>",
    "<details open ontoggle=window.__x=1><summary>more</summary></details>",
    "<input autofocus onfocus=window.__x=1>",
    "<body onload=window.__x=1>",
    "<style>@import 'javascript:window.__x=1'</style>",
    "<link rel=stylesheet href=javascript:window.__x=1>",
    "<meta http-equiv=refresh content='0;url=javascript:window.__x=1'>",
    "<base href=javascript:window.__x=1//>",
    "<template><img src=x onerror=window.__x=1></template>",
    "<div hx-get=/safety hx-trigger=load hx-swap=outerHTML>x</div>",
    "<div data-hx-on:load=window.__x=1>x</div>",
    "<div hx-on::load='window.__x=1'>x</div>",
    "</textarea><script>window.__x=1</script>",
    "</title><script>window.__x=1</script>",
    "'\"><script>window.__x=1</script>",
    "' onmouseover='window.__x=1' x='",
    '" autofocus onfocus="window.__x=1" x="',
    "{{ 7*7 }}{% print(1) %}${window.__x=1}",
    "[press](javascript:window.__x=1)",
    "[press](JaVaScRiPt:window.__x=1)",
    "[press](java\tscript:window.__x=1)",
    "[press](javascript&colon;window.__x=1)",
    "[press](&#106;avascript:window.__x=1)",
    "[press](data:text/html,<script>window.__x=1</script>)",
    "[press](vbscript:window.__x=1)",
    "[press](<javascript:window.__x=1>)",
    "[press][1]\n\n[1]: javascript:window.__x=1",
    "![press](javascript:window.__x=1)",
    '![press](x" onerror="window.__x=1)',
    '[press](https://example.org "onmouseover=window.__x=1")',
    '[press](https://example.org/"onmouseover="window.__x=1)',
    "<javascript:window.__x=1>",
    "<https://example.org/<script>window.__x=1</script>>",
    "`<script>window.__x=1</script>`",
    "```\n</code></pre><script>window.__x=1</script>\n```",
    '```"><script>window.__x=1</script>\nx\n```',
    "> <img src=x onerror=window.__x=1>",
    "@<script>window.__x=1</script> @bea'onclick='window.__x=1",
    "https://example.org/'onclick='window.__x=1",
    "\u202e<script>window.__x=1</script>\u202c",
    "<\u200bscript>window.__x=1</script>",
    "&lt;script&gt;window.__x=1&lt;/script&gt;",
    "<!--><script>window.__x=1</script>-->",
    "<![CDATA[<script>window.__x=1</script>]]>",
    "<?xml version='1.0'?><script>window.__x=1</script>",
]


@pytest.fixture
def trapped(open_as):
    """Opens a page as somebody; any dialog in it is a failure."""
    asked = []

    def trapped(handle: str) -> Page:
        page = open_as(handle)
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        return page

    yield trapped
    assert asked == []


TOUCH = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const one of document.querySelectorAll("main, main *"))
    for (const kind of ["mouseover", "mouseenter", "focus", "pointerdown", "load", "error"])
      one.dispatchEvent(new Event(kind));
  const links = [...document.querySelectorAll("main :is(a[href], area, form)")];
  return {
    ran: window.__x !== undefined,
    schemes: [...new Set(links.map((one) => new URL(one.href ?? one.action).protocol))],
    smuggled: document.querySelectorAll(
      ".body :is([hx-get], [data-hx-get], [style], script, iframe, object, style, form)," +
      ".body :is(img, svg, math, input, button, link, meta, base, template)",
    ).length,
  };
}"""


def touch_everything(page: Page) -> None:
    """Touch whatever a post may have smuggled in, then see whether anything ran."""
    found = page.evaluate(TOUCH)
    assert not found["ran"]
    assert set(found["schemes"]) <= {"http:", "https:"}
    assert found["smuggled"] == 0


def test_nothing_in_a_post_ever_runs(trapped, site, stage):
    page = trapped("bea")
    page.goto(f"{stage.circle}/new")
    page.get_by_role("radio", name="Just listening").check()
    page.locator("#title").fill("<script>window.__x=1</script>' onclick='window.__x=1")
    page.locator("#body").fill("\n\n".join(CORPUS))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="How it will look")).to_be_visible()
    touch_everything(page)
    page.get_by_role("button", name="Start the thread").click()
    expect(page.locator("#composer")).to_be_visible()
    thread = page.url

    # Alone each of them meets the parser in another state than all of them together.
    for start in range(0, len(CORPUS), 6):
        site.forget_limits()
        page.locator("#body").fill("\n\n---\n\n".join(CORPUS[start : start + 6]))
        page.locator("#content_note").fill(CORPUS[start][:110])
        page.get_by_role("button", name="Post as Bea").click()
        expect(page.locator("#body")).to_have_value("")

    for path in (thread, stage.circle, "/", "/m/bea"):
        page.goto(path)
        touch_everything(page)
    reader = trapped("")
    reader.goto(thread)
    touch_everything(reader)


def test_nothing_in_a_profile_ever_runs(trapped, stage):
    page = trapped("amina")
    page.goto("/settings")
    page.locator("#name").fill('"><script>window.__x=1</script>')
    page.locator("#pronouns").fill("<img src=x onerror=window.__x=1>")
    page.locator("#bio").fill("<svg onload=window.__x=1></textarea><script>window.__x=1</script>")
    page.get_by_role("button", name="Save my profile").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    reader = trapped("bea")

    for path in ("/m/amina", stage.thread, stage.circle):
        reader.goto(path)
        touch_everything(reader)
    page.goto("/settings")
    touch_everything(page)

    page.locator("#name").fill("Amina")
    page.get_by_role("button", name="Save my profile").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


class Holder(BaseHTTPRequestHandler):
    """A page of another origin that holds one of ours in a frame."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<iframe src='{self.server.holds}'></iframe>".encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def holder(site) -> Iterator[str]:
    with socketserver.TCPServer(("127.0.0.1", 0), Holder) as server:
        server.holds = f"{site.url}/safety"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_page_of_somebody_else_cannot_hold_ours(open_as, watch, holder):
    page = open_as()
    page.goto("/safety")
    assert page.get_by_role("heading", level=1).count() == 1

    page.goto(holder)
    page.wait_for_load_state("load")

    frame = page.frames[1]
    assert frame.get_by_role("heading").count() == 0
    assert any("frame-ancestors" in trouble for trouble in watch.troubles)
    watch.troubles.clear()
