"""Announcements that somebody has put away: her browser remembers which, and nobody else."""

from starlette.responses import Response

from app.core import clock, keys
from app.people.site.memory import Banner
from app.web.kit.visit import Visit

NAME = "put-away"
MOST = 8
LASTS_SECONDS = 100 * 24 * 3600


def banners(visit: Visit) -> tuple[Banner, ...]:
    """What is announced to her, unless she has put it away."""
    site, signed_in = visit.house.site, visit.viewer.signed_in
    if not site.now.banners:
        return ()
    today = clock.today_in(visit.house.settings.zone)
    return site.banners(today, signed_in=signed_in, away=frozenset(_held(visit)))


def put(visit: Visit, answer: Response, announcement_id: int) -> None:
    held = [announcement_id, *(one for one in _held(visit) if one != announcement_id)][:MOST]
    value = ".".join(keys.base32(one) for one in held)
    visit.put_cookie(answer, visit.cookie_name(NAME), value, LASTS_SECONDS)


def _held(visit: Visit) -> list[int]:
    said = visit.request.cookies.get(visit.cookie_name(NAME), "")
    return [keys.from_base32(one) for one in said.split(".")[:MOST]] if said else []
