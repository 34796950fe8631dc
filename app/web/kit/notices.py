"""What a page says after a deed: the address holds a word, the sentence stands here."""

_SENTENCES = {
    "closed": "Your account is closed. For 14 days you can sign in and keep it.",
    "too-late": "That took too long, or is done already. Sign in once more.",
    "kept": "Your account is open again, as it was.",
    "signed-out": "You’re signed out.",
    "verified": "Your address is confirmed. You can sign in now.",
    "password-changed": "Your password is changed. Sign in with the new one.",
    "email-asked": "We’ve sent a mail to the new address. It counts once you open the link in it.",
    "email-changed": "Your new e-mail address is confirmed.",
    "saved": "Saved.",
    "session-ended": "That device is signed out.",
    "sessions-ended": "All your other devices are signed out.",
    "joined": "You’re in this circle now.",
    "left": "You’ve left this circle. What you wrote stays.",
    "read": "Everything here is marked as read.",
    "thread-deleted": "Your thread is deleted.",
    "post-deleted": "Your post is deleted.",
    "waits": "It waits now, and will be published without your name within twelve hours. "
    "Until then you find it in your settings, under “Posts that wait”.",
    "edited": "Your changes are saved.",
    "circle-opened": "The circle is open.",
    "person-added": "She’s in this circle now.",
    "person-changed": "Done.",
}


def sentence(word: str) -> str:
    """The sentence for a word, nothing for a word that is none of ours."""
    return _SENTENCES.get(word, "")
