"""What is paid, as it is typed and as it is said."""

import re

from app.community.opportunities.words import Per
from app.core.languages import Sentence, phrases

# By their codes (ISO 4217) and signs; any other code is said as it is.
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "INR": "₹", "NGN": "₦", "JPY": "¥", "KRW": "₩"}
# Those that a form offers, by code: the commonest first.
CURRENCIES = (
    *("GBP", "EUR", "USD", "AUD", "BRL", "CAD", "CHF", "CZK", "DKK", "HUF", "INR", "JPY", "KES"),
    *("KRW", "MXN", "NGN", "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "TRY", "UAH", "ZAR"),
)
MOST = 100_000_000_00
_OFTEN = phrases(
    {
        Per.HOUR: "{amount} an hour",
        Per.DAY: "{amount} a day",
        Per.MONTH: "{amount} a month",
        Per.YEAR: "{amount} a year",
    }
)
# With commas between thousands alone: elsewhere they stand before cents.
_AMOUNT = re.compile(r"(\d{1,3}(,\d{3})*|\d{1,9})(\.\d{1,2})?")


def amount(typed: str) -> int:
    """An amount in hundredths, from “41,300” or “12.60”. Raises ValueError with what to say."""
    plain = typed.strip().replace(" ", "").lstrip("".join(SIGNS.values()))
    if not _AMOUNT.fullmatch(plain):
        raise ValueError("Please write an amount such as 41,300 or 12.60.")
    whole, _, part = plain.replace(",", "").partition(".")
    hundredths = int(whole) * 100 + int(part.ljust(2, "0") or 0)
    if not 0 < hundredths <= MOST:
        raise ValueError("Please write an amount such as 41,300 or 12.60.")
    return hundredths


def written(hundredths: int) -> str:
    """As in 41,300 or 12.60."""
    whole, part = divmod(hundredths, 100)
    return f"{whole:,}.{part:02}" if part else f"{whole:,}"


def said(low: int | None, high: int | None, currency: str, per: Per, *, unpaid: bool) -> str:
    """As in: £500 to £1,500, or: €18 an hour; '' where nothing is stated."""
    if unpaid:
        return Sentence("Unpaid")
    if low is None:
        return ""
    amount = _with_sign(low, currency)
    if high is not None and high != low:
        most = _with_sign(high, currency)
        amount = Sentence("{low} to {high}", low=amount, high=most)
    often = _OFTEN.get(per)
    return Sentence(often, amount=amount) if often else amount


def _with_sign(hundredths: int, currency: str) -> str:
    sign = SIGNS.get(currency)
    return f"{sign}{written(hundredths)}" if sign else f"{currency} {written(hundredths)}"
