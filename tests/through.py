"""The application as whoever runs two processes has it: behind the proxy of `deploy/`, on
PostgreSQL, with Redis. Pages are answered by both in turn."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page
from pydantic import SecretStr
from sqlalchemy import update

from app import main, wiring
from app.commands import serving
from app.core.settings import Settings
from app.people.circles.models import Circle
from tests import postgres, proxy, redis, site
from tests.faults.installation import UNUSED, Installation, end, free_port
from tests.postgres import Cluster
from tests.redis import Server
from tests.site import Site


@dataclass
class Through(Site):
    """What a test sets at the one process of a `Site` is done to what both stand on."""

    cluster: Cluster
    redis: Server
    both: list[Installation]
    _open: ExitStack = field(default_factory=ExitStack)

    def start(self, **more: str) -> None:
        """Both at once, and back when both are ready."""
        begun = [replace(one, more=one.more | more) for one in self.both]
        processes = [one.run() for one in begun]
        for process in processes:
            self._open.callback(end, process)
        for one, process in zip(begun, processes, strict=True):
            one.wait_until_ready(process)

    def stop(self) -> None:
        self._open.close()

    def forget_limits(self) -> None:
        with self.redis.client() as client:
            counted = [name for name in client.keys("*") if client.type(name) == b"list"]
            if counted:
                client.delete(*counted)

    def hears(self) -> None:
        """A process that is asked for a look which it doesn't know looks whether there is one."""
        for one in self.both:
            assert httpx2.get(f"{one.address}/look/none.css", verify=UNUSED).status_code == 404

    def shows(self, page: Page, look: Callable[[], None]) -> None:
        """The page may come from the other process, that has yet to hear: then on the next one."""
        try:
            look()
        except AssertionError:
            page.reload()
            look()

    @contextmanager
    def busy(self) -> Iterator[None]:
        pytest.skip("a limit cannot be used up from outside for whatever somebody does")
        yield

    @contextmanager
    def speaking(self, _place: Path) -> Iterator[None]:
        pytest.skip("a language cannot be put into processes that run already")
        yield

    @contextmanager
    def set_to(self, **settings: Any) -> Iterator[None]:
        self.stop()
        self.start(**{name.upper(): _said(value) for name, value in settings.items()})
        try:
            yield
        finally:
            self.stop()
            self.start()

    @contextmanager
    def without_database(self) -> Iterator[None]:
        self.cluster.stop()
        try:
            yield
        finally:
            self.cluster.start()


@contextmanager
def running(place: Path, *, exit_url: str) -> Iterator[Site]:
    """With the demo community, as `site.running`."""
    (place / "redis").mkdir()
    with (
        postgres.cluster() as cluster,
        redis.server(place / "redis") as shared,
        ExitStack() as open_,
    ):
        port = free_port()
        settings = Settings(
            data_dir=place / "var",
            keyring=place / "secrets" / "keyring.json",
            database_url=SecretStr(cluster.url(cluster.new_database())),
            redis_url=SecretStr(shared.url),
            base_url=f"http://127.0.0.1:{port}",
            demo=True,
            staff_two_factor=False,
            exit_url=exit_url,
            link_checks=False,
        )
        house = wiring.open_house(settings)
        open_.callback(house.database.close)
        open_.callback(house.live.close)
        serving.prepare(house)
        with house.database.changing() as session:
            session.execute(update(Circle).values(crowd=site.NOT_COUNTED))
        more = {
            "BASE_URL": settings.address,
            "REDIS_URL": shared.url,
            "EXIT_URL": exit_url,
            "STAFF_TWO_FACTOR": "0",
            "TRUST_PROXY": "1",
        }
        both = [
            Installation(place, settings.model_copy(update=_alone(free_port())), house, more)
            for _ in range(2)
        ]
        through = Through(settings.address, house, main.build(house), cluster, shared, both)
        open_.callback(through.stop)
        through.start()
        open_.enter_context(proxy.before([one.settings.port for one in both], place, port))
        site.wait_for(lambda: site.are_counted(house))
        yield through


def _alone(port: int) -> dict[str, Any]:
    """Asked without the proxy, on a port of its own."""
    return {"port": port, "base_url": ""}


def _said(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
