"""The application asked in this process: what an answer holds, and what the database was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, event

from app import main
from app.people.house import House
from bench.pages import Asker, Page

# An answer has these from the server, or they are the connection's own affair.
HOPS = {"connection", "transfer-encoding"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    bytes: int
    gzip_bytes: int
    statements: int


class Inside:
    def __init__(self, house: House) -> None:
        self._house = house
        self._client = TestClient(
            main.build(house), base_url="http://127.0.0.1", follow_redirects=False
        )

    def answer(self, asker: Asker, page: Page, *, gzip: bool) -> Answer:
        """Asked twice, so that what is kept is there; on a miss, what is kept is out of date."""
        if not page.form:
            self._ask(page, gzip=gzip)
        if page.name == "thread-cold":
            asker.raise_versions()
        with counted() as statements:
            said = self._ask(page, gzip=gzip)
        if not (said.is_redirect if page.form else said.is_success):
            raise RuntimeError(f"{page.name}: the application answers {said.status_code}")
        packed = said if gzip or page.form else self._ask(page, gzip=True)
        headers = [(n, v) for n, v in said.headers.items() if n not in HOPS]
        body = said.read()
        return Answer(said.status_code, headers, body, len(body), _length(packed), len(statements))

    def _ask(self, page: Page, *, gzip: bool) -> Response:
        # The client decodes what it gets, which a body that is only measured must not be.
        headers = {**page.headers, "Accept-Encoding": "gzip" if gzip else "identity"}
        if not page.form:
            return self._client.get(page.path, headers=headers)
        form = dict(parse_qsl(page.form)) | {"form_nonce": f"inside-{page.name}"}
        return self._client.post(page.path, data=form, headers=headers)


def _length(said: Response) -> int:
    return int(said.headers["content-length"])


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of whatever database is asked meanwhile, a transaction's own left out."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
