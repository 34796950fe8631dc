"""When something closes: by the clocks of her device, where she has chosen no others."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.community.opportunities.models import Opportunity
from app.community.opportunities.words import Kind
from app.core import clock
from app.core.keys import base32
from tests.community.opportunities.making import opportunity
from tests.make import Make

AUCKLAND, ANGELES = "Pacific/Auckland", "America/Los_Angeles"


@pytest.fixture(scope="session")
def row(site):
    """Hers who reads times by those of Tokyo; it closes so soon that the hour is said."""
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        ume = make.member("Ume")
        ume.time_zone = "Asia/Tokyo"
        make.member("Uzma")
        closes = clock.minute() + timedelta(hours=3)
        begins = closes + timedelta(days=40)
        return opportunity(
            make, ume, title="A reading", kind=Kind.EVENT, begins=begins, closes=closes, public=True
        )


def here(at: datetime, zone: str) -> tuple[str, re.Pattern[str], str]:
    """The day, the moment, and what is left, as the site says them in English. With a year, a
    browser puts a comma after the weekday."""
    shown, now = at.astimezone(ZoneInfo(zone)), clock.now().astimezone(ZoneInfo(zone))
    year = "" if shown.year == now.year else f" {shown.year}"
    day, days = f"{shown.day} {shown:%B}{year}", (shown.date() - now.date()).days
    words = {0: f"today at {shown:%H:%M}", 1: f"tomorrow at {shown:%H:%M}"}
    exact = re.compile(f"^{shown:%A},? {day}, {shown:%H:%M}$")
    return day, exact, words.get(days, f"in {days} days")


def reads(page: Page, row: Opportunity, zone: str) -> None:
    """Its page says its times by the clocks there, and that it does."""
    _day, exact, left = here(row.closes, zone)
    expect(page.locator(".facts time")).to_have_text([exact, left, here(row.begins, zone)[1]])
    expect(page.get_by_text(f"Times are those of {zone.replace('_', ' ')}.")).to_be_visible()


@pytest.mark.parametrize("zone", [AUCKLAND, ANGELES])
@pytest.mark.parametrize("who", ["", "uzma"])
def test_times_are_said_by_the_clocks_of_her_device(open_as, row, who, zone):
    page, number = open_as(who, timezone_id=zone), base32(row.id)
    day, _exact, left = here(row.closes, zone)

    page.goto("/opportunities")
    times = page.locator(f"#o{number} time")
    expect(times).to_have_text([day, left])
    expect(page.get_by_text(f"Times are those of {zone.replace('_', ' ')}.")).to_be_visible()

    page.goto(f"/opportunities/{number}")
    reads(page, row, zone)


def test_whoever_has_chosen_a_zone_reads_them_by_that(open_as, row):
    page = open_as("ume", timezone_id=ANGELES)

    page.goto(f"/opportunities/{base32(row.id)}")
    # The script brings the other one in the same moment in which it says times.
    page.locator("script[src*=htmx]").wait_for(state="attached")

    reads(page, row, "Asia/Tokyo")


def test_without_a_script_they_are_the_sites(site, open_as, row):
    page = open_as("", script=False, timezone_id=ANGELES)

    page.goto(f"/opportunities/{base32(row.id)}")

    reads(page, row, site.house.settings.zone.key)


def test_they_are_said_in_her_language(open_as, row):
    page = open_as("", timezone_id=AUCKLAND, locale="es")
    shown = row.closes.astimezone(ZoneInfo(AUCKLAND))

    page.goto(f"/opportunities/{base32(row.id)}")

    times = page.locator(".facts time")
    expect(times.nth(0)).to_contain_text(f", {shown.day} de ")
    expect(times.nth(1)).to_have_text(re.compile(f"^(hoy|mañana) a las {shown:%H:%M}$"))
    expect(page.get_by_text(f"Las horas son las de {AUCKLAND}.")).to_be_visible()


@pytest.mark.parametrize(
    ("who", "script", "device", "zone"),
    [
        ("uzma", True, AUCKLAND, AUCKLAND),
        ("uzma", True, "Etc/GMT+3", ""),
        ("uzma", False, AUCKLAND, ""),
        ("ume", True, AUCKLAND, "Asia/Tokyo"),
    ],
)
def test_a_new_one_is_written_by_the_clocks_by_which_she_reads(
    site, open_as, row, who, script, device, zone
):
    """The site's, where hers are not known or none of those to choose from."""
    page = open_as(who, script=script, timezone_id=device)

    page.goto("/opportunities/new")

    expect(page.get_by_label("Time zone of these times")).to_have_value(
        zone or site.house.settings.zone.key
    )


def test_what_she_chose_for_it_stays(open_as, row):
    page = open_as("uzma", timezone_id=AUCKLAND)
    page.goto("/opportunities/new")
    zones = page.get_by_label("Time zone of these times")
    expect(zones).to_have_value(AUCKLAND)

    zones.select_option(ANGELES)
    page.reload()
    expect(zones).to_have_value(ANGELES)
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(zones).to_have_value(ANGELES)


def test_one_that_stands_keeps_the_zone_it_has(site, open_as, row):
    with Session(site.house.database.engine, expire_on_commit=False) as session:
        make = Make(session, site.house)
        hers = opportunity(make, make.member("Uda"), title="A walk", zone="Europe/Dublin")
    page = open_as("uda", timezone_id=AUCKLAND)

    page.goto(f"/opportunities/{base32(hers.id)}/edit")

    expect(page.get_by_label("Time zone of these times")).to_have_value("Europe/Dublin")
