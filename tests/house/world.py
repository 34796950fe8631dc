"""Every address of the house with what leads to it: who, which path, and a form that fits."""

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from sqlalchemy import inspect, text

from app.core.keys import base32
from app.people import leaving
from app.people.house import House
from app.people.members import links, sessions
from app.people.members.models import Member, Purpose, Role
from tests.make import PASSWORD, Make

NEW_PASSWORD = "copper lantern drizzle"
CIRCLE = {
    "name": "Second room",
    "summary": "For the second of us",
    "about": "",
    "guidelines": "",
    "visibility": "members",
    "anonymity": "allowed",
}
# A form that fits, for every route that takes one.
FORMS: dict[str, dict[str, str]] = {
    "reply": {"body": "I kept a lamp on.", "content_note": "sleep", "ending": "week"},
    "start_thread": {"title": "The nights", "body": "They are long", "intent": "just-listening"},
    "follow_thread": {"on": "yes"},
    "pin_thread": {"on": "yes"},
    "lock_thread": {"on": "yes"},
    "join_circle": {},
    "leave_circle": {},
    "read_circle": {},
    "preferences": {"theme": "dark"},
    "edit_post": {"title": "Other weeks", "body": "Said better", "content_note": ""},
    "delete_post": {},
    "react": {"kind": "with-you"},
    "preview": {"body": "Some *words*"},
    "take_back_waiting": {},
    "new_circle": CIRCLE | {"slug": "second-room"},
    "edit_circle": CIRCLE,
    "add_to_circle": {"handle": "stella"},
    "change_in_circle": {"change": "host"},
    "settings_profile": {"name": "Grace", "pronouns": "", "bio": "", "time_zone": ""},
    "settings_email": {"email": "grace@new.example", "password": PASSWORD},
    "settings_password": {"password": PASSWORD, "new_password": NEW_PASSWORD},
    "export": {"password": PASSWORD, "anonymous": "on"},
    "close_account": {"words": "keep", "anonymous": "on", "password": PASSWORD},
    "keep_account": {},
    "end_session": {},
    "end_other_sessions": {},
    "sign_in": {"login": "bea", "password": PASSWORD, "next": "/"},
    "sign_out": {},
    "forgot_password": {"email": "bea@example.org"},
    "reset_password": {"password": NEW_PASSWORD},
    "join": {
        "handle": "newcomer",
        "email": "newcomer@example.org",
        "password": NEW_PASSWORD,
        "accept_guidelines": "on",
    },
    "verify_email": {},
    "confirm_email": {},
}
PURPOSES = {
    "verify_email": Purpose.VERIFY,
    "reset_password": Purpose.RESET,
    "confirm_email": Purpose.EMAIL,
}
# A preview looks at the words of whatever form they stand in.
TAKES_ANYTHING = {"preview"}


def routes(app: FastAPI, method: str = "") -> dict[str, RouteContext]:
    """The routes by name; those that take `method`, if one is given."""
    found = [
        r for r in iter_route_contexts(app.routes) if not method or method in (r.methods or ())
    ]
    return {r.name or r.path or "": r for r in found}


@dataclass
class World:
    """A circle with a thread, and Grace, who may do everything in it."""

    house: House
    grace: Member
    bea: Member
    dora: Member
    values: dict[str, str]
    others_post: str

    def path(self, route: RouteContext, **instead: Any) -> str:
        values = self.values | {key: str(value) for key, value in instead.items()}
        name = route.name or ""
        if name == "react":
            values["post_id"] = self.others_post
        if "token" not in instead:
            if name in PURPOSES:
                values["token"] = self.secret(PURPOSES[name])
            elif name == "keep_account":
                values["token"] = self.key()
        path = route.path_format or route.path or ""
        for key, value in values.items():
            path = path.replace("{" + key + "}", value)
        return path

    def secret(self, purpose: Purpose) -> str:
        """A living link's secret."""
        with self.house.database.changing() as session:
            return links.make(session, self.house.ring, self.grace, purpose, "grace@new.example")

    def key(self) -> str:
        """What brings Dora back, who is leaving."""
        with self.house.database.changing() as session:
            return leaving.key(self.house.ring, session.merge(self.dora, load=False))


def build(make: Make) -> World:
    circle = make.circle("Returners", visibility="public", crowd=30)
    grace = make.member("Grace", circle, host=True, role=Role.ADMINISTRATOR)
    bea = make.member("Bea", circle)
    make.member("Stella")
    make.member("Olga", role=Role.ADMINISTRATOR)
    dora = make.member("Dora", circle)
    make.leaving(dora)
    thread = make.thread(circle, grace, replies=[(bea, "Me too")])
    with make.house.database.changing() as session:
        other = sessions.start(session, make.house.ring, session.merge(grace, load=False))
        session_h = sessions.find(session, make.house.ring, other)
    assert session_h
    values = {
        "thread_id": base32(thread.id),
        "slug": thread.slug,
        "circle": circle.slug,
        "post_id": base32(make.post(thread, 1).id),
        "waiting_id": base32(make.waiting(thread, grace).id),
        "handle": "bea",
        "session_id": session_h.h.hex(),
        "token": "none",
        "path": "none.css",
    }
    return World(make.house, grace, bea, dora, values, base32(make.post(thread, 2).id))


def dump(make: Make) -> dict[str, list[str]]:
    """All that the database holds, table by table."""
    connection = make.session.connection()
    tables = inspect(connection).get_table_names()
    rows = {t: connection.execute(text(f'SELECT * FROM "{t}"')).all() for t in tables}
    make.session.rollback()
    return {table: sorted(map(repr, found)) for table, found in rows.items()}
