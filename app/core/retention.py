"""How long an installation keeps what goes by itself: so many days each, within bounds."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings


@dataclass(frozen=True)
class _Bounds:
    """`least`: what needs it longer would break. `most`: nobody could call that forgetting."""

    least: int
    most: int

    def checked(self, given: object) -> int:
        try:
            days = int(str(given))
        except ValueError:
            days = -1
        if not self.least <= days <= self.most:
            raise ValueError(f"must be a number of days from {self.least} to {self.most}")
        return days


class Retention(BaseSettings):
    """Part of the settings of an installation; one place for all that ages by a rule.

    Copies and words that were taken down outlast an appeal (183 days). Letters that were given up
    go before the account is gone to which they were to go. An account that is closed is there for
    two weeks at least, within which anonymous words go that are to go.
    """

    retention_notifications: Annotated[int, BeforeValidator(_Bounds(14, 365).checked)] = Field(
        90, description="days for which members’ lists say what they were told"
    )
    retention_cases: Annotated[int, BeforeValidator(_Bounds(365, 3650).checked)] = Field(
        1095, description="days after which a decided case goes, with all that was said in it"
    )
    retention_copies: Annotated[int, BeforeValidator(_Bounds(184, 1095).checked)] = Field(
        365, description="days for which moderators have copies that members handed to them"
    )
    retention_reporters: Annotated[int, BeforeValidator(_Bounds(30, 180).checked)] = Field(
        180, description="days after a decision for which it can be found who had reported"
    )
    retention_taken_down: Annotated[int, BeforeValidator(_Bounds(183, 730).checked)] = Field(
        183, description="days after a decision for which words that were taken down are kept"
    )
    retention_closed: Annotated[int, BeforeValidator(_Bounds(14, 60).checked)] = Field(
        14, description="days for which whoever has closed her account can keep it after all"
    )
    retention_unconfirmed: Annotated[int, BeforeValidator(_Bounds(3, 30).checked)] = Field(
        7, description="days for which an account waits for its address to be confirmed"
    )
    retention_dead_mail: Annotated[int, BeforeValidator(_Bounds(1, 13).checked)] = Field(
        10, description="days for which a letter is kept that could not be sent"
    )
