"""A program with a token of somebody’s: it has no cookies, and knows addresses alone."""

import json
from dataclasses import dataclass
from typing import Any

from httpx2 import Response

from app.people.house import House
from app.people.members import tokens
from app.people.members.models import Member
from app.people.members.tokens import Scope
from tests.client import Client

ALL = tuple(Scope)
AT = "/api/v1"


def token_of(
    house: House,
    member: Member,
    *scopes: Scope,
    days: int = 30,
    strong: bool = True,
    name: str = "A script",
) -> str:
    with house.database.changing() as session:
        hers = session.merge(member, load=False)
        wanted = (name, scopes or ALL, days)
        return tokens.make(session, house.ring, hers, wanted, strong=strong)


@dataclass
class Program:
    client: Client
    house: House
    token: str = ""

    def of(self, member: Member, *scopes: Scope, **more: Any) -> "Program":
        return Program(self.client, self.house, token_of(self.house, member, *scopes, **more))

    def ask(self, method: str, path: str, said: Any = None, **headers: str) -> Response:
        self.client.cookies.clear()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = None if said is None else json.dumps(said).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self.client.request(method, AT + path, content=body, headers=headers)

    def get(self, path: str, **headers: str) -> Response:
        return self.ask("GET", path, **headers)

    def post(self, path: str, said: Any, **headers: str) -> Response:
        return self.ask("POST", path, said, **headers)

    def put(self, path: str, said: Any = None, **headers: str) -> Response:
        return self.ask("PUT", path, said, **headers)

    def delete(self, path: str) -> Response:
        return self.ask("DELETE", path)
