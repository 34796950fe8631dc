"""Pseudonyms: two plain words for one author in one thread."""

from collections.abc import Collection
from random import SystemRandom

QUALITIES = (
    *("Amber", "Ashen", "Bright", "Calm", "Candid", "Clear", "Copper", "Early", "Even", "Fair"),
    *("Frosty", "Gentle", "Golden", "Hazel", "Hidden", "Honest", "Indigo", "Keen", "Late", "Level"),
    *("Linen", "Lively", "Mellow", "Misty", "Northern", "Olive", "Open", "Patient", "Pearl"),
    *(
        "Plain",
        "Quiet",
        "Ready",
        "Russet",
        "Salt",
        "Silver",
        "Slate",
        "Small",
        "Southern",
        "Steady",
    ),
    *("Still", "Sunny", "Tall", "Tawny", "Warm", "Western", "Wild", "Winter", "Woven"),
)
THINGS = (
    *("Alder", "Anchor", "Aspen", "Badger", "Beacon", "Birch", "Bramble", "Brook", "Cedar"),
    *("Clover", "Comet", "Cove", "Crane", "Dune", "Ember", "Fern", "Field", "Finch", "Garnet"),
    *(
        "Harbour",
        "Hare",
        "Heath",
        "Heron",
        "Island",
        "Ivy",
        "Juniper",
        "Kestrel",
        "Lantern",
        "Lark",
    ),
    *("Linnet", "Maple", "Marsh", "Meadow", "Moor", "Oak", "Otter", "Pebble", "Plover", "Quarry"),
    *("Reed", "River", "Robin", "Rowan", "Sparrow", "Spruce", "Stone", "Swift", "Tide", "Valley"),
    *("Water", "Willow", "Wren", "Yarrow"),
)
_chance = SystemRandom()


def fresh(taken: Collection[str]) -> str:
    """A pseudonym that nobody in this thread has; numbered only when two thousand are taken."""
    free = [name for q in QUALITIES for t in THINGS if (name := f"{q} {t}") not in taken]
    if free:
        return _chance.choice(free)
    return f"{_chance.choice(QUALITIES)} {_chance.choice(THINGS)} {len(taken) + 1}"
