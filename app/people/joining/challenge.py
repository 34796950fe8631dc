"""One question in words that a person answers in seconds: asked when many join at once, or always.

No third party, no picture and no script: administrators' own question, or a small sum. It holds off
programs that were not written for this site, and no others. The stamp says which question was
asked; it is good for one account, which the counters know in memory alone.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.core import keys, languages
from app.core.errors import Invalid, TooOften
from app.core.keys import Broken, Keyring
from app.core.languages import Sentence, phrases
from app.core.limits import Limit, Limiter
from app.core.settings import Settings
from app.people.joining.questions import Asked, compared

SECONDS = int(timedelta(hours=1).total_seconds())
SITE = "site"
# Those that are added, and what can come of it.
_LEAST, _MOST = 2, 9
_WORDS = phrases(
    {
        2: "two",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
    }
)
FIRST = Sentence("Please answer this question as well.")
MANY = Sentence("Please answer this question as well: many are joining at the moment.")
WRONG = Sentence(
    "That isn’t the answer we look for. Here is the question once more, or another one."
)


@dataclass(frozen=True)
class Challenge:
    """A question as it is shown, with the stamp that goes with it."""

    question: str
    stamp: str


@dataclass(frozen=True)
class Gatekeeper:
    """Whether and what is asked at this moment."""

    ring: Keyring
    limiter: Limiter
    settings: Settings
    asked: Asked

    @property
    def asks(self) -> bool:
        """Whether a setting says so, or more have tried to join within the hour than usual."""
        if self.settings.joining_challenge != "flood":
            return self.settings.joining_challenge == "always"
        return _is_full(self.limiter, Limit.JOINS_HERE, SITE)

    def shown(self, stamp: str = "") -> Challenge | None:
        """A question, the one of this stamp where that is still good; None where none is asked."""
        if not self.asks:
            return None
        sum_ = self._sum_of(stamp)
        if sum_ is None:
            first, second = (keys.shuffled(range(_LEAST, _MOST + 1))[0] for _ in range(2))
            sum_ = "" if self.asked.challenge else f"{first}+{second}"
            stamp = self._stamp.press(f"{keys.token()}~{sum_}")
        return Challenge(self._question(sum_), stamp)

    def require_answer(self, stamp: str, answer: str) -> None:
        """Raises Invalid on `challenge_answer`, where one is asked for and this is none."""
        if not self.asks:
            return
        sum_ = self._sum_of(stamp)
        if sum_ is None or not compared(answer):
            always = self.settings.joining_challenge == "always"
            raise Invalid("challenge_answer", FIRST if always else MANY)
        if compared(answer) not in {compared(one) for one in self._accepted(sum_)}:
            raise Invalid("challenge_answer", WRONG)

    def spend(self, stamp: str) -> None:
        """It is good for nobody else. Raises TooOften when somebody was faster with it."""
        if self.asks and stamp:
            self.limiter.hit(Limit.JOINING_CHALLENGES, stamp)

    def _sum_of(self, stamp: str) -> str | None:
        """What the stamp asks, '' for the administrators' own; None where it is not good, or is
        for a question that is asked no more."""
        try:
            said, _age = self._stamp.read(stamp, seconds=SECONDS)
        except Broken:
            return None
        sum_ = said.partition("~")[2]
        if bool(sum_) is bool(self.asked.challenge):
            return None
        return None if _is_full(self.limiter, Limit.JOINING_CHALLENGES, stamp) else sum_

    def _question(self, sum_: str) -> str:
        if not sum_:
            return self.asked.challenge
        first, second = (_WORDS[int(one)] for one in sum_.split("+"))
        return Sentence("What is {first} plus {second}?", first=first, second=second)

    def _accepted(self, sum_: str) -> tuple[str, ...]:
        if not sum_:
            return self.asked.accepted
        total = sum(int(one) for one in sum_.split("+"))
        # In whatever language she was asked.
        return str(total), *languages.everywhere(_WORDS[total])

    @property
    def _stamp(self) -> keys.Stamp:
        return self.ring.stamp("joining-challenge/v1")


def _is_full(limiter: Limiter, limit: Limit, who: str) -> bool:
    try:
        limiter.check(limit, who)
    except TooOften:
        return True
    return False
