"""`serve` and `work`: an installation made ready, and then running."""

import signal
import sys
import threading
from typing import Any

import uvicorn

from app.chores import Chores
from app.commands import demo, logs, postgresql, schema, sharing
from app.oversight.audit import chain
from app.oversight.search import filling
from app.people import key_life
from app.people.house import House, check_keys

GRACE_SECONDS = 5


def prepare(house: House) -> None:
    """Bring the tables up to date, see that the keys fit, and load the demo where it is wanted."""
    schema.upgrade(house.database)
    check_keys(house.database, house.ring)
    with house.database.changing() as session:
        chain.begin(session, house.ring)
    filling.fill_if_empty(house.database, house.searched)
    try:
        key_life.tend(house)
    except OSError as problem:
        print(f"A key is to be changed and cannot be: {problem}.", file=sys.stderr)
    for line in (*postgresql.advice(house.database), *sharing.advice(house.settings, house.ring)):
        print(line, file=sys.stderr)
    if house.settings.demo and demo.load_if_empty(house):
        print("The demo community is loaded.")


def serve(house: House) -> None:
    """Answer browsers until told to stop."""
    # To load the pages takes as long as all else: whoever asks for another command has no need.
    from app import main  # noqa: PLC0415

    prepare(house)
    _announce(house)
    settings = house.settings
    options: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "log_config": logs.CONFIG,
        "access_log": False,
        "server_header": False,
        "date_header": False,
        "proxy_headers": False,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
    if settings.workers == 1:
        uvicorn.run(main.build(house), **options)
    else:
        house.database.close()
        uvicorn.run("app.main:from_environment", factory=True, workers=settings.workers, **options)


def work(house: House) -> None:
    """Send mail and tidy up until told to stop, beside a `serve` with WORKER=0."""
    from app.web import mailing  # noqa: PLC0415  # as above

    logs.configure()
    prepare(house)
    house.site.listen(house.database)
    enough = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: enough.set())
    chores = Chores(house, mail=True, write=mailing.writer_for(house))
    chores.start()
    enough.wait()
    chores.stop()
    house.live.close()
    house.database.close()


def _announce(house: House) -> None:
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
