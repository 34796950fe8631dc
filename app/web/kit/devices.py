"""Devices on which somebody has signed in before. A cookie says so, and nothing else: neither what
kind of device it is nor where. It holds a blind value for each of the last few accounts."""

from uuid import UUID

from starlette.responses import Response

from app.core import keys
from app.core.keys import Broken
from app.web.kit.visit import Visit

LASTS_SECONDS = 400 * 24 * 3600
MOST = 4
NAME = "known"


def is_known(visit: Visit, member_id: UUID) -> bool:
    return _value(visit, member_id) in _read(visit)


def remember(visit: Visit, answer: Response, member_id: UUID) -> None:
    """From now on it is known, unless nothing of hers is to stay on it."""
    if visit.discretion.keeps_nothing:
        return
    hers = _value(visit, member_id)
    held = [hers, *(one for one in _read(visit) if one != hers)][:MOST]
    value = visit.house.ring.stamp("device/v1").press(".".join(held))
    visit.put_cookie(answer, name(visit), value, LASTS_SECONDS)


def forget(visit: Visit, answer: Response) -> None:
    secure = visit.house.settings.secure
    answer.delete_cookie(name(visit), secure=secure, httponly=True, samesite="lax")


def name(visit: Visit) -> str:
    return visit.cookie_name(NAME)


def _value(visit: Visit, member_id: UUID) -> str:
    return keys.blind(visit.house.ring.derive("device/v1"), member_id.bytes).hex()


def _read(visit: Visit) -> list[str]:
    stamp = visit.house.ring.stamp("device/v1")
    try:
        held, _age = stamp.read(visit.request.cookies.get(name(visit), ""), seconds=LASTS_SECONDS)
    except Broken:
        return []
    return held.split(".")
