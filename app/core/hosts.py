"""How the host of a link is said to a reader: in its own letters where nobody can take them for
others, else in the letters that machines use.

The rule: every label keeps to one script, as "single script" in Unicode Technical Standard 39
(section 5.2), with the mixtures that Chinese, Japanese and Korean are written in; and a label of
Cyrillic or Greek has at least one letter that does not look like a Latin one, as browsers demand
(Chromium's policy for internationalised names). What does not keep to it is said as punycode.
"""

import unicodedata
from functools import lru_cache

_MARK = "xn--"
_HAN = "CJK"
# Each of these is written in several scripts at once.
_TOGETHER = (
    frozenset({_HAN, "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({_HAN, "HANGUL"}),
    frozenset({_HAN, "BOPOMOFO"}),
)
# Letters of other scripts that look like Latin ones.
_ALIKE = {
    "CYRILLIC": frozenset("асԁеһіјӏорԛѕԝхуъьҽпгѵѡ"),
    "GREEK": frozenset("αικνοpρτυωγη"),
}


@lru_cache(1000)
def shown(host: str) -> str:
    """As a page says it. What is no name of a host, as an address in numbers, stays what it is."""
    if host.isascii() and _MARK not in host.lower():
        return host.lower()
    import idna  # noqa: PLC0415  # its tables take memory, and few need them

    try:
        wired = idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")
    return ".".join(map(_label, wired.split(".")))


def _label(wired: str) -> str:
    import idna  # noqa: PLC0415

    if not wired.startswith(_MARK):
        return wired
    try:
        said = idna.decode(wired)
    except UnicodeError:
        return wired
    return said if _is_plain(said) else wired


def _is_plain(said: str) -> bool:
    letters = [c for c in said if unicodedata.category(c)[0] == "L"]
    scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
    if len(scripts) > 1:
        return any(scripts <= together for together in _TOGETHER)
    return not any(script in _ALIKE and _ALIKE[script] >= {*letters} for script in scripts)
