"""What a page says after a deed: the address holds a word, the sentence stands here."""

from markupsafe import Markup

from app.web.kit.addresses import url

_SENTENCES = {
    "closed": "Your account is closed. For 14 days you can sign in and keep it.",
    "too-late": "That took too long, or is done already. Sign in once more.",
    "kept": "Your account is open again, as it was.",
    "signed-out": "You’re signed out.",
    "verified": "Your address is confirmed. You can sign in now.",
    "not-mine": "Thank you for telling us. Your address is not used.",
    "password-changed": "Your password is changed. Sign in with the new one.",
    "email-asked": "We’ve sent a mail to the new address. It counts once you open the link in it.",
    "confirm-sent": "We’ve sent a mail to your address. Open its link, and emails come again.",
    "email-changed": "Your new e-mail address is confirmed.",
    "saved": "Saved.",
    "session-ended": "That device is signed out.",
    "sessions-ended": "All your other devices are signed out.",
    "joined": "You’re in this circle now.",
    "left": "You’ve left this circle. What you wrote stays.",
    "read": "Everything here is marked as read.",
    "thread-deleted": "Your thread is deleted.",
    "post-deleted": "Your post is deleted.",
    "posted": "It is posted.",
    "waits": "It waits now, and will be published without your name within twelve hours. "
    "Until then you find it in your settings, under “Posts that wait”.",
    "held": "It waits for a moderator now, and nobody else sees it yet. You find it in your "
    "settings, under “Posts that a moderator looks at”.",
    "rule-saved": "The rule is saved. It holds nothing until you have tried it and switch it on.",
    "rule-on": "The rule is on.",
    "rule-off": "The rule is off.",
    "rule-deleted": "The rule is deleted. What it has held is decided as before.",
    "in-evidence": "It is in your evidence file.",
    "bookmarked": "It is among your bookmarks. Only you can see it.",
    "edited": "Your changes are saved.",
    "reported": "Thank you. It is with the moderators now.",
    "told": "Sent to the moderators.",
    "appealed": "Your appeal is with the moderators. Somebody who did not decide will hear it.",
    "mended": "Your changes are with the moderators. Until they have looked, it stays hidden.",
    "block-done": "You have blocked her. She isn’t told. You find it in your settings, under "
    "“Blocked and muted”.",
    "unblock-done": "She is no longer blocked.",
    "mute-done": "Muted. Nobody is told. You find it in your settings, under “Blocked and muted”.",
    "unmute-done": "No longer muted.",
    "thread-muted": "This thread is muted: it is in no list of yours any more.",
    "circle-muted": "This circle is muted: nothing from it is on your first page any more.",
    "phrase-muted": "Posts and titles with these words are folded for you now.",
    "undone": "Taken off your list.",
    "circle-opened": "The circle is open.",
    "person-added": "She’s in this circle now.",
    "person-changed": "Done.",
    "greets": "You’re down for that week. Those in the circle see your name.",
    "greets-not": "You’re no longer down for that week.",
    "rota-on": "The rota is on. Everybody in the circle can put herself down.",
    "rota-off": "The rota is off, and nobody is down for any week.",
    "claimed": "You are reviewing this now. Nobody else can decide it for half an hour.",
    "given-back": "It is back in the queue, for whoever takes it.",
    "handed-over": "It is hers now, for half an hour.",
    "passed": "It is no longer in your queue. Nobody asks why.",
    "rest": "Whatever you had is back in the queue. Nobody keeps score.",
    "decided": "It is decided, and everybody it concerns has been told.",
    "heard": "The appeal is heard, and she has been told.",
    "all-read": "Everything is marked as read.",
    "followed": "You follow her now. She isn’t told.",
    "unfollowed": "You don’t follow her any more. She isn’t told.",
    "circle-followed": "You hear of each new thread in this circle now.",
    "circle-unfollowed": "You don’t hear of each new thread any more.",
    "noted": "Your note is kept, for the other moderators.",
    "asked": "It is sent. She reads it when she comes back.",
    "message-sent": "Sent.",
    "accepted": "She can write to you now, and you to her.",
    "declined": "You find it under “Ended”. She is not told.",
    "ended": "Nothing more comes in this conversation. She is not told.",
    "taken-up": "It goes on where it was.",
    "taken-back": "Your message is taken back. Its words are destroyed, for both of you.",
    "conversation-deleted": "The conversation is deleted for you.",
    "lets-write": "She can write to you now without asking.",
    "lets-no-more": "She is not on the list of those you let write any more.",
    "no-contact": "It is done. Nobody is told.",
    "contact-again": "You’ve taken it back. What it ended doesn’t begin again by itself.",
    "organisation-opened": "The organisation is open. Appoint who coordinates it.",
    "organisation-left": "You don’t belong to it any more.",
    "affiliated": "She belongs to it now.",
    "programme-opened": "The programme is there. Ask your questions, then open it for enrolment.",
    "cohort-opened": "The next cohort is open. Whoever enrols from now on is in it.",
    "question-asked": "The question is asked from now on.",
    "question-gone": "The question is asked no more.",
    "enrolled": "What you said is kept, and sealed. Until the matching is confirmed you can change "
    "it.",
    "withdrawn": "You have withdrawn. What you had said is gone.",
    "pair-kept": "Kept. It counts from the next matching on.",
    "matching-confirmed": "It is confirmed, and everybody in the cohort has been told.",
    "template-deleted": "That template is gone.",
}


# Words that say the same as another one, and where help is besides.
_WITH_HELP = {
    "sent": "posted",
    "waiting": "waits",
    "holding": "held",
    "changed": "edited",
    "mending": "mended",
}
_HELP = Markup(
    "If any of this is about you right now, you don’t have to wait here for a reply. "
    '<a href="{}#help">Find someone to talk to now</a>.'
)


def sentence(word: str) -> str:
    """The sentence for a word, nothing for a word that is none of ours."""
    if word in _WITH_HELP:
        said = _SENTENCES[_WITH_HELP[word]]
        return Markup("{} {}").format(said, _HELP.format(url("safety")))
    return _SENTENCES.get(word, "")


def offers_help(word: str) -> bool:
    return word in _WITH_HELP
