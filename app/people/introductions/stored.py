"""What introductions hold, in words for members."""

from app.core.stored import (
    ACCOUNT,
    Closing,
    Constant,
    Room,
    Setting,
    Stored,
    Until,
    blind,
    keep,
    sealed,
)
from app.people.introductions import contents
from app.people.introductions.models import HandedIntroduction, IntroductionBox, IntroductionRow

keep(
    IntroductionBox,
    Stored(
        Room.YOU,
        "Your introductions",
        "Which introductions are yours, and whether you may be asked.",
        ACCOUNT,
        Closing.GOES,
        copy=("introductions",),
        parts={
            "owner": blind("A mark by which the server finds it"),
            "sealed": sealed("Whose it is, and which introductions lie in it"),
        },
    ),
)
keep(
    IntroductionRow,
    Stored(
        Room.WRITING,
        "What is said in introductions",
        "Who offered it, who was asked, what each was told and what each answered.",
        Until("For {kept} after it was offered.", kept=Constant(contents, "KEPT")),
        Closing.GOES,
        copy=("introductions",),
        parts={"sealed": sealed("All of it")},
    ),
)
keep(
    HandedIntroduction,
    Stored(
        Room.MODERATORS,
        "Words of an introduction that somebody has shown to moderators",
        "A copy of what she was told, and not whom it is about.",
        Until("For {kept}.", kept=Setting("retention_copies")),
        Closing.UNNAMED,
        apart="Moderators’ copy of what you have in your own introductions.",
        parts={"sealed": sealed("The words, and of which introduction they are")},
    ),
)
