"""Why two fit: in whose words, in what order, and how much each counts."""

from datetime import UTC, datetime

import pytest

from app.mentoring.matching.facts import Facts, Reason, hours_apart, points, reasons

WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, tzinfo=UTC)


def _set(*words: str) -> frozenset[str]:
    return frozenset(words)


@pytest.mark.parametrize(
    ("mentor", "mentee", "said"),
    [
        pytest.param(
            Facts(topics=_set("money")),
            Facts(topics=_set("money")),
            [Reason(10, "You both chose money and pay.")],
            id="one topic",
        ),
        pytest.param(
            Facts(topics=_set("study", "money", "self-doubt")),
            Facts(topics=_set("money", "self-doubt", "study")),
            [Reason(30, "You both chose self-doubt, money and pay and study and exams.")],
            id="in the order of the vocabulary",
        ),
        pytest.param(
            Facts(topics=_set("study", "trades", "self-doubt", "first-lead")),
            Facts(topics=_set("study", "trades", "self-doubt", "first-lead")),
            [
                Reason(
                    30,
                    "You both chose self-doubt, leading for the first time and study and exams.",
                )
            ],
            id="three topics at most",
        ),
        pytest.param(
            Facts(backgrounds=_set("faith", "carer", "accent")),
            Facts(backgrounds=_set("faith", "carer", "accent")),
            [Reason(16, "She knows from inside: speaks with an accent and cares for somebody.")],
            id="two backgrounds at most",
        ),
        pytest.param(
            Facts(backgrounds=_set("lgbtq")),
            Facts(backgrounds=_set("lgbtq")),
            [Reason(8, "She knows from inside: LGBTQ+.")],
            id="capitals stay",
        ),
        pytest.param(
            Facts(times=_set("weekends", "weekday-days", "by-message")),
            Facts(times=_set("weekends", "weekday-days", "by-message")),
            [Reason(10, "She can meet when you can: during the working day and weekends.")],
            id="two times at most",
        ),
        pytest.param(
            Facts(languages=_set("cy", "en", "de")),
            Facts(languages=_set("de", "cy", "fr")),
            [Reason(2, "You share German and Welsh.")],
            id="languages count once and keep their capitals",
        ),
        pytest.param(
            Facts(zone="Europe/London"),
            Facts(zone="Europe/Helsinki"),
            [Reason(3, "Your clocks are at most three hours apart.")],
            id="clocks that are near",
        ),
        pytest.param(Facts(zone="Europe/London"), Facts(), [], id="a zone that is not said"),
        pytest.param(Facts(zone="Asia/Tokyo"), Facts(zone="Europe/London"), [], id="far clocks"),
        pytest.param(
            Facts(topics=_set("gone")), Facts(topics=_set("gone")), [], id="no word any more"
        ),
        pytest.param(Facts(topics=_set("money")), Facts(topics=_set("study")), [], id="nothing"),
    ],
)
def test_reasons(mentor: Facts, mentee: Facts, said: list[Reason]) -> None:
    assert list(reasons(mentor, mentee, WINTER)) == said
    assert points(mentor, mentee, WINTER) == sum(reason.points for reason in said)


def test_what_counts_most_is_said_first() -> None:
    all_of_it = Facts(
        _set("money"), _set("weekends"), _set("en"), _set("carer"), zone="Europe/London"
    )

    said = [reason.points for reason in reasons(all_of_it, all_of_it, WINTER)]

    assert said == [10, 8, 5, 2, 3]
    assert points(all_of_it, all_of_it, WINTER) == 28


def test_what_only_one_lets_count_is_neither_said_nor_counted() -> None:
    open_about_it = Facts(backgrounds=_set("illness", "racism"))

    assert reasons(open_about_it, Facts(), WINTER) == ()
    assert reasons(Facts(), open_about_it, WINTER) == ()
    assert points(open_about_it, Facts(backgrounds=_set("illness")), WINTER) == 8


@pytest.mark.parametrize(
    ("one", "other", "at", "hours"),
    [
        ("Europe/London", "Europe/London", WINTER, 0),
        ("Europe/London", "Asia/Kathmandu", WINTER, 5.75),
        # A day has 24 hours: +14 and -10 show the same time of day, +13 and -11 too.
        ("Pacific/Kiritimati", "Pacific/Honolulu", WINTER, 0),
        ("Pacific/Tongatapu", "Pacific/Pago_Pago", WINTER, 0),
        ("Pacific/Auckland", "Pacific/Pago_Pago", SUMMER, 1),
        ("Asia/Tokyo", "America/Los_Angeles", WINTER, 7),
        ("Etc/GMT-12", "UTC", WINTER, 12),
        # Summer time begins in New York weeks before it does in London.
        ("Europe/London", "America/New_York", datetime(2026, 3, 7, 12, tzinfo=UTC), 5),
        ("Europe/London", "America/New_York", datetime(2026, 3, 8, 12, tzinfo=UTC), 4),
        ("Europe/London", "America/New_York", datetime(2026, 3, 29, 12, tzinfo=UTC), 5),
        # To the minute at which the clocks are changed.
        ("Europe/London", "UTC", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), 0),
        ("Europe/London", "UTC", datetime(2026, 3, 29, 1, 0, tzinfo=UTC), 1),
    ],
)
def test_how_far_apart_two_clocks_are(one: str, other: str, at: datetime, hours: float) -> None:
    assert hours_apart(one, other, at) == hours
    assert hours_apart(other, one, at) == hours


def test_near_in_summer_may_be_far_in_winter() -> None:
    london, tbilisi = Facts(zone="Europe/London"), Facts(zone="Asia/Tbilisi")

    assert points(london, tbilisi, SUMMER) == 3
    assert points(london, tbilisi, WINTER) == 0
