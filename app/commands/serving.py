"""`serve` and `work`: an installation made ready, and then running."""

import logging
import signal
import socket
import sys
import threading
from typing import Any

import uvicorn

from app import gathering
from app.chores import Chores
from app.commands import demo, postgresql, schema, sharing
from app.core import logs
from app.oversight.audit import chain
from app.oversight.search import filling
from app.people import key_life
from app.people.house import House, check_keys

log = logging.getLogger("app.serving")

GRACE_SECONDS = 5


def prepare(house: House) -> None:
    """Bring the tables up to date, see that the keys fit, and load the demo where it is wanted."""
    with schema.turn(house.database):
        _prepare(house)


def _prepare(house: House) -> None:
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    with house.database.changing() as session:
        chain.begin(session, house.ring)
    filling.fill_if_empty(house.database, house.searched)
    try:
        key_life.tend(house)
    except OSError as problem:
        _say(house, f"A key is to be changed and cannot be: {problem}.", logging.WARNING)
    for line in (*postgresql.advice(house.database), *sharing.advice(house.settings, house.ring)):
        _say(house, line, logging.WARNING)
    if house.settings.demo and demo.load_if_empty(house):
        _say(house, "The demo community is loaded.")


def serve(house: House) -> None:
    """Answer browsers until told to stop."""
    # To load the pages takes as long as all else: whoever asks for another command has no need.
    from app import main  # noqa: PLC0415

    settings = house.settings
    _require_free(settings.host, settings.port)
    logs.configure(settings.log_format)
    prepare(house)
    _announce(house)
    options: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "log_config": logs.config(settings.log_format),
        "access_log": False,
        "server_header": False,
        "date_header": False,
        "proxy_headers": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
    logs.watch()
    if settings.workers == 1:
        uvicorn.run(main.build(house), **options)
    else:
        house.database.close()
        uvicorn.run("app.cli:pages", factory=True, workers=settings.workers, **options)


def _require_free(host: str, port: int) -> None:
    """Before anything is done or promised. Raises OSError."""
    try:
        with socket.create_server((host, port), family=_family(host)):
            pass
    except OSError as problem:
        raise OSError(
            problem.errno, (problem.strerror or "").partition(" (")[0], f"{host}, port {port}"
        ) from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def work(house: House) -> None:
    """Send mail and tidy up until told to stop, beside a `serve` with WORKER=0."""
    from app import main  # noqa: PLC0415  # as above
    from app.web import mailing  # noqa: PLC0415

    prepare(house)
    house.site.listen(house.database)
    logs.configure(house.settings.log_format)
    logs.watch()
    enough = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: enough.set())
    chores = Chores(house, mail=True, write=mailing.writer_for(house))
    telling = gathering.rounds(house, mailing.account_writer_for(house))
    with main.answering_prometheus(house):
        chores.start()
        telling.start()
        enough.wait()
        chores.stop()
        telling.stop()
    house.live.close()
    house.database.close()


def _say(house: House, line: str, level: int = logging.INFO) -> None:
    """To whoever reads the terminal, or to the program that reads the log."""
    if house.settings.log_format == "json":
        log.log(level, "%s", line)
    else:
        print(line, file=sys.stderr if level > logging.INFO else sys.stdout)


def _announce(house: House) -> None:
    if house.settings.log_format == "json":
        log.info("It serves.")
        return
    print(f"\n{house.settings.site_name} is at {house.settings.address}/\n", flush=True)
    said = demo.sign_in(house)
    if said:
        print(f"Sign in as {said}\n", flush=True)
    else:
        print(
            "The first administrator: join on the page, confirm the address, then run\n"
            "  common-thread staff grant YOUR-HANDLE administrator\n",
            flush=True,
        )
