"""The people of a world, and what they do through its pages and their forms."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.community.threads.models import Post
from app.core.keys import base32, from_base32
from app.people.circles.models import Circle
from app.people.members.models import Member, Role
from app.web.kit.addresses import url
from tests.adversary.worlds import BEGINNING, World

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


def start(world: World, who: str, circle: str, body: str, *, hidden: bool = False) -> str:
    """She opens a thread. Returns its id in base 32."""
    web = world.as_(who)
    form = web.get(url("new_thread", circle=circle))
    typed = {"title": f"On {body}", "intent": "advice-welcome", "body": body}
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


def reply(world: World, who: str, thread: str, body: str, *, hidden: bool = False) -> None:
    web = world.as_(who)
    page = web.get(f"/t/{thread}")
    answer = _sent(web, page, f"/t/{thread}/replies", body=body, **_persona(hidden=hidden))
    assert web.follow(answer).status_code == 200


def edit(world: World, who: str, post: str, body: str) -> None:
    web = world.as_(who)
    address = f"/p/{post}/edit"
    assert web.follow(_sent(web, web.get(address), address, body=body)).status_code == 200


def delete(world: World, who: str, post: str) -> None:
    web = world.as_(who)
    address = f"/p/{post}/delete"
    assert web.get(address).status_code == 200
    assert web.follow(web.post(address)).status_code == 200


def react(world: World, who: str, post: str, kind: str = "with-you") -> None:
    """A kind word, or its taking back."""
    web = world.as_(who)
    page = web.follow(web.get(f"/p/{post}"))
    assert web.follow(web.send(page, f"/p/{post}/reactions", kind=kind)).status_code == 200


def follow(world: World, who: str, thread: str, on: str) -> None:
    web = world.as_(who)
    page = web.get(f"/t/{thread}")
    assert web.follow(web.send(page, f"/t/{thread}/follow", on=on)).status_code == 200


def read_all(world: World, who: str, circle: str) -> None:
    web = world.as_(who)
    assert web.follow(web.post(url("read_circle", circle=circle))).status_code == 200


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
    return {"anonymous": "on"} if hidden else {}
