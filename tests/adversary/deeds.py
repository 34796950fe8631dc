"""The people of a world, and what they do through its pages and their forms."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from sqlalchemy import select

from app.community.threads.models import Post, Thread
from app.core.keys import base32, from_base32
from app.oversight.moderation.models import Case, CaseState, Decision
from app.people.circles.models import Circle
from app.people.members.models import Member, Role
from app.web.kit.addresses import url
from tests.adversary.worlds import BEGINNING, World
from tests.make import PASSWORD

PLACE = re.compile(r"/t/(\w+)/[\w-]+(?:\?[\w=&]+)?#p(\d+)$")
SETTLED = timedelta(days=40)
OPEN, CLOSED = "new-mothers", "returners"
HER, HER_TOO = "Bea", "Cleo"  # between whom nobody may be able to choose
FRIENDS = ("Dora", "Edith", "Fay", "Hana", "Ida", "June")
OTHERS = (*FRIENDS, "Grace", "Stella", "Mona", "Olga", "")


def settle(world: World) -> None:
    """Two circles, one for all to read, in which they have been for a month; Grace hosts both.

    Stella is in neither. All are signed in on the first morning.
    """
    make = world.make
    world.clock.move_to(BEGINNING - SETTLED)
    circles = (
        make.circle("New mothers", visibility="public"),
        make.circle("Returners", visibility="private"),
    )
    for name in (HER, HER_TOO, *FRIENDS):
        world.person(name, *circles)
    world.person("Grace", *circles, host=True)
    world.person("Mona", circles[1], role=Role.MODERATOR)
    world.person("Olga", circles[1], role=Role.ADMINISTRATOR)
    world.person("Stella")
    world.morning -= timedelta(days=1)
    world.clock.move_to(world.morning)
    world.night()
    for name in filter(None, (HER, HER_TOO, *OTHERS)):
        world.sign_in(name)


def ask_for_password(world: World, who: str) -> None:
    """A deed under her name that has a letter sent."""
    web = world.as_(who)
    page = web.get(url("forgot_password"))
    web.send(page, url("forgot_password"), email=f"{who.lower()}@example.org")


def start(
    world: World, who: str, circle: str, body: str, *, hidden: bool = False, **chosen: str
) -> str:
    """She opens a thread. Returns its id in base 32, or where it waits some other text."""
    web = world.as_(who)
    form = web.get(url("new_thread", circle=circle))
    typed = {"title": f"On {body}", "intent": "advice-welcome", "body": body} | chosen
    action = url("start_thread", circle=circle)
    answer = _sent(web, form, action, **typed, **_persona(hidden=hidden))
    page = web.follow(answer)
    assert page.status_code == 200
    return answer.headers["location"].split("/")[2]


def read(world: World, who: str, thread: str) -> None:
    """She opens a thread to its last page."""
    page = world.as_(who).get(f"/t/{thread}")
    assert page.status_code == 200


def look_in(world: World, who: str, circle: str) -> None:
    """She looks at the front page and at a circle's list."""
    web = world.as_(who)
    assert web.get("/").status_code == web.get(url("circle", circle=circle)).status_code == 200


def reply(
    world: World, who: str, thread: str, body: str, *, hidden: bool = False, **chosen: str
) -> None:
    """She answers in a thread; `chosen` may say that it ends, or that it waits."""
    web = world.as_(who)
    page = web.get(f"/t/{thread}")
    typed = {"body": body} | chosen | _persona(hidden=hidden)
    answer = _sent(web, page, f"/t/{thread}/replies", **typed)
    assert web.follow(answer).status_code == 200


def be_refused(world: World, who: str, thread: str) -> None:
    """She would answer without her name, and may not."""
    web = world.as_(who)
    typed = {"body": "Can I say this?", "anonymous": "on"}
    answer = web.send(web.get(f"/t/{thread}"), f"/t/{thread}/replies", **typed)
    assert answer.status_code == 403, answer.text


def take_back(world: World, who: str, body: str) -> None:
    """She looks at what of hers waits, and takes this back."""
    web = world.as_(who)
    page = web.get(url("waiting_posts"))
    found = re.search(rf'{body}.*?action="(/settings/waiting/\w+/take-back)"', page.text, re.DOTALL)
    assert found
    assert web.send(page, found[1]).status_code == 200


def look_at_hers(world: World, who: str) -> None:
    """She looks at what she has written without her name, and at what waits."""
    web = world.as_(who)
    for name in ("settings_anonymous", "waiting_posts"):
        assert web.get(url(name)).status_code == 200


def edit(world: World, who: str, post: str, body: str, **chosen: str) -> None:
    web = world.as_(who)
    address = f"/p/{post}/edit"
    answer = _sent(web, web.get(address), address, body=body, **chosen)
    assert web.follow(answer).status_code == 200


def delete(world: World, who: str, post: str) -> None:
    web = world.as_(who)
    address = f"/p/{post}/delete"
    assert web.get(address).status_code == 200
    assert web.follow(web.post(address)).status_code == 200


def react(world: World, who: str, post: str, kind: str = "with-you") -> None:
    """A kind word, or its taking back."""
    web = world.as_(who)
    place = web.get(f"/p/{post}")
    thread, seq = PLACE.search(place.headers["location"]).groups()
    word = web.send(web.follow(place), f"/t/{thread}/reactions", to=f"{seq}{kind[0]}")
    assert web.follow(word).status_code == 200


def report(world: World, who: str, post: str) -> None:
    web = world.as_(who)
    path = url("report", kind="post", id=post)
    web.get(path)
    answer = web.post(path, reason="unkind", note="Please look at this")
    assert web.follow(answer).status_code == 200


def decide(world: World, post: str, **ruling: str) -> None:
    """Mona finds the case about the post in the queue, and decides it."""
    web = world.as_("Mona")
    with world.make.session as session:
        open_one = select(Case.id).where(Case.subject == post, Case.state == CaseState.OPEN)
        case_id = session.scalars(open_one).one()
    assert f"/moderation/cases/{base32(case_id)}" in web.get(url("moderation")).text
    page = web.get(url("case", case_id=case_id))
    answer = web.send(page, url("decide", case_id=case_id), reason="unkind", **ruling)
    assert web.follow(answer).status_code == 200


def hear_from_team(world: World, who: str, post: str, *, appeal: str = "") -> None:
    """She reads what moderators wrote about her post, and may appeal."""
    web = world.as_(who)
    with world.make.session as session:
        decided = select(Decision).join(Case).where(Case.subject == post)
        made = session.scalars(decided).one()
    page = web.get(url("notice", notice_id=made.case_id))
    assert page.status_code == 200
    if appeal:
        path = url("appeal", decision_id=made.id)
        assert web.follow(web.send(page, path, statement=appeal)).status_code == 200


def hear_appeal(world: World, post: str) -> None:
    """Olga takes the decision back."""
    with world.make.session as session:
        made = session.scalars(select(Decision).join(Case).where(Case.subject == post)).one()
    web = world.as_("Olga")
    page = web.get(url("case", case_id=made.case_id))
    typed = {"outcome": "overturned", "statement": "You are right."}
    path = url("hear_appeal", decision_id=made.id)
    assert web.follow(web.send(page, path, **typed)).status_code == 200


def follow(world: World, who: str, thread: str, on: str) -> None:
    web = world.as_(who)
    page = web.get(f"/t/{thread}")
    assert web.follow(web.send(page, f"/t/{thread}/follow", on=on)).status_code == 200


def read_all(world: World, who: str, circle: str) -> None:
    web = world.as_(who)
    assert web.follow(web.post(url("read_circle", circle=circle))).status_code == 200


def export(world: World, who: str, *, anonymous: bool) -> list[str]:
    """She takes a copy of her data with her. Returns the names of what is in it."""
    web = world.as_(who)
    page = web.get(url("export"))
    ticked = {"anonymous": "on"} if anonymous else {}
    answer = web.send(page, url("export"), password=PASSWORD, **ticked)
    assert answer.status_code == 200
    return list(json.loads(ZipFile(BytesIO(answer.content)).read("data.json")))


def close(world: World, who: str, *, words: str = "keep", remove: bool = False) -> None:
    """She closes her account, and may have removed what she wrote without her name."""
    web = world.as_(who)
    page = web.get(url("close_account"))
    ticked = {"anonymous": "on"} if remove else {}
    answer = web.send(page, url("close_account"), words=words, password=PASSWORD, **ticked)
    assert web.follow(answer).status_code == 200


def come_back(world: World, who: str) -> None:
    """She signs in within the two weeks and keeps her account after all."""
    web = world.as_(who)
    typed = {"login": who.lower(), "password": PASSWORD}
    answer = web.send(web.get(url("sign_in")), url("sign_in"), **typed)
    assert web.follow(answer).status_code == 200
    assert web.follow(web.post(answer.headers["location"])).status_code == 200


def many_threads(world: World, circle: str, number: int) -> list[str]:
    """Threads by Dora from before, by their ids in base 32."""
    found = world.make.session.scalars(select(Circle).filter_by(slug=circle)).one()
    dora = world.make.session.scalars(select(Member).filter_by(handle="dora")).one()
    world.dice.load("many threads")
    return [base32(world.make.thread(found, dora, title=f"Day {n}").id) for n in range(number)]


def post(world: World, thread: str, seq: int) -> str:
    """The id, in base 32, of the thread's post of this number."""
    with world.make.session as session:
        wanted = select(Post.id).where(Post.thread_id == from_base32(thread), Post.seq == seq)
        return base32(session.scalars(wanted).one())


def thread_on(world: World, body: str) -> str:
    """The id, in base 32, of the thread that was opened with this."""
    with world.make.session as session:
        return base32(session.scalars(select(Thread.id).filter_by(title=f"On {body}")).one())


def posts(world: World) -> list[str]:
    """The ids of all posts, in base 32."""
    with world.make.session as session:
        return [base32(found) for found in session.scalars(select(Post.id))]


def _sent(web: Any, page: Any, action: str, **typed: str) -> Any:
    """The answer to her form; where softer words are offered first, she posts it as it is."""
    answer = web.send(page, action, **typed)
    if 'name="seen"' in answer.text:
        answer = web.send(answer, action, **typed)
    return answer


def _persona(*, hidden: bool) -> dict[str, str]:
    """What she chooses, whatever the form takes her for."""
    return {"anonymous": "on" if hidden else ""}
