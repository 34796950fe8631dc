"""Months as addresses and pages say them: 2028-03, and March 2028."""

import re
from datetime import date, timedelta

from starlette.convertors import Convertor, register_url_convertor

from app.core import clock

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class MonthConvertor(Convertor[str]):
    regex = "[0-9]{4}-[0-9]{2}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("month", MonthConvertor())


def bounds(month: str) -> tuple[date, date]:
    """Its first day, and the first of the next one. Raises ValueError for what is no month."""
    found = _MONTH.fullmatch(month)
    if found is None:
        raise ValueError
    first = date(int(found[1]), int(found[2]), 1)
    return first, (first + timedelta(days=31)).replace(day=1)


def said(month: str) -> str:
    return f"{bounds(month)[0]:%B %Y}"


def since(first: date | None) -> list[str]:
    """This month and those before it, down to that of the day; none without a day."""
    if first is None:
        return []
    day, found = clock.today().replace(day=1), []
    while f"{day:%Y-%m}" >= f"{first:%Y-%m}":
        found.append(f"{day:%Y-%m}")
        day = (day - timedelta(days=1)).replace(day=1)
    return found
