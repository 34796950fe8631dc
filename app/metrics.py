"""The numbers of this process for Prometheus, on a port of its own that no browser reaches.

Each process of an installation answers for itself, on the first port from METRICS_PORT on that is
free. No label says anything of anybody, and no number moves with an anonymous deed before the day
turns (`core/tally.py`). Imported where it is wanted alone: the library takes memory.
"""

import errno
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import accumulate

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock, outbox
from app.core.tally import STEPS, Spread, Tally
from app.oversight.moderation import queue
from app.people.house import House

log = logging.getLogger("app.metrics")

PREFIX = "common_thread_"
EDGES = [*map(str, STEPS), "+Inf"]


class Numbers(Collector):
    """Looks when it is asked, and keeps nothing but the number of the day's cases."""

    def __init__(self, house: House, tally: Tally) -> None:
        self._house, self._tally = house, tally
        self._cases: tuple[date | None, int] = None, 0

    def collect(self) -> Iterable[Metric]:
        tally, listeners = self._tally, self._house.live.listeners
        yield self._all()
        yield self._by_route()
        yield _gauge("streams_open", "Open pages that hear of what is new", listeners)
        yield _counter("database_errors", "Times that the database was away", tally.database_errors)
        yield _gauge("chores_silent_seconds", "Since the chores last went round", tally.silence)
        yield from self._kept()

    def _all(self) -> Metric:
        told = "Requests until their answer begins"
        family = HistogramMetricFamily(f"{PREFIX}request_seconds", told, labels=["status"])
        for status, spread in sorted(self._tally.all().items()):
            _add(family, [status], spread)
        return family

    def _by_route(self) -> Metric:
        told = "The same by address: pages up to the last full hour, deeds up to the last midnight"
        labels = ["method", "route", "status"]
        family = HistogramMetricFamily(f"{PREFIX}route_seconds", told, labels=labels)
        for kind, spread in sorted(self._tally.told().items()):
            _add(family, [*kind], spread)
        return family

    def _kept(self) -> Iterator[Metric]:
        """What the database says, and nothing while it is away."""
        try:
            with self._house.database.reading() as session:
                waiting, dead = outbox.counts(session)
                if self._cases[0] != clock.today():
                    self._cases = clock.today(), queue.waiting_since(session, clock.today())
        except SQLAlchemyError:
            return
        yield _gauge("letters_waiting", "Letters that wait to be sent", waiting)
        yield _gauge("letters_failed", "Letters that were given up", dead)
        yield _gauge("cases_waiting", "Cases that were open when the day began", self._cases[1])


@contextmanager
def serving(house: House) -> Iterator[int]:
    """Answer Prometheus meanwhile. Says on which port, 0 where none was wanted or free."""
    settings, tally = house.settings, house.tally
    if not settings.metrics_port or tally is None:
        yield 0
        return
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Numbers(house, tally))
    # One for each process that serves, and one for `work` beside them.
    for port in range(settings.metrics_port, settings.metrics_port + settings.workers + 1):
        try:
            server, thread = start_http_server(port, settings.metrics_host, registry)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise
            continue
        try:
            yield port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
        return
    log.warning("no port from METRICS_PORT on is free: nobody can read the numbers of this process")
    yield 0


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(PREFIX + name, told, value=value)


def _counter(name: str, told: str, value: float) -> Metric:
    return CounterMetricFamily(PREFIX + name, told, value=value)


def _add(family: HistogramMetricFamily, labels: list[str], spread: Spread) -> None:
    edges = list(zip(EDGES, accumulate(spread.counts), strict=True))
    family.add_metric(labels, edges, sum_value=round(spread.seconds, 3))
