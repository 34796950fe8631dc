"""The life of a passkey in a real browser, whose authenticator is Chromium's own; and whether
everybody can use the pages about how an account is kept safe."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session
from test_access import Scene, overflow, press, violations

from app.people.members import factors
from app.people.members.factors import Factors, Passkey
from tests import site as sites
from tests.make import PASSWORD, Make
from tests.site import Site

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def named(tmp_path_factory) -> Iterator[Site]:
    """A site at a name: browsers keep no passkeys for a number."""
    place = tmp_path_factory.mktemp("named")
    with sites.running(place, demo=False, host="localhost") as running:
        with Session(running.house.database.engine, expire_on_commit=False) as session:
            Make(session, running.house).member("Pomona")
        yield running


@pytest.fixture
def page(named, chromium) -> Iterator[Page]:
    """Pomona's browser, with a device in it that keeps passkeys."""
    context = chromium.new_context(base_url=named.url, locale="en-GB")
    context.set_default_timeout(10_000)
    page = context.new_page()
    troubles: list[str] = []
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    line = context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    assert troubles == []
    context.close()


@pytest.fixture
def older(named):
    """The same session, as it is ten minutes after she has shown that it is she."""

    def made(value: str) -> str:
        stamp = named.house.ring.stamp("cookie/v1")
        return stamp.press(stamp.read(value, seconds=1000)[0].partition("~")[0])

    return made


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.locator("#login").fill("pomona")
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_it_is_made_signs_her_in_shows_that_it_is_she_and_goes(page, older):
    _made(page)
    _one_is_enough(page)
    _alone(page)
    _after_her_password(page)
    _to_show_that_it_is_she(page, older)
    _removed(page)


def _made(page: Page) -> None:
    sign_in(page)
    page.goto("/settings/security")
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.locator("[data-no-passkey]")).to_be_hidden()
    page.locator("#name").fill("This laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator("h1")).to_have_text("Your recovery codes")
    expect(page.locator(".codes code")).to_have_count(10)


def _one_is_enough(page: Page) -> None:
    page.goto("/settings/passkeys/new")
    page.locator("#name").fill("The same laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("This device has a passkey of yours already")).to_be_visible()


def _alone(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/sign-in?next=/settings/security")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("Security")
    expect(page.get_by_text("This laptop").first).to_be_visible()


def _after_her_password(page: Page) -> None:
    page.context.clear_cookies()
    sign_in(page)
    expect(page.locator("h1")).to_have_text("The second step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/")


def _to_show_that_it_is_she(page: Page, older: Callable[[str], str]) -> None:
    [cookie] = [c for c in page.context.cookies() if c["name"] == "session"]
    cookie["value"] = older(cookie["value"])
    page.context.add_cookies([cookie])
    page.goto("/settings/email")
    page.locator("#email").fill("pomona@new.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator("h1")).to_have_text("Show that it is you")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("We’ve sent a mail to the new address")).to_be_visible()


def _removed(page: Page) -> None:
    page.goto("/settings/security")
    page.get_by_role("button", name="Remove This laptop").click()
    expect(page.get_by_text("The passkey is removed")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("isn’t known here any more")


SCENES = [
    Scene("security", "perpetua", "/settings/security"),
    Scene("security with nothing yet", "pilar", "/settings/security"),
    Scene("an app", "pilar", "/settings/two-step"),
    Scene("a code that does not fit", "pilar", "/settings/two-step", press("Turn it on", code="1")),
    Scene("new recovery codes", "perpetua", "/settings/security", press("Make new codes")),
    Scene("no passkeys here", "pilar", "/settings/passkeys/new"),
    Scene("to show that it is her", "pilar", "/confirm?next=/settings"),
    Scene("not shown", "pilar", "/confirm", press("Go on", password="no")),
    Scene("the second step", "", "{second}"),
    Scene("a wrong code", "", "{second}", press("Sign in", code="000000")),
]


@pytest.fixture(scope="session")
def cast(site, stage) -> None:
    """Pilar has her password alone, Perpetua all there is."""
    house = site.house
    with Session(house.database.engine, expire_on_commit=False) as session:
        make = Make(session, house)
        make.member("Pilar")
        perpetua = make.member("Perpetua")
    key = Passkey(7, "aWQ", "cHVibGlj", 0, "The phone in the kitchen", "2026-03", "2026-04")
    held = Factors("A" * 32, ("00",), (key,))
    with house.database.changing() as session:
        factors.change(session, house.ring, perpetua.id, lambda _had: held)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_everybody_can_use_the_page(open_as, cast, scene):
    page = open_as(scene.who, reduced_motion="reduce")
    if scene.path == "{second}":
        page.goto("/sign-in")
        page.locator("#login").fill("perpetua")
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/second-step*")
    else:
        page.goto(scene.path)

    scene.act(page)

    assert violations(page) == []
    assert overflow(page) == 0
