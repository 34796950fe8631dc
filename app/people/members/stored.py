"""What accounts hold, in words for members."""

from app.core.stored import (
    ACCOUNT,
    ALWAYS,
    Closing,
    Constant,
    Room,
    Setting,
    Stored,
    Until,
    blind,
    hashed,
    keep,
    sealed,
)
from app.people.members import sessions
from app.people.members.factor_models import SecondFactor
from app.people.members.models import (
    AccountToken,
    Closure,
    FormerHandle,
    HiddenProfile,
    Member,
    MemberSecret,
    SessionRow,
)
from app.people.members.token_models import ApiToken

keep(
    Member,
    Stored(
        Room.YOU,
        "Your account and your profile",
        "Your handle, your email address, your password, what you say of yourself, and what you "
        "chose in your settings. No last visit and no counts.",
        Until(
            "Until your account is deleted. If nobody confirms its address, for {unconfirmed}.",
            unconfirmed=Setting("retention_unconfirmed"),
        ),
        Closing.GOES,
        copy=("account",),
        parts={
            "handle": "Your handle",
            "name": "Your name, as you wish to be called",
            "email": "Your email address; it is shown to nobody",
            "password": hashed("Your password"),
            "pronouns": "Your pronouns",
            "bio": "What you say about yourself",
            "time_zone": "Your time zone",
            "language": "In which language you want pages and letters, if you have chosen one",
            "role": "Whether you moderate or administer this site",
            "standing": "Whether the account is open, paused, suspended or closed",
            "joined": "The day on which you joined",
            "session_epoch": "A number that grows when you sign out everywhere",
            "discretion": "How much your pages show to someone who sees your device",
            "followers": "Whether others may follow you",
            "findable": "Whether members can find you by your name",
        },
    ),
)
keep(
    MemberSecret,
    Stored(
        Room.YOU,
        "Your secret",
        "A random number by which your own visit finds what you wrote anonymously. Together with "
        "the server’s key it tells who you are; without that key it tells nothing.",
        ACCOUNT,
        Closing.GOES,
        apart="Whoever had it could do harm with it, and you can do nothing with it.",
        parts={"seed": "The random number itself; the server’s key lies apart from it"},
    ),
)
keep(
    ApiToken,
    Stored(
        Room.YOU,
        "Tokens for your programs",
        "What you have called a token, what a program may do with it, and its last day. The token "
        "itself is not there, only a mark by which it is known again, and nothing of its use.",
        Until("Until its last day, until you end it, or until you sign out everywhere."),
        Closing.GOES,
        copy=("account",),
        parts={
            "h": hashed("A mark by which the token is known again"),
            "sealed": sealed("Whose it is, its name, what it may do, and its last day"),
            "expires_week": "The week in which it ends",
        },
    ),
)
keep(
    HiddenProfile,
    Stored(
        Room.MODERATORS,
        "A profile that was hidden",
        "What you say of yourself, while moderators show it to nobody, for you to mend.",
        Until("Until moderators show it again, or your account is deleted."),
        Closing.GOES,
        copy=("account",),
        parts={
            "name": "Your name, as you wish to be called",
            "pronouns": "Your pronouns",
            "bio": "What you say about yourself",
        },
    ),
)
keep(
    SessionRow,
    Stored(
        Room.YOU,
        "Where you are signed in",
        "That somebody is signed in, and until which week. That it is you, and since which day, is "
        "sealed. Neither the device nor the place is kept.",
        Until(
            "Until you sign out, and {longest} at most, also if your account is gone before that.",
            longest=Constant(sessions, "ABSOLUTE"),
        ),
        Closing.GOES,
        copy=("account",),
        parts={
            "h": hashed("What your cookie holds"),
            "sealed": sealed("Who is signed in, and since which day"),
            "expires_week": "The week in which it ends",
        },
    ),
)
keep(
    SecondFactor,
    Stored(
        Room.YOU,
        "A second step to sign in",
        "The secret of your app, your recovery codes and your passkeys, if you have any.",
        Until("Until you turn it off, or your account is deleted."),
        Closing.GOES,
        copy=("account",),
        parts={
            "owner": blind("A mark by which the server finds it when you sign in"),
            "sealed": sealed("All of it, and whose it is"),
        },
    ),
)
keep(
    AccountToken,
    Stored(
        Room.YOU,
        "Links that we mailed to you",
        "That you were sent a link to confirm an address or to choose a password.",
        Until("Until you use it, or a newer one takes its place."),
        Closing.GOES,
        copy=("account",),
        parts={
            "h": hashed("What the link holds"),
            "purpose": "What it is for",
            "email": "The address to which it went",
        },
    ),
)
keep(
    Closure,
    Stored(
        Room.YOU,
        "An account that is being closed",
        "What your profile said, sealed, so that you can come back.",
        Until("For {kept} after you have closed it.", kept=Setting("retention_closed")),
        Closing.GOES,
        apart="While an account is closed, you can sign in to keep it, and to nothing else.",
        parts={
            "handle": "Your handle",
            "ends": "The last day on which you can come back",
            "fate": "What is to become of what you wrote under your name",
            "sealed": sealed("What your profile said, your circles, and where to erase the rest"),
        },
    ),
)
keep(
    FormerHandle,
    Stored(
        Room.WORKING,
        "Handles that were somebody’s",
        "A mark by which a handle is known again, so that nobody else gets that of who has left.",
        ALWAYS,
        Closing.UNNAMED,
        apart="It is made when your account is deleted.",
        parts={"h": blind("A mark made of the handle, from which it can’t be read")},
    ),
)
