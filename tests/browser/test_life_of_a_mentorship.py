"""The whole life of a mentorship, walked by two members in two time zones from before one of them
changes her clocks until after the other has, with JavaScript and again without; and a short one,
which one of them ends.
"""

import re
from datetime import UTC, datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from conftest import Watch
from icalendar import Calendar
from playwright.sync_api import expect

from tests import elsewhen

LONDON, NEW_YORK = "Europe/London", "America/New_York"
# A Monday. New York changes its clocks on the 12th, London on the 26th.
BEGINS = datetime(2028, 3, 6, 12, tzinfo=UTC)
ONE_HAS_CHANGED, BOTH_HAVE = datetime(2028, 3, 13, 21, tzinfo=UTC), BEGINS.replace(day=27)
FIRST, SECOND = BEGINS.replace(day=13).date(), BEGINS.replace(day=27).date()


class Walker:
    """One of the two, in a browser of her own."""

    def __init__(self, place, context, name):
        self.place, self.context, self.name = place, context, name
        self.page = context.new_page()

    def signs_in(self):
        cookie = self.place.cookie(self.name.lower())
        self.context.add_cookies([{"name": "session", "value": cookie, "url": self.place.url}])

    def goes(self, path):
        self.page.goto(path)

    def follows(self, words, within="main"):
        self.page.locator(within).get_by_role("link", name=words).first.click()

    def presses(self, words):
        self.page.locator("main").get_by_role("button", name=words).first.click()

    def fills(self, **typed):
        """Fields by their names, as the page has them."""
        for name, words in typed.items():
            self.page.locator(f"main [name={name}]:not([type=hidden])").fill(words)

    def ticks(self, *labels):
        for label in labels:
            self.page.get_by_label(label).check()

    def reads(self, words, count=None):
        found = self.page.locator("main").get_by_text(words)
        if count is None:
            expect(found.first).to_be_visible()
        else:
            expect(found).to_have_count(count)

    def calendar(self, address):
        """The meetings in a file or a feed: when, for how long, and how each stands."""
        answer = self.context.request.get(address)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("text/calendar")
        events = Calendar.from_ical(answer.body()).walk("VEVENT")
        return [
            (e.start.astimezone(UTC), (e.end - e.start).total_seconds() / 60, e["status"])
            for e in events
        ]

    def file(self, number=0):
        links = self.page.get_by_role("link", name="Add to calendar")
        return self.calendar(links.nth(number).get_attribute("href"))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with elsewhen.running(tmp_path_factory.mktemp("elsewhen"), BEGINS) as running:
        yield running


@pytest.fixture
def place(server):
    server.move_to(BEGINS)
    return server


# Nobody walks twice.
NAMES = iter([(f"Perpetua{n}", f"Quilla{n}") for n in "abcdefgh"])


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def two(request, place, chromium):
    """The mentor in London, and who finds her from New York."""
    watch = Watch(place.url, place.url)
    contexts = []

    def walker(name, zone):
        place.member(name, zone)
        context = chromium.new_context(
            base_url=place.url, java_script_enabled=request.param, locale="en-GB", timezone_id=zone
        )
        context.set_default_timeout(10_000)
        watch.over(context)
        contexts.append(context)
        made = Walker(place, context, name)
        made.signs_in()
        return made

    names = next(NAMES)
    yield walker(names[0], LONDON), walker(names[1], NEW_YORK)
    for context in contexts:
        context.close()
    assert watch.troubles == []


def instant(day, hour, zone):
    return datetime.combine(day, time(*hour), ZoneInfo(zone)).astimezone(UTC)


def until(place, moment, *walkers):
    """The clock is set; whoever has not been here for a week signs in again."""
    for walker in walkers:
        # No page of hers is open for so long: its stream would ask for one who is signed out.
        walker.page.goto("about:blank")
    place.move_to(moment)
    for walker in walkers:
        walker.signs_in()


def test_a_mentorship_from_the_first_note_to_the_last_word(place, two):
    mentor, mentee = two
    becomes_a_mentor(mentor)
    at = asks_and_is_taken_on(mentor, mentee)
    agree_how(mentor, mentee, at)
    sets_a_goal(mentee, at)
    agree_when(mentor, mentee, at)
    feed = subscribes(mentee)

    until(place, ONE_HAS_CHANGED, mentor, mentee)
    have_met(mentor, mentee, at)
    write_notes(mentor, mentee, at)

    until(place, BOTH_HAVE, mentor, mentee)
    looks_how_it_goes(mentee, at)
    calls_it_off(mentor, mentee, at, feed)
    rests(mentor, mentee, at)
    say_what_helped(mentor, mentee, at)
    complete_it(mentor, mentee, at)
    is_recommended(mentor, mentee, at)


def test_a_mentorship_that_one_of_them_ends(two):
    mentor, mentee = two
    becomes_a_mentor(mentor)
    at = asks_and_is_taken_on(mentor, mentee)

    mentee.goes(at)
    mentee.follows("Pause, complete or end this mentorship")
    mentee.follows("End this mentorship")
    expect(mentee.page.locator("main textarea, main input:not([type=hidden])")).to_have_count(0)
    mentee.presses("End it now")

    for one in (mentee, mentor):
        one.goes(at)
        one.reads("This mentorship is over")
        one.reads("nobody is asked why")
        expect(one.page.get_by_role("link", name="Add a goal")).to_have_count(0)
        expect(one.page.get_by_role("link", name="Suggest a time")).to_have_count(0)


def becomes_a_mentor(mentor):
    mentor.goes("/mentoring")
    mentor.follows("Become a mentor")
    mentor.fills(headline="Leads a team.", about="I was promoted before I believed it.")
    mentor.ticks("Self-doubt", "Weekday evenings")
    mentor.page.get_by_label("Languages, 1 of").select_option(label="English")
    mentor.presses("Become a mentor")
    mentor.reads("Who asks you")


def asks_and_is_taken_on(mentor, mentee):
    """Found by what they have in common, asked for more, and taken on; where they are now."""
    asks(mentor, mentee)
    mentor.goes("/mentoring")
    mentor.follows(mentee.name)
    mentor.reads("To sleep before the Monday meeting.")
    mentor.fills(question="Since when?")
    mentor.presses("Tell me more first")
    mentee.page.reload()
    mentee.reads("She would like to know more first.")
    mentee.fills(answer="Since the spring.")
    mentee.presses("Send my answer")
    mentor.page.reload()
    mentor.reads("Since the spring.")
    mentor.presses("Be her mentor")
    mentor.follows("Your mentorship")
    mentor.reads("You are her mentor")
    return urlsplit(mentor.page.url).path


def asks(mentor, mentee):
    mentee.goes("/mentoring/answers")
    mentee.ticks("Self-doubt")
    mentee.presses("Show me who is closest")
    mentee.reads("Closest to what you told us")
    why = mentee.page.locator(".mentor", has_text=mentor.name).locator(".why")
    # Whoever stands first has hers open.
    if why.get_attribute("open") is None:
        why.locator("summary").click()
    expect(why.get_by_role("listitem").filter(has_text=re.compile("doubt", re.I))).to_be_visible()
    mentee.follows(f"Write to {mentor.name}")
    mentee.fills(note="I was made a lead.", goal="To sleep before the Monday meeting.")
    mentee.presses("Send my request")
    mentee.reads("She has your request.")


def agree_how(mentor, mentee, at):
    mentor.follows("Propose an agreement")
    mentor.fills(frequency="Every second Monday.")
    mentor.page.get_by_label("how it is going").select_option(label="Every two weeks")
    mentor.presses("Propose it")
    mentee.goes(at)
    mentee.presses("Agree")
    expect(mentee.page.locator("aside").get_by_text("Every second Monday.")).to_be_visible()


def sets_a_goal(mentee, at):
    mentee.follows("Add a goal")
    mentee.fills(title="Ask for the pay bands", until="2028-03-31", steps="Write it\nSend it")
    mentee.presses("Add it")
    mentee.page.locator(".goals summary").click()
    mentee.ticks("Write it")
    mentee.presses("Save the steps")
    mentee.reads("1 of 2 steps done.")


def agree_when(mentor, mentee, at):
    """Two meetings, each right after a change of clocks; the first is moved before it stands."""
    proposes(mentor, at, FIRST, "18:30")
    proposes(mentor, at, SECOND, "18:30")
    mentee.goes(at)
    mentee.reads("Monday 13 March, 14:30 your time, 18:30 hers")
    mentee.reads("Monday 27 March, 13:30 your time, 18:30 hers")
    mentee.presses(re.compile("suits me.*27 March"))
    [(start, minutes, status)] = mentee.file()
    assert start == instant(SECOND, (18, 30), LONDON) == instant(SECOND, (13, 30), NEW_YORK)
    assert (start.hour, minutes, status) == (17, 40, "CONFIRMED")

    mentee.presses(re.compile("suits me.*13 March"))
    mentee.follows(re.compile("Move it.*13 March"))
    mentee.fills(time="15:00")
    mentee.presses("Propose it")
    mentor.goes(at)
    mentor.reads("Monday 13 March, 19:00 your time, 15:00 hers")
    mentor.presses(re.compile("suits me.*13 March"))
    [(start, minutes, status)] = mentor.file()
    assert start == instant(FIRST, (19, 0), LONDON) == instant(FIRST, (15, 0), NEW_YORK)
    assert (start.hour, minutes, status) == (19, 40, "CONFIRMED")


def proposes(walker, at, day, hour):
    walker.goes(at)
    walker.follows("Suggest a time")
    walker.fills(day=day.isoformat(), time=hour, minutes="40", about="The pay bands")
    walker.presses("Propose it")
    walker.reads("You proposed this. She hasn’t answered yet.")


def subscribes(mentee):
    """The address of her feed, which has both."""
    mentee.goes("/settings/calendar")
    mentee.presses("Make an address")
    feed = mentee.page.get_by_label("Address of your calendar").input_value()
    first, second = instant(FIRST, (15, 0), NEW_YORK), instant(SECOND, (13, 30), NEW_YORK)
    confirmed = (40, "CONFIRMED")
    assert mentee.calendar(feed) == [(first, *confirmed), (second, *confirmed)]
    return feed


def have_met(mentor, mentee, at):
    mentor.goes(at)
    mentor.reads("Did you meet? Either of you can say.")
    mentor.follows("Say how it was")
    mentor.fills(outcome="She has written it.")
    mentor.presses("We met")
    mentee.goes(at)
    expect(mentee.page.locator(".log .done")).to_contain_text("She has written it.")
    mentee.page.locator(".goals").get_by_role("link", name="Done").click()
    mentee.fills(word="I just sent them.")
    mentee.presses("It is done")
    mentee.reads("“I just sent them.”")


def write_notes(mentor, mentee, at):
    mentor.goes(at)
    mentor.fills(body="Say it **before** Monday.")
    mentor.presses("Save note")
    mentee.goes(at)
    mentee.reads("Say it before Monday.")
    mentee.follows("Only you")
    mentee.fills(body="I am afraid of Monday.")
    mentee.presses("Save note")
    mentee.reads("I am afraid of Monday.")
    mentor.goes(f"{at}?notes=own")
    mentor.reads("I am afraid of Monday.", count=0)


def looks_how_it_goes(mentee, at):
    """As agreed, she is asked after a fortnight."""
    mentee.goes(at)
    mentee.follows("Look at how it is going")
    mentee.page.get_by_label("Well", exact=True).check()
    mentee.fills(words="We laugh.")
    mentee.presses("Keep it")
    mentee.goes(f"{at}/check-ins")
    mentee.reads("We laugh.")


def calls_it_off(mentor, mentee, at, feed):
    mentor.goes(at)
    mentor.reads("Monday 27 March, 18:30 your time, 13:30 hers")
    mentor.follows("I can’t make it")
    mentor.presses("Call it off")
    mentee.goes(at)
    mentee.reads("Called off.")
    first, second = instant(FIRST, (15, 0), NEW_YORK), instant(SECOND, (13, 30), NEW_YORK)
    assert mentee.calendar(feed) == [(first, 40, "CONFIRMED"), (second, 40, "CANCELLED")]


def rests(mentor, mentee, at):
    mentee.follows("Pause, complete or end this mentorship")
    mentee.presses("Pause it")
    mentor.goes(at)
    mentor.reads(f"{mentee.name} has paused it")
    expect(mentor.page.get_by_role("link", name="Suggest a time")).to_have_count(0)
    mentee.goes(at)
    mentee.presses("Go on")
    mentor.goes(at)
    expect(mentor.page.get_by_role("link", name="Suggest a time")).to_be_visible()


def say_what_helped(mentor, mentee, at):
    for one, other, words in (
        (mentee, mentor, "That she let me finish."),
        (mentor, mentee, "That she came prepared."),
    ):
        one.goes(f"{at}/feedback")
        one.fills(helped=words)
        one.page.get_by_role("radio", name="5 Very").check()
        one.ticks("Show my words")
        one.presses("Keep it")
        other.goes(f"{at}/feedback")
        other.reads(words)


def complete_it(mentor, mentee, at):
    for one, words in ((mentee, "I ask now."), (mentor, "She asks now.")):
        one.goes(at)
        one.follows("Pause, complete or end this mentorship" if one is mentee else "Complete it")
        if one is mentee:
            one.follows("Complete it")
        one.fills(reflection=words)
        one.presses("It is done")
    mentee.goes(f"{at}?notes=own")
    mentee.reads("You completed it together")
    mentee.reads("I ask now.")
    mentee.reads("She asks now.", count=0)


def is_recommended(mentor, mentee, at):
    mentor.goes(at)
    mentor.follows(f"Recommend {mentee.name}")
    mentor.fills(body="Nobody was ever afraid to ask her.")
    mentor.presses("Give it to her")
    mentor.goes(f"/m/{mentee.name.lower()}")
    mentor.reads("Nobody was ever afraid to ask her.", count=0)
    mentee.goes("/mentoring/recommendations")
    mentee.presses("Show it on my page")
    mentor.page.reload()
    mentor.reads("Nobody was ever afraid to ask her.")
