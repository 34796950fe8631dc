"""The file of help lines: the form of every entry, and what is said when one is wrong."""

import re
import warnings
from datetime import date, timedelta

import pytest

from app import main
from app.core import clock
from app.people.safety import help_lines
from app.people.safety.help_lines import BadHelpLines, Kind

LINES = help_lines.ours()
OLD = timedelta(days=400)
# ISO 3166-1, alpha-2: those that are assigned to a country and may come to be in the file.
ISO_3166 = """
    AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD
    CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA
    GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH
    KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR
    MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS
    RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT
    TV TW TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW
"""
GOOD = """
[[country]]
code = "IE"
name = "Ireland"
emergency = ["112"]
source = "https://www.gov.ie/"
checked = 2026-11-28
[[country.line]]
kind = "crisis"
name = "Samaritans"
phone = "116 123"
hours = "Day and night"
whom = "Anybody."
web = "https://www.samaritans.org/"
source = "https://www.samaritans.org/"
checked = 2026-11-28
"""


def test_there_are_thirty_countries_and_more():
    assert len(LINES) >= 30


@pytest.mark.parametrize("country", LINES.values(), ids=lambda country: country.code)
def test_a_country_has_few_lines_and_each_is_whole(country):
    assert country.code in ISO_3166.split()
    assert 1 <= len(country.lines) <= 4
    assert {line.kind for line in country.lines} == set(Kind)
    assert all(re.fullmatch(r"\d{2,5}", number) for number in country.emergency)
    for line in country.lines:
        assert all((line.name.strip(), line.hours.strip(), line.whom.strip()))
        assert line.phone or line.text or line.kind is Kind.VIOLENCE
        assert all(re.fullmatch(r"[*+\d][\d ()-]{1,18}", n) for n in (line.phone, line.text) if n)
        assert not line.word or (line.text and re.fullmatch(r"[A-Z]{4,6}", line.word))
        assert re.fullmatch(r"https://[\w.-]+\.[a-z]{2,}/\S*", line.web)


@pytest.mark.parametrize("country", LINES.values(), ids=lambda country: country.code)
def test_each_has_a_source_and_a_day_on_which_it_was_looked_at(country):
    for entry in (country, *country.lines):
        assert entry.source.startswith("https://")
        assert entry.checked <= max(clock.today(), date(2026, 11, 28))
        if clock.today() - entry.checked > OLD:
            with warnings.catch_warnings():
                warnings.simplefilter("always")
                warnings.warn(f"Look at {country.name} again: {entry.name}", stacklevel=1)


def test_they_stand_in_the_order_of_their_names():
    names = [country.name for country in LINES.values()]

    assert names == sorted(names)


def test_they_cannot_be_changed():
    with pytest.raises(AttributeError):
        LINES["IE"].name = "Elsewhere"


@pytest.mark.parametrize(
    ("was", "broken", "why"),
    [
        ('code = "IE"', 'code = "Ireland"', "two capital letters"),
        ('emergency = ["112"]', "emergency = []", "emergency number is missing"),
        ('emergency = ["112"]', 'emergency = ["help"]', "a number is none"),
        ('phone = "116 123"', 'phone = "ring us"', "cannot be dialled"),
        ('kind = "crisis"', 'kind = "other"', "the kind is"),
        ('web = "https:', 'web = "http:', "begins with https"),
        ("checked = 2026-11-28\n[[", "[[", "something is missing"),
        ('hours = "Day and night"', "hours = 24", "hours is no text"),
        ('hours = "Day and night"', 'hour = "Day and night"', "a word that we don’t know"),
        ("[[country.line]]", "[[country.else]]", "a word that we don’t know"),
        (GOOD, GOOD + GOOD, "twice"),
        (GOOD, "nothing = 1", "cannot be read"),
        (GOOD, "[[", "cannot be read"),
    ],
)
def test_a_wrong_entry_is_named(was, broken, why):
    assert was in GOOD

    with pytest.raises(BadHelpLines, match=why):
        help_lines.read(GOOD.replace(was, broken, 1))


def test_with_a_wrong_file_nothing_starts(house, tmp_path, monkeypatch):
    wrong = tmp_path / "help_lines.toml"
    wrong.write_text(GOOD.replace("116 123", "ring us"))
    monkeypatch.setattr(help_lines, "OURS", wrong)
    help_lines.ours.cache_clear()
    try:
        with pytest.raises(BadHelpLines, match=r"Samaritans.*Ireland"):
            main.build(house)
    finally:
        monkeypatch.undo()
        help_lines.ours.cache_clear()


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("en-IE,en;q=0.9", "IE"),
        ("en, de-CH;q=0.7", "CH"),
        ("zh-Hant-SG", "SG"),
        ("EN-gb", "GB"),
        ("en", None),
        ("de-XX, xx", None),
        ("", None),
        ("*;q=0.5, ;;,-", None),
    ],
)
def test_a_browser_names_a_country_beside_its_language(accepted, code):
    found = help_lines.named_in(accepted)

    assert (found.code if found else None) == code
