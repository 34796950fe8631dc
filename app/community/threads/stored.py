"""What threads hold, in words for members."""

from app.community.threads import held as holding
from app.community.threads import removals
from app.community.threads import waiting as later
from app.community.threads.held_models import HeldPost
from app.community.threads.models import (
    Post,
    Reaction,
    RemovalQueue,
    Revision,
    Thread,
    WaitingPost,
)
from app.core.stored import Closing, Constant, Room, Setting, Stored, Until, blind, keep, sealed

WISHED = Until("Until you delete it. Deleting destroys the words at once.")

keep(
    Thread,
    Stored(
        Room.WRITING,
        "Threads",
        "The title of a thread, what its author wants, and on which days somebody wrote in it.",
        Until("For as long as anything stands in it."),
        Closing.EITHER,
        copy=("posts", "anonymous"),
        parts={
            "slug": "Its title, as addresses have it",
            "intent": "What its author wants",
            "opened": "Its place in its circle, by when it began",
            "bump": "Its place in its circle, by its latest post",
            "opened_day": "The day of its first post",
            "active_day": "The day of its latest post",
            "active_at": "The minute of its latest post, if that is under a name",
            "nseq": "How many posts it has had",
            "replies": "How many replies stand in it",
            "version": "A number that grows when anything in it changes",
            "pinned": "Whether hosts keep it at the top",
            "locked": "Whether nobody may reply any more",
            "hidden": "Whether moderators have hidden it",
        },
    ),
)
keep(
    Post,
    Stored(
        Room.WRITING,
        "Posts",
        "Under your name: the words and the minute. Anonymously: the words and the day, and nobody "
        "who wrote them, but a mark by which only your own visit can find that it was you.",
        Until(
            "Until you delete it, or until its day if you gave it one: that destroys the words at "
            "once. Those that moderators took down go {down} after their decision.",
            down=Setting("retention_taken_down"),
        ),
        Closing.EITHER,
        copy=("posts", "anonymous"),
        parts={
            "seq": "Its place in the thread",
            "author_id": "Who wrote it; nobody where it is anonymous",
            "voice": blind("The mark of its author in this thread, where it is anonymous"),
            "at": "The minute; none where it is anonymous",
            "edited_day": "The day on which it was last edited",
            "ends_on": "The day on which its words go, if its author wished that",
            "advice": "Whether its author marked it as advice",
        },
    ),
)
keep(
    WaitingPost,
    Stored(
        Room.WRITING,
        "Anonymous posts that are to be published later",
        "Sealed: what it says, where it goes, and by whom.",
        Until(
            "Until it is published or you take it back. One that couldn’t be published: {kept}.",
            kept=Constant(later, "KEPT"),
        ),
        Closing.VEILED,
        copy=("unpublished_anonymous",),
        parts={
            "due_on": "The day on which it is due",
            "due_quarter": "The quarter of that day",
            "sealed": sealed("What it says and where it goes"),
            "kept_until": "Until when you can copy one that couldn’t be published",
        },
    ),
)
keep(
    Revision,
    Stored(
        Room.WRITING,
        "What a post said before",
        "Earlier versions of what you wrote under your name. Of anonymous posts none are kept.",
        WISHED,
        Closing.WISH,
        copy=("posts",),
        parts={
            "n": "Which version it is",
            "title": "The title at that time",
            "day": "The day on which it was replaced",
        },
    ),
)
keep(
    RemovalQueue,
    Stored(
        Room.WORKING,
        "Anonymous posts that are to be destroyed",
        "Which go on which day, because whoever wrote them leaves. One sealed row of one size, for "
        "everybody together, written anew each day.",
        Until("Each for {days} at most.", days=Constant(removals, "DAYS")),
        Closing.GOES,
        apart="It is made when you close your account.",
        parts={
            "name": "That it is this row",
            "sealed": sealed("The numbers of the posts, and the days"),
        },
    ),
)
keep(
    Reaction,
    Stored(
        Room.WRITING,
        "Kind words on posts",
        "How many have said which. Only your own visit can find out which are yours.",
        Until("Until you take it back, or the post’s words go."),
        Closing.VEILED,
        copy=("reactions",),
        parts={
            "reactor": blind("A mark of who said it, another one on every post"),
            "kind": "Which of the four it is",
        },
    ),
)
keep(
    HeldPost,
    Stored(
        Room.MODERATORS,
        "Posts that wait for a moderator",
        "What a rule has held, for a moderator to look at. Under your name or anonymously, as "
        "the post will be.",
        Until(
            "Until a moderator publishes it or you take it back; once refused, for {kept}.",
            kept=Constant(holding, "KEPT"),
        ),
        Closing.NAMED,
        copy=("unpublished", "unpublished_anonymous"),
        parts={
            "author_id": "Who wrote it; nobody where it is anonymous",
            "voice": blind("The mark of its author in this thread, where it is anonymous"),
            "lifetime": "For how long its words are to stand",
            "intent": "What its author wants, where it opens a thread",
            "kept_until": "Until when you can copy one that was refused",
            "advice": "Whether its author marked it as advice",
        },
    ),
)
