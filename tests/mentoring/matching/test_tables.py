"""A whole cohort's points are those of each pair."""

from collections.abc import Mapping
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from app.mentoring.matching.facts import Facts, points
from app.mentoring.matching.tables import points_table
from app.mentoring.matching.words import BACKGROUNDS, LANGUAGES, TIMES, TOPICS

ZONES = (
    "",
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)


def _some(words: Mapping[str, str]) -> st.SearchStrategy[frozenset[str]]:
    # A word that the vocabulary has lost may still stand in somebody's profile.
    return st.frozensets(st.sampled_from([*words, "no longer a word"]), max_size=6)


people = st.builds(
    Facts,
    topics=_some(TOPICS),
    times=_some(TIMES),
    languages=_some(LANGUAGES),
    backgrounds=_some(BACKGROUNDS),
    zone=st.sampled_from(ZONES),
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None)
@given(st.lists(people, max_size=5), st.lists(people, max_size=5), moments)
def test_it_says_of_each_pair_what_is_said_of_two(
    mentors: list[Facts], mentees: list[Facts], at: datetime
) -> None:
    table = points_table(mentors, mentees, at)

    assert table == [[points(mentor, mentee, at) for mentor in mentors] for mentee in mentees]
