"""Whether everybody can use it: axe on every kind of page, reflow, and the keyboard alone."""

import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.chores import Chores
from app.community.threads.models import Post, Thread, WaitingPost
from app.core import clock
from app.core.keys import base32
from app.oversight.moderation.holds_models import HoldRule
from app.people import leaving
from app.people.circles.models import Circle
from app.people.members import links
from app.people.members.models import Member, Purpose
from tests import logged
from tests.make import Make
from tests.oversight.moderation import scenes

DAY_OF_OLD = date(2020, 2, 2)
AXE = (Path(__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [
    "heading-order",
    "region",
    "page-has-heading-one",
    "empty-heading",
    "skip-link",
    "label-title-only",
    "landmark-banner-is-top-level",
    "landmark-complementary-is-top-level",
    "landmark-contentinfo-is-top-level",
    "landmark-main-is-top-level",
    "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo",
    "landmark-no-duplicate-main",
    "landmark-one-main",
    "landmark-unique",
]
RUN = """async ([tags, rules]) => {
  const fits = (rule) => rule.tags.some((tag) => tags.includes(tag)) || rules.includes(rule.ruleId);
  const values = axe.getRules().filter(fits).map((rule) => rule.ruleId);
  const found = await axe.run({ runOnly: { type: "rule", values }, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`));
}"""
WIDTHS = (390, 1280)
Act = Callable[[Page], None]


def press(name: str, /, **fields: str) -> Act:
    """Fill in these fields and press this button."""

    def act(page: Page) -> None:
        for field, words in fields.items():
            page.locator(f"#{field}").fill(words)
        page.locator("main").get_by_role("button", name=name).click()
        page.wait_for_load_state()

    return act


def choose_nothing_that_is_there(page: Page) -> None:
    """Without a wrong choice her account would be closed."""
    page.locator("[name=words]").evaluate_all("all => all.forEach(one => { one.value = 'x' })")
    press("Close my account")(page)
    expect(page.get_by_role("alert")).to_be_visible()


def without_name(name: str, /, **fields: str) -> Act:
    """The same, with the switch at *anonymously* and an intent chosen."""

    def act(page: Page) -> None:
        page.get_by_role("radio", name="Just listening").check()
        page.get_by_role("radio", name="Post anonymously").check()
        press(name, **fields)(page)
        page.locator(".offers").wait_for()

    return act


def open_folds(page: Page) -> None:
    for fold in page.locator("details").all():
        fold.locator("summary").click()


def stay(page: Page) -> None:
    """Nothing needs to be done to see the page."""


@dataclass(frozen=True)
class Scene:
    """A kind of page: who sees it, where, and what she does there first."""

    name: str
    who: str
    path: str
    act: Act = stay


SCENES = [
    Scene("home of a visitor", "", "/"),
    Scene("circles of a visitor", "", "/circles"),
    Scene("circle of a visitor", "", "/c/imposter-syndrome"),
    Scene("thread of a visitor", "", "{thread}"),
    Scene("a long thread", "", "{long_thread}?after=20"),
    Scene("join", "", "/join"),
    Scene("join with errors", "", "/join", press("Create my account", handle="X", password="x")),
    Scene("joined", "", "/join/done"),
    Scene("sign in", "", "/sign-in"),
    Scene("sign in with errors", "", "/sign-in", press("Sign in", login="bea", password="no")),
    Scene("forgotten password", "", "/forgot-password"),
    Scene("forgotten password, sent", "", "/forgot-password", press("link", email="x@example.org")),
    Scene("confirm an address", "", "{verify}"),
    Scene("new password", "", "{reset}"),
    Scene("new password with errors", "", "{reset}", press("Save my new password")),
    Scene("a dead link", "", "/verify-email/none"),
    Scene("nothing here", "", "/c/no-such-circle"),
    Scene("safety", "", "/safety"),
    Scene("agreement", "", "/guidelines"),
    Scene("privacy", "", "/privacy"),
    Scene("stored", "", "/privacy/stored"),
    Scene("light or dark", "", "/preferences"),
    Scene("how moderation works", "", "/transparency"),
    Scene("moderation in a month", "", "{month}"),
    Scene("moderation in this month", "", f"/transparency/{clock.today():%Y-%m}"),
    Scene("the log", "mona", "/moderation/log"),
    Scene("the log without an entry", "mona", "/moderation/log?verb=none"),
    Scene("home of a member", "dina", "/"),
    Scene("home of somebody new", "nova", "/"),
    Scene("circles of a member", "dina", "/circles"),
    Scene("circle of a member", "dina", "/c/imposter-syndrome"),
    Scene("circle to join", "bea", "/c/pay-and-promotion"),
    Scene("circle without threads", "nova", "{empty_circle}"),
    Scene("nothing unanswered", "dina", "/c/imposter-syndrome?sort=unanswered"),
    Scene("thread of a member", "bea", "{thread}"),
    Scene("thread with an open note", "dina", "{noted}", open_folds),
    Scene("thread with errors", "bea", "{thread}", press("Post as Bea")),
    Scene("thread with a preview", "bea", "{thread}", press("Preview", body="So *it* is")),
    Scene("thread with an ending", "bea", "{thread}", open_folds),
    Scene("what was taken back", "bea", "{ended_thread}"),
    Scene("closed thread", "bea", "{closed_thread}"),
    Scene("thread outside her circles", "stranger", "{thread}"),
    Scene("new thread", "bea", "{circle}/new"),
    Scene("new thread with errors", "bea", "{circle}/new", press("Start the thread")),
    Scene("new thread for later", "dina", "/c/imposter-syndrome/new", open_folds),
    Scene(
        "new thread with softer words",
        "dina",
        "/c/imposter-syndrome/new",
        without_name("Start the thread", title="In Leeds", body="I work at Siemens."),
    ),
    Scene(
        "preview with softer words",
        "dina",
        "/c/imposter-syndrome/new",
        without_name("Preview", body="My boss Karen moved to Leeds on 3 May."),
    ),
    Scene("edit", "amina", "{edit}"),
    Scene("edit with errors", "amina", "{edit}", press("Save", body="")),
    Scene("delete", "amina", "{delete}"),
    Scene("who could find out", "cora", "{unnamed}/who-could-find-out"),
    Scene("edit without a name", "cora", "{unnamed}/edit", open_folds),
    Scene("earlier versions", "", "{history}"),
    Scene("not hers to edit", "bea", "{edit}"),
    Scene("her own page", "dina", "/m/dina"),
    Scene("page of another", "dina", "/m/ros"),
    Scene("page of somebody new", "dina", "/m/nova"),
    Scene("wins", "dina", "/wins"),
    Scene("wins for a visitor", "", "/wins"),
    Scene("a search", "dina", "/search?q=work&kind=threads"),
    Scene("a search for nothing", "", "/search?q=xylophone"),
    Scene("before a search", "dina", "/search"),
    Scene("a file with nothing in it", "nova", "/evidence"),
    Scene("nothing to read", "nova", "/evidence/three"),
    Scene("no kind words", "nova", "/evidence/praise"),
    Scene("a file", "amina", "/evidence"),
    Scene("looked for nothing", "amina", "/evidence", press("Look")),
    Scene("found nothing", "amina", "/evidence", press("Look", q="spreadsheet")),
    Scene("three of a file", "amina", "/evidence/three"),
    Scene("a file to print", "amina", "/evidence/print"),
    Scene("kind words", "dina", "/evidence/praise"),
    Scene("a new entry", "amina", "/evidence/new"),
    Scene("a new entry with errors", "amina", "/evidence/new", press("Keep it", who="Bea")),
    Scene("an entry", "amina", "{entry}/edit"),
    Scene("an entry to take out", "amina", "{entry}/delete"),
    Scene("an entry to share", "amina", "{entry}/share"),
    Scene("an entry to share nowhere", "amina", "{entry}/share", press("Go on")),
    Scene("words to keep", "amina", "{keep_from}"),
    Scene("settings", "dina", "/settings"),
    Scene("settings with errors", "dina", "/settings", press("Save my profile", name="")),
    Scene("address", "dina", "/settings/email"),
    Scene("address with errors", "dina", "/settings/email", press("Send the link", email="x")),
    Scene("password", "dina", "/settings/password"),
    Scene("password with errors", "dina", "/settings/password", press("Save my new password")),
    Scene("devices", "dina", "/settings/sessions"),
    Scene("posts that wait", "dina", "/settings/waiting"),
    Scene("a post taken back", "priya-n", "/settings/waiting", press("Take it back")),
    Scene("nothing waits", "bea", "/settings/waiting"),
    Scene("held by a rule", "dina", "/held"),
    Scene("a held post taken back", "priya-n", "/held", press("Take it back")),
    Scene("rules that hold posts", "olga", "/moderation/rules"),
    Scene("a new rule", "olga", "/moderation/rules/new"),
    Scene("a new rule with errors", "olga", "/moderation/rules/new", press("Save", name="x")),
    Scene("change a rule", "olga", "{rule}/edit"),
    Scene("try a rule", "olga", "{rule}/try"),
    Scene("her anonymous threads", "cora", "/settings/anonymous"),
    Scene("no anonymous threads", "nova", "/settings/anonymous"),
    Scene("further back", "cora", "/settings/anonymous?after=2020-01-01.1"),
    Scene("a copy of her data", "dina", "/settings/export"),
    Scene("a copy with errors", "dina", "/settings/export", press("Download my data")),
    Scene("close her account", "dina", "/settings/close"),
    Scene("close with errors", "dina", "/settings/close", choose_nothing_that_is_there),
    Scene("the last administrator", "olga", "/settings/close"),
    Scene("keep an account", "", "{keep}"),
    Scene("words of somebody who has left", "bea", "{left}"),
    Scene("change a circle", "ros", "/c/imposter-syndrome/edit"),
    Scene("people of a circle", "ros", "/c/imposter-syndrome/people"),
    Scene("nobody of that name", "grace", "{circle}/people", press("Add", handle="nobody-here")),
    Scene("the queue", "iris", "/moderation"),
    Scene("an empty shelf", "iris", "/moderation?shelf=mine&reason=false"),
    Scene("appeals", "iris", "/moderation?shelf=appeals"),
    Scene("a case", "iris", "{case}", open_folds),
    Scene("a case with errors", "iris", "{case}", press("Send the decision")),
    Scene("a case that somebody has", "ilse", "{taken_case}"),
    Scene("a heavy case", "iris", "{heavy_case}"),
    Scene("an appeal", "ilse", "{appealed_case}"),
    Scene("an appeal against what she decided", "iris", "{appealed_case}"),
    Scene("a decided case", "iris", "{decided_case}"),
    Scene("several cases with errors", "iris", "{case}", press("Decide those that are ticked")),
    Scene("words to begin with", "iris", "/moderation/templates"),
    Scene("new words", "iris", "/moderation/templates/new"),
    Scene("new words with errors", "iris", "/moderation/templates/new", press("Save")),
    Scene("new circle", "olga", "/circles/new"),
    Scene("new circle with errors", "olga", "/circles/new", press("circle", name="x")),
]


@pytest.fixture(scope="session")
def places(site, stage) -> dict[str, str]:
    """The addresses in the scenes that only this site knows."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        make.member("Stranger")
        left = _written_without_a_name(make)
        noted = session.scalars(
            select(Thread)
            .join(Post, Post.thread_id == Thread.id)
            .join(Circle, Circle.id == Thread.circle_id)
            .where(Post.content_note != "", Circle.slug == "returning-to-work")
        ).first()
        amina = session.scalars(select(Member).filter_by(handle="amina")).one()
        hers = session.scalars(select(Post).filter_by(author_id=amina.id, seq=2)).first()
        letters = {
            purpose: links.make(session, site.house.ring, amina, purpose, amina.email)
            for purpose in (Purpose.VERIFY, Purpose.RESET)
        }
        session.commit()
        ended = _with_times(make, session)
        return {
            **asdict(stage),
            "ended_thread": f"/t/{base32(ended.id)}",
            "month": logged.fill(make, amina),
            "rule": f"/moderation/rules/{base32(_with_rules(make, ended).id)}",
            "verify": f"/verify-email/{letters[Purpose.VERIFY]}",
            "reset": f"/reset-password/{letters[Purpose.RESET]}",
            **left,
            **scenes.places(make, "too"),
            "noted": f"/t/{base32(noted.id)}",
            "entry": f"/evidence/{_evidence(make, amina)}",
            "keep_from": f"/evidence/from/{base32(hers.thread_id)}",
            "edit": f"/p/{base32(hers.id)}/edit",
            "delete": f"/p/{base32(hers.id)}/delete",
            "history": f"/p/{base32(hers.id)}/history",
        }


def _evidence(make: Make, amina: Member) -> str:
    """The number of the last of four entries, in base 32."""
    for n in range(3):
        make.evidence(amina, f"I did it {n} times.", day=f"2026-0{n + 1}")
    words = {"who": "Bea", "change": "We slept.", "day": "2026-03-14"}
    return base32(make.evidence(amina, "I bought a lamp.", **words).id)


def _with_times(make: Make, session: Session) -> Thread:
    """Posts that wait, one that could not be published, and the thread in which some ended."""
    circle = session.scalars(select(Circle).filter_by(slug="imposter-syndrome")).one()
    circle.crowd = 23
    dina, priya = (
        session.scalars(select(Member).filter_by(handle=handle)).one()
        for handle in ("dina", "priya-n")
    )
    ended = make.thread(circle, dina, replies=[(priya, "Here."), (dina, "For a while.")])
    closed = make.thread(circle, dina, title="A door that closes", locked=False)
    held = make.waiting(closed, dina, "Too late for this one.")
    session.execute(update(Post).filter_by(thread_id=ended.id).values(ends_on=clock.today()))
    session.execute(update(Post).filter_by(thread_id=ended.id, seq=2).values(ends_on=None))
    session.execute(update(WaitingPost).filter_by(id=held.id).values(due_on=DAY_OF_OLD))
    session.execute(update(Thread).filter_by(id=closed.id).values(locked=True))
    session.commit()
    Chores(make.house, mail=False).tend()
    for who in (dina, priya):
        make.waiting(ended, who, "What I could not say today.")
    return ended


def _with_rules(make: Make, thread: Thread) -> HoldRule:
    """What was held by a rule, waiting and refused, and a rule to try."""
    of_both = select(Member).where(Member.handle.in_(["dina", "priya-n"]))
    for who in make.session.scalars(of_both).all():
        make.held(thread, who, "The sale is at example.com")
        make.held(thread, who, "Not for us", kept_until=clock.today())
    return make.rule("phrase", "work", on=False)


def _written_without_a_name(make: Make) -> dict[str, str]:
    """Threads in which Cora speaks under a pseudonym, and Dora who answered her and left."""
    circle = make.circle("Late room", crowd=30)
    cora, dora = make.member("Cora", circle), make.member("Dora", circle)
    said = [(dora, "I did."), (cora, "So did I.")]
    threads = [
        make.thread(circle, dora, title="Who is awake?", replies=said),
        make.thread(circle, None, title="I have told nobody at work"),
    ]
    for thread in threads:
        make.voiced(thread, cora, "I count the lamps across the street.")
        make.voiced(thread, dora, "> I count the lamps across the street.\n\nSo do I.")
    make.leaving(dora)
    key = leaving.key(make.house.ring, dora)
    return {
        "keep": f"/settings/keep/{key}",
        "left": f"/t/{base32(threads[0].id)}",
        "unnamed": f"/p/{base32(make.post(threads[0], 4).id)}",
    }


def bring_axe(page: Page) -> None:  # `evaluate` would read all of it twice first
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})


def violations(page: Page) -> list[str]:
    """What axe finds on this page as it is, in both widths; in the dark only colours differ."""
    bring_axe(page)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        # What has scrolled half under the header is not too small for that.
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        for scheme, tags, rules in (("light", TAGS, RULES), ("dark", [], ["color-contrast"])):
            page.emulate_media(color_scheme=scheme)
            told = page.evaluate(RUN, [tags, rules])
            found += [f"{width} {scheme} {violation}" for violation in told]
    return found


def overflow(page: Page) -> int:
    """How many pixels a window of 320 has to be scrolled sideways."""
    page.set_viewport_size({"width": 320, "height": 900})
    root = "document.documentElement"
    return page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(look_as, places, scene):
    page = look_as(scene.who)
    page.goto(scene.path.format(**places))

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0


def test_words_without_a_break_make_no_page_wider(open_as, places):
    page = open_as("amina")
    page.goto(places["circle"] + "/new")
    page.get_by_role("radio", name="Just listening").check()
    page.locator("#title").fill("t" * 120)
    page.locator("#content_note").fill("n" * 110)
    page.locator("#body").fill(f"{'w' * 300}\n\n`{'c' * 300}`\n\n    {'p' * 300}")
    page.get_by_role("button", name="Start the thread").click()
    expect(page.locator("details.cnote")).to_have_count(1)
    open_folds(page)

    assert overflow(page) == 0
    for path in (places["circle"], "/", "/m/amina"):
        page.goto(path)
        assert overflow(page) == 0


def test_everybody_can_use_the_page_of_a_database_that_is_away(open_as, site):
    page = open_as("bea", reduced_motion="reduce")

    with site.without_database():
        page.goto("/circles")

    assert page.get_by_role("heading", level=1).inner_text() == "We are busy for a moment"
    assert violations(page) == []
    assert overflow(page) == 0


def test_everybody_can_use_the_page_of_what_was_too_often(open_as, site, stage):
    page = open_as("bea", reduced_motion="reduce")
    page.goto(stage.thread)
    page.locator("#body").fill("Words that are kept")

    with site.busy():
        page.get_by_role("button", name="Post as Bea").click()

    expect(page.locator("textarea[readonly]")).to_have_value("Words that are kept")
    assert violations(page) == []
    assert overflow(page) == 0


def test_everybody_can_use_the_open_menus(open_as):
    page = open_as("bea", viewport={"width": 390, "height": 900}, reduced_motion="reduce")
    page.goto("/")
    bring_axe(page)
    for button in ("Menu", "Your account: Bea"):
        page.get_by_role("button", name=button).click()
        assert page.evaluate(RUN, [TAGS, RULES]) == []
        expect(page.get_by_role("link", name="Exit this page")).to_be_visible()


def test_everybody_can_use_the_copy_of_her_data(open_as, places):
    """Away from our pages and from the internet, as she opens it."""
    page = open_as("cora", reduced_motion="reduce")
    page.goto("/settings/export")
    page.locator("#anonymous").check()

    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    with zipfile.ZipFile(download.value.path()) as copy:
        html = copy.read("index.html").decode()
    page.context.set_offline(True)
    page.goto("about:blank")
    page.set_content(html)

    assert download.value.suggested_filename == "my-data.zip"
    assert page.locator("article").count() == 3
    assert violations(page) == []
    assert overflow(page) == 0
