"""The vault: the one module that turns a member's seed into what is hers without her name.

Nothing here takes a member's id, her address or another member's seed. Only the viewer of a
request builds a `Me`, so no path leads from what is stored back to a member.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from app.core import keys
from app.core.keys import Keyring, Seal


@dataclass(frozen=True)
class Me:
    """The person of this request, as the tables may know her. Each value is 16 bytes, blind."""

    _ring: Keyring = field(repr=False)
    _seed: bytes = field(repr=False)

    @property
    def epoch(self) -> str:
        """Whose key a thread takes that she begins now."""
        return self._ring.current

    @property
    def epochs(self) -> Collection[str]:
        """Those of which the key is still there."""
        return self._ring.epochs.keys()

    def bundle(self, circle_id: int) -> bytes:
        """The owner of her read bundle in this circle."""
        return keys.blind(self._ring.derive("reader/v1"), self._seed, keys.number(circle_id))

    def voice(self, thread_id: int, epoch: str) -> bytes:
        """Her voice in one thread. Raises KeyError when the epoch's key has been destroyed."""
        return keys.blind(self._ring.derive("voice/v1", epoch), self._seed, keys.number(thread_id))

    def is_voice(self, token: bytes, thread_id: int, epoch: str) -> bool:
        """Is this me? Never once the key of that time is gone."""
        return self.remembers(epoch) and self.voice(thread_id, epoch) == token

    def remembers(self, epoch: str) -> bool:
        """Whether the key of that time is still there."""
        return epoch in self._ring.epochs

    def reactor(self, post_id: int, epoch: str) -> bytes:
        """Who reacts: the same for one post, another for every other.

        Raises KeyError when the epoch's key has been destroyed.
        """
        return keys.blind(self._ring.derive("reactor/v1", epoch), self._seed, keys.number(post_id))

    def helped(self, resource_id: int, epoch: str) -> bytes:
        """Whom a resource helped: the same for one resource, another for every other.

        Raises KeyError when the epoch's key has been destroyed.
        """
        key = self._ring.derive("helped/v1", epoch)
        return keys.blind(key, self._seed, keys.number(resource_id))

    def submit_key(self, nonce: str) -> bytes:
        """What makes a form of hers, sent twice, one deed."""
        return keys.blind(self._ring.derive("submit/v1"), self._seed, nonce.encode())

    def later_key(self, nonce: str) -> bytes:
        """The same for what waits: another value, so that it does not say what became of it."""
        return keys.blind(self._ring.derive("later/v1"), self._seed, nonce.encode())

    def waiting(self, waiting_id: int) -> bytes:
        """The owner of a post that waits: another value for each."""
        return keys.blind(self._ring.derive("waiting/v1"), self._seed, keys.number(waiting_id))

    def reporter(self, case_id: int) -> bytes:
        """Who reports: the same for one case, another for every other."""
        return keys.blind(self._ring.derive("reporter/v1"), self._seed, keys.number(case_id))

    def asker(self, request_id: int, epoch: str) -> bytes:
        """Who asks a mentor without her name: another value for each request.

        Raises KeyError when the epoch's key has been destroyed.
        """
        key = self._ring.derive("mentoring-asker/v1", epoch)
        return keys.blind(key, self._seed, keys.number(request_id))

    def is_asker(self, token: bytes, request_id: int, epoch: str) -> bool:
        """Is this me? Never once the key of that time is gone."""
        return self.remembers(epoch) and self.asker(request_id, epoch) == token

    def shield(self) -> bytes:
        """The owner of what she has blocked and muted."""
        return keys.blind(self._ring.derive("shielded/v1"), self._seed)

    def evidence_key(self) -> bytes:
        """What tells where the sheets of her evidence file lie, and nothing of what they say."""
        return keys.mac(self._ring.derive("evidence-places/v1"), self._seed)

    def evidence_seal(self) -> Seal:
        """What opens her evidence file. It dies with her seed."""
        return self._ring.seal_of("evidence/v1", self._seed)

    def bookmark_key(self) -> bytes:
        """What tells where the sheets of her bookmarks lie, and nothing of what they say."""
        return keys.mac(self._ring.derive("bookmark-places/v1"), self._seed)

    def bookmark_seal(self) -> Seal:
        """What opens her bookmarks. It dies with her seed."""
        return self._ring.seal_of("bookmark/v1", self._seed)

    def mentoring_key(self) -> bytes:
        """What tells where the sheets of her own notes on mentorships lie, and nothing more."""
        return keys.mac(self._ring.derive("mentoring-places/v1"), self._seed)

    def mentoring_seal(self) -> Seal:
        """What opens her own notes on mentorships. It dies with her seed."""
        return self._ring.seal_of("mentoring/v1", self._seed)

    def opportunity_key(self) -> bytes:
        """What tells where the sheets of what she keeps of opportunities lie, and nothing more."""
        return keys.mac(self._ring.derive("opportunity-places/v1"), self._seed)

    def opportunity_seal(self) -> Seal:
        """What opens what she keeps of opportunities. It dies with her seed."""
        return self._ring.seal_of("opportunity/v1", self._seed)

    def answerer(self, opportunity_id: int) -> bytes:
        """Who has said whether it was real: another value for each opportunity."""
        key = self._ring.derive("opportunity-answerer/v1")
        return keys.blind(key, self._seed, keys.number(opportunity_id))

    def pathway_key(self) -> bytes:
        """What tells where the sheets lie on which she marks how far she is on pathways."""
        return keys.mac(self._ring.derive("pathway-places/v1"), self._seed)

    def pathway_seal(self) -> Seal:
        """What opens how far she is on pathways. It dies with her seed."""
        return self._ring.seal_of("pathway/v1", self._seed)

    def limit_key(self) -> bytes:
        """By whom deeds are counted in memory."""
        return keys.blind(self._ring.derive("limit/v1"), self._seed)
