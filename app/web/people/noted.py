"""What a line of her list says, by what it is about."""

from collections.abc import Sequence

from app.community.threads.models import ReactionKind
from app.core.languages import Sentence, phrases, words
from app.people.noted.events import Kind

SAID = phrases(
    {
        Kind.MENTION: "mentioned you",
        Kind.QUOTE: "quoted what you wrote",
        Kind.REACTION: "",
        Kind.REPLY: "answered you",
        Kind.WELCOME: "You were brought into a circle",
        Kind.MENTORING: "There is something new in your mentoring",
        Kind.OPPORTUNITY: "There is news of an opportunity",
        Kind.ACCOUNT: "You signed in on a new device. If it wasn’t you, change your password",
    }
)
THINGS = phrases(
    {
        "mentoring-request": "There is news of a request for mentoring",
        "mentorship": "There is something new in a mentorship of yours",
        "recommendation": "A mentor of yours has recommended you",
        "introduction": "There is news of an introduction",
        "mentoring-group": "You are asked into a mentoring group",
        "pathway-asked": "You are asked whether your name may stand on a pathway",
        "programme": "There is news of a programme that you are in",
        "organisation": "An organisation invites you, or you coordinate one now",
        "saved-opportunity": "Something that you saved closes within three days",
        "saved-search": "Something new fits a saved search of yours",
        "my-resource": "A resource that you suggested has been looked at",
        "waiting-resources": "What members suggest as a resource waits for you to look at it",
        "circle-host": "You are a host of this circle now",
        "circle-moderator": "You are a moderator of this circle now",
        "circle-member": "You are neither host nor moderator of this circle any more",
        "your-role": "You have another role here now: look at “Your account” in your settings",
    }
)
TAKEN_BACK = Sentence("Kind words, taken back since")


def kind_words(said: Sequence[tuple[ReactionKind, int]]) -> tuple[str, ...]:
    """As in: With you ×5, Thank you. None is left where all were taken back."""
    return tuple(
        Sentence("{words} ×{n}", words=words(kind.label), n=n) if n > 1 else words(kind.label)
        for kind, n in said
    )
