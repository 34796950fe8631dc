"""What intents, kind words and posts that are gone are called, by their values."""

INTENTS = {
    "just-listening": (
        *("Just listening", "You want to be heard. No solutions, please.", "ear", "listen"),
        "She asked to be listened to. No solutions, please.",
    ),
    "advice-welcome": (
        *("Advice welcome", "You want to know what others would do.", "advice", "advice"),
        "She asked what others would do.",
    ),
    "shared-experiences": (
        *(
            "Shared experiences",
            "You want to hear from women who’ve been there.",
            "users",
            "shared",
        ),
        "She asked to hear from those who’ve been there.",
    ),
    "celebrate": (
        *("Celebrate with me", "Something went well and you want company.", "cheer", "cheer"),
        "Something went well. She asked for company in it.",
    ),
}


REACTIONS = {
    "been-there": "I’ve been there",
    "with-you": "With you",
    "earned": "You earned this",
    "thanks": "Thank you",
}


_BACK = "She chose an ending for this. It was taken back."
_STAY = "The replies stay."
TOLD = {
    "shown": ("", ""),
    "deleted": (
        "A reply here was deleted by the person who wrote it.",
        f"The person who started this thread has deleted what she wrote. {_STAY}",
    ),
    "ended": (_BACK, f"{_BACK} {_STAY}"),
    "hidden": (
        "A moderator has hidden a reply here.",
        f"A moderator has hidden what stood here. {_STAY}",
    ),
    "removed": (
        "A moderator has removed a reply here.",
        f"A moderator has removed what stood here. {_STAY}",
    ),
}
