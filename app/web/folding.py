"""What is folded for a reader, because she has blocked or muted it: decided while a page is put
together for her, by what she has written down herself and by nothing else."""

from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup, escape

from app.core.languages import Sentence
from app.people.anonymity import voices
from app.people.safety import muted_phrases
from app.people.subjects import Owner
from app.people.viewer import Viewer
from app.web.kit.asking import InTransaction

BLOCKED = Sentence("From somebody you have blocked")
MUTED = Sentence("From somebody you have muted")
VOICE = Sentence("From a pseudonym you have muted here")
QUIET_THREAD = Sentence("A thread by somebody you have blocked or muted")
PHRASE = Sentence("Has words you have muted")
THREAD_BLOCKED = Sentence("A thread by somebody you have blocked")
THREAD_MUTED = Sentence("A thread by somebody you have muted")
THREAD_PHRASE = Sentence("A thread with words you have muted")


@dataclass(frozen=True)
class Folding:
    """One reader in one thread. `quiet` are the pseudonyms there that she has muted."""

    viewer: Viewer
    quiet: frozenset[str]

    @classmethod
    def of(cls, viewer: Viewer, thread_id: int) -> "Folding":
        said = viewer.shield.voices
        return cls(viewer, frozenset(label for where, label in said if where == thread_id))

    def why(self, author_id: UUID | None, label: str, spoken: str) -> str:
        """What stands in place of a post, or nothing: by a member or under this pseudonym, with
        words as `muted_phrases.spoken` makes them. To be asked only of what is not hers."""
        shield = self.viewer.shield
        if author_id is not None and author_id in shield.quiet:
            return BLOCKED if author_id in shield.blocked else MUTED
        if label in self.quiet:
            return VOICE
        return PHRASE if shield.minds(spoken) else ""


def heading(viewer: Viewer, opener: UUID | None, title: str) -> str:
    """What stands for the title of a thread that this member, or a voice, has opened; empty where
    the title does."""
    shield = viewer.shield
    if not shield or (opener is not None and opener == viewer.member_id):
        return ""
    if opener in shield.quiet:
        return THREAD_BLOCKED if opener in shield.blocked else THREAD_MUTED
    return THREAD_PHRASE if shield.minds(muted_phrases.spoken(title)) else ""


def why_thing(session: InTransaction, viewer: Viewer, owner: Owner, words: str) -> str:
    """The same for one thing that stands alone on a page."""
    if not viewer.shield or owner.is_me(viewer):
        return ""
    label = ""
    if owner.voice is not None:
        label = voices.label(session, owner.voice, owner.thread_id)
    return Folding.of(viewer, owner.thread_id).why(
        owner.member_id, label, muted_phrases.spoken_html(words)
    )


def fold(why: str) -> Markup:
    """What begins a folded place; `UNFOLD` ends it."""
    return Markup(  # noqa: S704  # our own words
        f'<details class="fold quiet"><summary><span>{escape(why)}</span>'
        '<span class="do"></span></summary>'
    )


UNFOLD = Markup("</details>")
