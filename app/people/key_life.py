"""The life of a key: it begins with its quarter, and is destroyed when its time is over."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.core import clock, epochs
from app.core.keys import BadKeyring, Keyring
from app.people.anonymity import burning
from app.people.anonymity.models import DESTROYED, KeyCheck
from app.people.house import House, check_keys, note_keys


def tend(house: House) -> None:
    """Begin the quarter's key where it is missing, and destroy those whose time is over.

    Also finishes what another process had begun when it died, and destroys again what came back
    with an old copy of the keyring. Raises OSError where the file cannot be written; BadKeyring.
    """
    ring = house.key_file.look()
    with house.database.reading() as session:
        known = {row.name: row.value for row in session.scalars(select(KeyCheck))}
    if _is_over(ring, known):
        ring = begin(house)
    elif ring.epochs.keys() - known.keys():
        check_keys(house.database, ring)
    back = {name for name in ring.epochs if known.get(name) == DESTROYED}
    # Those that are no longer in the ring come from a backup older than their end.
    left = {name for name, value in known.items() if value != DESTROYED} - {"app"}
    over = {name for name in left | ring.epochs.keys() if is_due(house, name)}
    if back | over:
        destroy(house, back | over)


def is_due(house: House, epoch: str) -> bool:
    """Whether the key has been kept for as long as it may be."""
    return epochs.kept_until(epoch, house.settings.key_months) < clock.today()


def begin(house: House, *, by_hand: bool = False) -> Keyring:
    """A new key for the threads that begin from now on.

    Not by hand, it is made only where the present one's quarter is over: whichever process comes
    first makes it for all. The file comes before the table: a process that dies between the two
    leaves a key that the next start notes, never a note whose key is lost.
    """

    def turned(ring: Keyring) -> Keyring:
        if not (by_hand or _is_over(ring, known)):
            return ring
        name = epochs.next_name(clock.today(), known.keys() | ring.epochs.keys())
        _refuse_stray(name.partition(".")[0], ring, known)
        return ring.with_epoch(name)

    with house.database.changing() as session:
        house.database.alone(session, KeyCheck)
        known = note_keys(session, house.key_file.look())
        ring = house.key_file.rewrite(turned)
        note_keys(session, ring)
    return ring


def destroy(house: House, names: Collection[str], *, moving: bool = True) -> None:
    """Destroy these epochs' keys for good; one that is lost already is noted as destroyed.

    The threads move to the present key, so that they can go on with new pseudonyms.
    The table comes before the file: a process that dies between the two leaves a key that is
    marked, which the next start destroys, never a key that is missed.
    """
    with house.database.changing() as session:
        house.database.alone(session, KeyCheck)
        note_keys(session, house.key_file.look())
        for name in names:
            session.merge(KeyCheck(name=name, value=DESTROYED))
            if moving:
                burning.move(session, house.ring.current, epoch=name)
    house.key_file.rewrite(lambda ring: ring.without(names))


def _is_over(ring: Keyring, known: Mapping[str, bytes]) -> bool:
    destroyed = known.get(ring.current) == DESTROYED
    return destroyed or epochs.last_day(ring.current) < clock.today()


def _refuse_stray(quarter: str, ring: Keyring, known: Mapping[str, bytes]) -> None:
    """Two servers with a keyring each would not know each other's authors."""
    for name, value in known.items():
        if name.startswith(quarter) and name not in ring.epochs and value != DESTROYED:
            raise BadKeyring(
                f"The key “{name}” was made by another server of this community. Copy its keyring."
            )
