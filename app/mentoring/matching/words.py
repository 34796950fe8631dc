"""What mentors and those who look for one can say of themselves: each word with how it is shown."""

from collections.abc import Mapping, Sequence

from app.core.languages import Sentence, phrases

TOPICS: Mapping[str, str] = phrases(
    {
        "self-doubt": "Self-doubt",
        "first-lead": "Leading for the first time",
        "hard-talks": "Difficult conversations",
        "speaking-up": "Speaking up in meetings",
        "public-speaking": "Speaking in public",
        "applications": "Applications and interviews",
        "money": "Money and pay",
        "promotion": "Asking for promotion",
        "returning": "Returning after a break",
        "changing-path": "Changing direction",
        "own-work": "Working for yourself",
        "only-one": "Being the only one in the room",
        "treated-badly": "Being treated badly at work",
        "caring": "Work beside caring for somebody",
        "study": "Study and exams",
        "trades": "Trades and technical work",
        "research": "Research and teaching",
        "health-work": "Work in health and care",
    }
)

TIMES: Mapping[str, str] = phrases(
    {
        "weekday-mornings": "Weekday mornings",
        "weekday-days": "During the working day",
        "weekday-evenings": "Weekday evenings",
        "weekends": "Weekends",
        "by-message": "By message only",
    }
)

# What somebody may know from inside. Nobody is asked for any of it.
BACKGROUNDS: Mapping[str, str] = phrases(
    {
        "first-in-family": "First in the family",
        "another-country": "Came from another country",
        "accent": "Speaks with an accent",
        "racism": "Has met racism",
        "disability": "Lives with a disability",
        "illness": "Lives with a long illness",
        "neurodivergent": "Neurodivergent",
        "alone-with-children": "Raises children alone",
        "carer": "Cares for somebody",
        "lgbtq": "LGBTQ+",
        "faith": "Faith shows at work",
        "little-money": "Grew up with little money",
        "later-start": "Started later than others",
        "out-of-work": "Was out of work for long",
    }
)

LANGUAGES: Mapping[str, str] = phrases(
    {
        "ar": "Arabic",
        "bn": "Bengali",
        "bg": "Bulgarian",
        "zh": "Chinese",
        "hr": "Croatian",
        "cs": "Czech",
        "da": "Danish",
        "nl": "Dutch",
        "en": "English",
        "et": "Estonian",
        "fi": "Finnish",
        "fr": "French",
        "de": "German",
        "el": "Greek",
        "gu": "Gujarati",
        "he": "Hebrew",
        "hi": "Hindi",
        "hu": "Hungarian",
        "ga": "Irish",
        "it": "Italian",
        "ja": "Japanese",
        "ko": "Korean",
        "ku": "Kurdish",
        "lv": "Latvian",
        "lt": "Lithuanian",
        "no": "Norwegian",
        "ps": "Pashto",
        "fa": "Persian",
        "pl": "Polish",
        "pt": "Portuguese",
        "pa": "Punjabi",
        "ro": "Romanian",
        "ru": "Russian",
        "sr": "Serbian",
        "so": "Somali",
        "es": "Spanish",
        "sw": "Swahili",
        "sv": "Swedish",
        "ta": "Tamil",
        "tr": "Turkish",
        "uk": "Ukrainian",
        "ur": "Urdu",
        "vi": "Vietnamese",
        "cy": "Welsh",
        "yo": "Yoruba",
    }
)

# The same as they stand within a sentence.
TOPICS_WITHIN: Mapping[str, str] = phrases(
    {
        "self-doubt": "self-doubt",
        "first-lead": "leading for the first time",
        "hard-talks": "difficult conversations",
        "speaking-up": "speaking up in meetings",
        "public-speaking": "speaking in public",
        "applications": "applications and interviews",
        "money": "money and pay",
        "promotion": "asking for promotion",
        "returning": "returning after a break",
        "changing-path": "changing direction",
        "own-work": "working for yourself",
        "only-one": "being the only one in the room",
        "treated-badly": "being treated badly at work",
        "caring": "work beside caring for somebody",
        "study": "study and exams",
        "trades": "trades and technical work",
        "research": "research and teaching",
        "health-work": "work in health and care",
    }
)
TIMES_WITHIN: Mapping[str, str] = phrases(
    {
        "weekday-mornings": "weekday mornings",
        "weekday-days": "during the working day",
        "weekday-evenings": "weekday evenings",
        "weekends": "weekends",
        "by-message": "by message only",
    }
)
BACKGROUNDS_WITHIN: Mapping[str, str] = phrases(
    {
        "first-in-family": "first in the family",
        "another-country": "came from another country",
        "accent": "speaks with an accent",
        "racism": "has met racism",
        "disability": "lives with a disability",
        "illness": "lives with a long illness",
        "neurodivergent": "neurodivergent",
        "alone-with-children": "raises children alone",
        "carer": "cares for somebody",
        "lgbtq": "LGBTQ+",
        "faith": "faith shows at work",
        "little-money": "grew up with little money",
        "later-start": "started later than others",
        "out-of-work": "was out of work for long",
    }
)


def in_a_row(said: Sequence[str]) -> str:
    """As in: one, two, three; nothing of none."""
    made = said[0] if said else ""
    for one in said[1:]:
        made = Sentence("{these}, {another}", these=made, another=one)
    return made


def listed(said: Sequence[str]) -> str:
    """As in: one, two and three. There is one at least."""
    if len(said) == 1:
        return said[0]
    return Sentence("{these} and {last}", these=in_a_row(said[:-1]), last=said[-1])
