"""What the log of what staff did says of its entries, which keep words for programs."""

from collections.abc import Mapping

from app.core.languages import Sentence, phrases

VERBS = phrases(
    {
        "add": "add",
        "add-template": "add template",
        "announce": "announce",
        "appeal-changed": "appeal changed",
        "appeal-overturned": "appeal overturned",
        "appeal-upheld": "appeal upheld",
        "appoint": "appoint",
        "approve": "approve",
        "ask": "ask",
        "change": "change",
        "change-template": "change template",
        "close": "close",
        "decline": "decline",
        "delete": "delete",
        "delete-template": "delete template",
        "dismiss": "dismiss",
        "edit": "edit",
        "greeters-off": "greeters off",
        "greeters-on": "greeters on",
        "hide": "hide",
        "host": "host",
        "import": "import",
        "keep": "keep",
        "lock": "lock",
        "make-administrator": "make administrator",
        "make-member": "make member",
        "make-moderator": "make moderator",
        "member": "member",
        "moderator": "moderator",
        "move": "move",
        "note": "note",
        "open": "open",
        "open-reporter": "open reporter",
        "pause": "pause",
        "pause-anonymous": "pause anonymous",
        "pin": "pin",
        "put-back": "put back",
        "redact": "redact",
        "remove": "remove",
        "rename": "rename",
        "renew": "renew",
        "reopen": "reopen",
        "restore": "restore",
        "rule-change": "rule change",
        "rule-delete": "rule delete",
        "rule-make": "rule make",
        "rule-off": "rule off",
        "rule-on": "rule on",
        "set-domains": "set domains",
        "show": "show",
        "suspend": "suspend",
        "switch-off": "switch off",
        "switch-on": "switch on",
        "take-back": "take back",
        "take-down": "take down",
        "undo": "undo",
        "unlock": "unlock",
        "unpin": "unpin",
        "warn": "warn",
    }
)
KINDS = phrases(
    {
        "announcement": "announcement",
        "circle": "circle",
        "collection": "collection",
        "held": "held",
        "help-lines": "help lines",
        "introduction-words": "introduction words",
        "joining": "joining",
        "look": "look",
        "member": "member",
        "mentor-answer": "mentor answer",
        "mentoring-request": "mentoring request",
        "mentorship": "mentorship",
        "message": "message",
        "new-opportunity": "new opportunity",
        "opportunity": "opportunity",
        "organisation": "organisation",
        "pathway": "pathway",
        "post": "post",
        "profile": "profile",
        "recommendation": "recommendation",
        "resource": "resource",
        "resource-note": "resource note",
        "rule": "rule",
        "rules": "rules",
        "setting": "setting",
        "statement": "statement",
        "thread": "thread",
        "webhook": "webhook",
    }
)
REASONS = phrases(
    {
        "unkind": "unkind",
        "ignored": "ignored",
        "identifies": "identifies",
        "graphic": "graphic",
        "worried": "worried",
        "threat": "threat",
        "selling": "selling",
        "false": "false",
        "other": "other",
    }
)


def said(word: str, known: Mapping[str, Sentence]) -> str:
    """A word that nobody has put here yet, or one that a member wrote, is said as it is."""
    return known.get(word) or word.replace("-", " ")
