"""What Bea does under her name shows nobody that a pseudonym is hers.

After each deed the pages of all others are what they were, to the byte, but for what the deed is
meant to show. A line that may be another is named beside the deed; no line of a voice is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest

import pytest
from sqlalchemy import update

from app.commands import staff
from app.people.members.models import Member, Standing
from app.web.kit.addresses import url
from tests.adversary import crawl, deeds
from tests.adversary.conftest import on_one_database
from tests.adversary.deeds import CLOSED, HER, OPEN
from tests.adversary.test_two_worlds import Story
from tests.adversary.worlds import World
from tests.browser import Browser
from tests.make import PASSWORD

pytestmark = [on_one_database, pytest.mark.timeout(600)]

WATCHERS = ("Dora", "Grace", "Mona", "Olga", "")
NEW_PASSWORD = "copper lantern drizzle"
HER_NAME = r"Bea|/m/bea\b"
# Pages that say who is there, and nothing of a voice
OF_NAMES = (
    r"/m/bea(/[\w-]+)?$|/report/profile/bea$|/people$|/moderation/log|/admin/circles(/[\w-]+)?$"
    r"|/admin/roles\b"
)
HOSTS = rf"{HER_NAME}|<dt>Hosts?</dt>|<dd><a href=./m/grace.>"
HER_PLACE = rf"{HER_NAME}|^ *([89]|1[01])$"  # so many are in the circle
# Pseudonyms have a picture, those with a name their initial on a line of its own.
INITIAL = r'^ *<span class="avatar \w*" aria-hidden="true">[AB]</span>$'
LEFT = rf"{HER_PLACE}|A former member|{INITIAL}"
NOTHING = r"(?!)"
THE_TEAM = r"^(Mona|Olga) at /(moderation|p)\b"  # where each finds the case, and what leads there
Pages = dict[str, list[str]]


@dataclass
class Watched:
    """A world with a story, and what everybody else has last seen of it."""

    world: World
    story: Story
    pages: Pages = field(default_factory=dict)
    appealed: str = ""
    done: list[str] = field(default_factory=list)

    def look(self) -> Pages:
        return {at: text.splitlines() for at, text in crawl.pages(self.world, WATCHERS).items()}

    @property
    def web(self) -> Browser:
        return self.world.as_(HER)

    def post(self, route: str, **typed: str) -> None:
        """She sends a form; what is in braces in an address is among the values."""
        path = url(route, **{name: typed.pop(name) for name in ("circle",) if name in typed})
        answer = self.web.post(path, **typed)
        assert answer.status_code in {200, 303}, answer.text

    def follow(self, on: str) -> None:
        deeds.follow(self.world, HER, self.story.own, on)

    def stand(self, standing: Standing) -> None:
        """What there is no page for yet."""
        with self.world.house.database.changing() as session:
            session.execute(update(Member).filter_by(handle="bea").values(standing=standing))


@dataclass(frozen=True)
class Deed:
    """`shows` is what a line says that may be another afterwards, or there no more. Pages at `on`
    tell of what was done to a pseudonym; whose it is, they are compared for in two worlds. `undoes`
    names the one that has to be done before."""

    name: str
    do: Callable[[Watched], object]
    shows: str = NOTHING
    on: str = NOTHING
    undoes: str = ""


def read_everything(watched: Watched) -> None:
    for thread in (watched.story.open, watched.story.closed, watched.story.own):
        deeds.read(watched.world, HER, thread)
    deeds.look_in(watched.world, HER, OPEN)
    deeds.read_all(watched.world, HER, CLOSED)


def let_it_wait(watched: Watched) -> None:
    """She has something published later, thinks better of it, and looks at what else is hers."""
    typed = {"later": "on", "ending": "week"}
    deeds.reply(watched.world, HER, watched.story.open, "Some day", hidden=True, **typed)
    deeds.take_back(watched.world, HER, "Some day")
    deeds.look_at_hers(watched.world, HER)


def keep_for_herself(watched: Watched) -> None:
    """She keeps what a pseudonym said, reads it, begins to share it, and takes it out; she
    bookmarks the thread, looks at that, and takes it off."""
    web = watched.web
    web.get(f"/evidence/from/{watched.story.open}")
    web.get("/evidence/praise")
    kept = web.post("/evidence/new", what="Said of me", who="Winter Birch")
    entry = kept.headers["location"].rpartition("#e")[2]
    web.get("/evidence/three")
    assert web.post(f"/evidence/{entry}/share", circle=OPEN).status_code == 200
    assert web.post(f"/evidence/{entry}/delete").status_code == 200
    [way] = re.findall(r'"(/p/\w+/bookmark)"', web.get(f"/t/{watched.story.open}/share").text)
    assert web.post(way, on="yes", note="Said of me").status_code == 303
    assert "Said of me" in web.get("/bookmarks").text
    assert web.post(way, on="no").status_code == 200


def profile(**said: str) -> Callable[[Watched], None]:
    plain = {"name": "Bea", "pronouns": "", "bio": "", "time_zone": ""}
    return lambda watched: watched.post("settings_profile", **plain | said)


def password(old: str, new: str) -> Callable[[Watched], None]:
    return lambda watched: watched.post("settings_password", password=old, new_password=new)


def place(change: str) -> Callable[[Watched], None]:
    """Olga makes her a host, or a plain member again."""

    def do(watched: Watched) -> None:
        path = url("change_in_circle", circle=OPEN, handle="bea")
        assert watched.world.as_("Olga").post(path, change=change).status_code == 303

    return do


def role(name: str) -> Callable[[Watched], object]:
    return lambda watched: staff.grant(watched.world.house, "bea", name)


def be_warned(watched: Watched) -> None:
    """For what she has said without her name."""
    judge(watched, deeds.post(watched.world, watched.story.own, 1), action="warn")


def be_paused(watched: Watched) -> None:
    """She may not write without her name in the other circle, either, and appeals."""
    post = watched.appealed = deeds.post(watched.world, watched.story.closed, 3)
    judge(watched, post, appeal="I meant well", action="pause-anonymous", days="9")
    deeds.be_refused(watched.world, HER, watched.story.open)


def be_right(watched: Watched) -> None:
    """Her appeal is heard, where she has made one."""
    if watched.appealed:
        deeds.hear_appeal(watched.world, watched.appealed)


def come_back(watched: Watched) -> None:
    deeds.come_back(watched.world, HER)


def judge(watched: Watched, post: str, *, appeal: str = "", **ruling: str) -> None:
    """Somebody reports it, Mona decides, and Bea reads what she was told."""
    deeds.report(watched.world, "Fay", post)
    deeds.decide(watched.world, post, note="Please be kind.", **ruling)
    deeds.hear_from_team(watched.world, HER, post, appeal=appeal)


# With what it undoes, each leaves things as they were: any of them can be tried alone.
DEEDS = [
    Deed("reads everything", read_everything),
    Deed("follows and leaves it", lambda w: [w.follow(on) for on in ("no", "yes")]),
    Deed("says something of herself", profile(bio="I knit."), HER_NAME),
    Deed("takes another name", profile(name="Beatrice"), HER_NAME),
    Deed("takes her old name", profile(), HER_NAME),
    Deed("changes her password", password(PASSWORD, NEW_PASSWORD)),
    Deed("changes it back", password(NEW_PASSWORD, PASSWORD), undoes="changes her password"),
    Deed("ends her other sessions", lambda w: w.post("end_other_sessions")),
    Deed("signs out", lambda w: (w.post("sign_out"), w.world.sign_in(HER))),
    Deed("asks for a password", lambda w: deeds.ask_for_password(w.world, HER)),
    Deed("leaves the circle", lambda w: w.post("leave_circle", circle=OPEN), HER_PLACE),
    Deed("joins the circle", lambda w: w.post("join_circle", circle=OPEN), HER_PLACE),
    Deed("becomes a host", place("host"), HOSTS),
    Deed("is a host no more", place("member"), HOSTS),
    Deed("becomes a moderator", role("moderator"), HER_NAME),
    Deed("is a moderator no more", role("member"), HER_NAME),
    Deed("lets something wait", let_it_wait),
    Deed("keeps something for herself", keep_for_herself),
    Deed("takes her data with her", lambda w: deeds.export(w.world, HER, anonymous=True)),
    Deed("closes her account", lambda w: deeds.close(w.world, HER), LEFT),
    Deed("comes back", come_back, LEFT, undoes="closes her account"),
    Deed("has it all removed", lambda w: deeds.close(w.world, HER, remove=True), LEFT),
    Deed("comes back after all", come_back, LEFT, undoes="has it all removed"),
    Deed("is warned as a voice", be_warned, on=THE_TEAM),
    Deed("is paused as a voice", be_paused, on=THE_TEAM),
    Deed("is right in her appeal", be_right, on=THE_TEAM),
    Deed("is paused", lambda w: w.stand(Standing.PAUSED)),
    Deed("is suspended", lambda w: w.stand(Standing.SUSPENDED)),
    Deed("is in good standing again", lambda w: w.stand(Standing.GOOD)),
]


@pytest.fixture(scope="module")
def watched(new_world):
    with new_world() as world:
        deeds.settle(world)
        story = Story(world, HER, HER)
        story.tell()
        world.pace = timedelta()  # so that no page says that it has got later
        # For as long as the clock then stands still, nothing asks her again who she is.
        world.as_("Olga").post("/sign-out")
        world.sign_in("Olga")
        watched = Watched(world, story)
        watched.look()  # at the first look, some of it is new to who looks
        watched.pages = watched.look()
        yield watched


def differing(before: Pages, after: Pages, deed: Deed, named_in: str) -> str:
    """The first line that is another and may not be.

    Where her name shows otherwise, so may her own page and lists of people, and the version of the
    thread in which she has written under it.
    """
    shows = deed.shows
    of_names = re.compile(OF_NAMES if shows != NOTHING else deed.on)
    if only := {at for at in before.keys() ^ after.keys() if not of_names.search(at)}:
        return f"only before or only after: {min(only)}"
    for at, lines in before.items():
        if after.get(at, lines) == lines:
            continue
        may = re.compile(f"{shows}|^etag:" if named_in in at and shows != NOTHING else shows)
        kept = [[line for line in side if not may.search(line)] for side in (lines, after[at])]
        if of_names.search(at):
            continue
        for one, other in zip_longest(*kept):
            if one != other:
                return f"{at}:\n  {one}\n  {other}"
    return ""


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_what_she_does_by_name_shows_of_no_voice_that_it_is_hers(watched, deed):
    if deed.undoes and watched.done[-1:] != [deed.undoes]:
        next(other for other in DEEDS if other.name == deed.undoes).do(watched)
        watched.pages = watched.look()
    deed.do(watched)
    watched.done.append(deed.name)

    after = watched.look()

    before, watched.pages = watched.pages, after
    assert differing(before, after, deed, watched.story.open) == ""


def test_a_line_under_a_pseudonym_would_be_noticed(watched):
    """As it would be if her voice bore a mark of her standing."""
    marked = {
        at: [line.replace("Started this thread", "Paused") for line in lines]
        for at, lines in watched.pages.items()
    }

    said = differing(watched.pages, marked, Deed("", Watched.look, HER_NAME), watched.story.open)

    assert f"/t/{watched.story.own}" in said
