"""What hangs on the posts of a large community: who was told of them, and what was reported."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.community.threads.models import Post, Thread
from app.core import clock, keys
from app.core.keys import base32
from app.oversight.moderation.models import (
    Action,
    Case,
    CaseMessage,
    CaseState,
    Decision,
    Reason,
    Recusal,
    Report,
    Side,
)
from app.oversight.notifications.models import Notification
from app.people.noted.events import Kind
from app.people.noted.models import NotedCount
from bench.bulk import Rows

# Of so many posts one mentions somebody, and one is reported.
MENTIONS, REPORTED = 20, 500
LEAST_CASES, LEAST_WAITING, MOST_WAITING, WAITING = 120, 60, 500, 20
# Of so many cases one names somebody of the staff.
NAMING = 100
READERS_MENTIONS = 60
REASONS = (Reason.UNKIND, Reason.SELLING, Reason.IDENTIFIES, Reason.GRAPHIC)
TABLES = (Notification, NotedCount, Case, Recusal, Report, Decision, CaseMessage)


def cases_among(posts: int) -> int:
    return max(LEAST_CASES, posts // REPORTED)


def waiting_among(posts: int) -> int:
    return min(MOST_WAITING, max(LEAST_WAITING, cases_among(posts) // WAITING))


@dataclass
class History:
    """Adds rows to those of a community as they are made. `people` are all, the reader first, then
    the `staff`; of each so many cases one waits."""

    people: Sequence[UUID]
    staff: Sequence[UUID]
    posts: int
    told: Counter[UUID] = field(default_factory=Counter)
    _seen: int = 0
    _circles: dict[int, int] = field(default_factory=dict)
    _chance: random.Random = field(default_factory=lambda: random.Random(1))

    def add(self, rows: Rows) -> None:
        """The last thread may go on in the next rows; what hangs on it needs no more than these."""
        self._circles |= {thread["id"]: thread["circle_id"] for thread in rows[Thread]}
        for model in TABLES:
            rows.setdefault(model, [])
        every = self.posts // cases_among(self.posts)
        for post in rows[Post]:
            self._seen += 1
            if self._seen % MENTIONS == 0:
                rows[Notification].append(self._mention(post))
            if self._seen % every == 0:
                self._report(rows, post, self._seen // every)
        last = rows[Post][-1]["thread_id"]
        self._circles = {last: self._circles[last]}

    def counts(self) -> list[dict[str, Any]]:
        """How often each was told of something, for when all is added."""
        return [{"member_id": who, "n": n} for who, n in self.told.items()]

    def _mention(self, post: dict[str, Any]) -> dict[str, Any]:
        """The reader is mentioned as often in every community."""
        whom = self.people[0] if self.told[self.people[0]] < READERS_MENTIONS else self._somebody()
        self.told[whom] += 1
        return {
            "id": keys.random_id(), "member_id": whom, "n": self.told[whom], "kind": Kind.MENTION,
            "thing_kind": "post", "thing_id": base32(post["id"]),
            "circle_id": self._circles[post["thread_id"]], "day": post["day"],
        }  # fmt: skip

    def _report(self, rows: Rows, post: dict[str, Any], number: int) -> None:
        """Its case, which waits or was decided the day after, with all that was said of it."""
        waits = number % (cases_among(self.posts) // waiting_among(self.posts)) == 0
        case = self._case(post, decided=None if waits else post["day"] + timedelta(days=1))
        rows[Case].append(case)
        if number % NAMING == 0:
            who = self._chance.choice(self.staff)
            rows[Recusal].append({"case_id": case["id"], "member_id": who, "named": True})
        reports = [_report(case) for _ in range(case["reports"])]
        rows[Report] += reports
        if not waits:
            decision = _decision(case, self._chance.choice(self.staff))
            rows[Decision].append(decision)
            about = (0, *(report["id"] for report in reports))
            rows[CaseMessage] += (_message(decision, each) for each in about)

    def _case(self, post: dict[str, Any], decided: date | None) -> dict[str, Any]:
        reason, reports = self._chance.choice(REASONS), self._chance.randrange(1, 4)
        subject = base32(post["id"])
        return {
            "id": keys.random_id(), "kind": "post", "subject": subject,
            "circle_id": self._circles[post["thread_id"]], "author_id": post["author_id"],
            "thread_id": post["thread_id"], "open_key": None if decided else f"post:{subject}",
            "reason": reason, "urgency": reason.urgency + 5 * (reports - 1), "heavy": reason.heavy,
            "state": CaseState.DECIDED if decided else CaseState.OPEN, "reports": reports,
            "held_by": "", "opened": post["day"] if decided else clock.today(), "looked": decided,
            "closed": decided, "climbed": 0,
        }  # fmt: skip

    def _somebody(self) -> UUID:
        return self._chance.choice(self.people)


def _report(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": keys.random_id(), "case_id": case["id"], "reporter": keys.random_bytes(16),
        "sealed": keys.random_bytes(92), "reason": case["reason"],
        "note": "Please look at this.", "day": case["opened"],
    }  # fmt: skip


def _decision(case: dict[str, Any], decider: UUID) -> dict[str, Any]:
    return {
        "id": keys.random_id(), "case_id": case["id"], "action": Action.WARN,
        "reason": case["reason"], "statement": "This was unkind to somebody who asked for help.",
        "decider_id": decider, "before": "", "day": case["closed"],
    }  # fmt: skip


def _message(decision: dict[str, Any], report_id: int) -> dict[str, Any]:
    return {
        "case_id": decision["case_id"], "report_id": report_id, "n": 1, "side": Side.TEAM,
        "body": decision["statement"], "decision_id": decision["id"],
        "by_id": decision["decider_id"], "day": decision["day"],
    }  # fmt: skip
