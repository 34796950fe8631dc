"""Passwords: twelve characters or more of any kind, hard to guess, kept whole, kept as Argon2id."""

import pytest
from passlib.hash import argon2
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.core.errors import Invalid
from app.people.members import passwords

KNOWN = ["wren", "Wren Field", "wren@example.org", "wren", "example.org", "Common Thread"]


def refusal(password):
    with pytest.raises(Invalid) as refused:
        passwords.require_strong("password", password, KNOWN)
    assert refused.value.field == "password"
    return refused.value.message


@pytest.mark.parametrize(
    "password",
    [
        "velvet orbit mustard",
        "нить узел лодка дождь",
        "糸と結び目と雨の舟ですよ",
        "كلمة سر طويلة جدا هنا",
        "🧵🪡🧶🦔🐌🪁🎈🧸🪆🎐🍄🌂",
        "   spaces   inside   it  ",
        "tab\there and\nnewline",
        "x7#Kq!pL2$vNz9@w" * 8,
    ],
)
def test_any_character_may_stand_in_a_password(password):
    passwords.require_strong("password", password, KNOWN)


@pytest.mark.parametrize("password", ["", "a", "elevenchars"])
def test_a_short_one_is_refused(password):
    assert "at least 12" in refusal(password)


def test_one_hundred_and_twenty_eight_characters_are_the_most():
    strong = "velvet orbit mustard "
    passwords.require_strong("password", (strong * 7)[:128], KNOWN)

    assert "longer than 128" in refusal((strong * 7)[:129])


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "123456789012", "qwertyuiop[]", "aaaaaaaaaaaa", "abcdefghijkl",
        "wren@example.org", "wrenwrenwren", "Wren Field 1", "letmeinletmein", "iloveyou2026!",
        "P@ssw0rdP@ssw0rd", "example.org1", "common thread",
    ],
)  # fmt: skip
def test_what_is_easily_guessed_is_refused(password):
    assert "easy to guess" in refusal(password)


def test_none_of_the_ten_thousand_commonest_will_do():
    common = list(FREQUENCY_LISTS["passwords"])[:10_000]
    long_enough = [word for word in common if len(word) >= passwords.SHORTEST]

    assert long_enough
    for word in long_enough:
        refusal(word)


def test_it_is_kept_as_argon2id_of_the_recommended_cost():
    kept = passwords.hashed("velvet orbit mustard")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != passwords.hashed("velvet orbit mustard")


def test_all_of_its_characters_count():
    long = "velvet orbit mustard " * 6 + "xy"
    assert len(long) == 128
    kept = passwords.hashed(long)

    assert passwords.matches(long, kept) == (True, None)
    assert passwords.matches(long[:-1] + "z", kept)[0] is False
    assert passwords.matches(long[:-1], kept)[0] is False


def test_spaces_and_case_count():
    kept = passwords.hashed("velvet orbit mustard")

    for other in ("velvet orbit mustard ", " velvet orbit mustard", "Velvet orbit mustard"):
        assert not passwords.matches(other, kept)[0]


def test_a_weaker_hash_is_offered_a_better_one():
    weak = argon2.using(memory_cost=1024, time_cost=1, parallelism=1).hash("velvet orbit mustard")

    ok, better = passwords.matches("velvet orbit mustard", weak)

    assert ok
    assert better
    assert passwords.matches("velvet orbit mustard", better) == (True, None)
