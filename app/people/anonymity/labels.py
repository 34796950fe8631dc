"""Pseudonyms: two plain words for one author in one thread."""

from collections.abc import Collection
from hashlib import blake2s

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


def fitting(token: bytes, taken: Collection[str]) -> str:
    """The pseudonym for a voice: drawn by its token, the next one where that is taken.

    The same token finds the same name as long as nobody else takes it, so that a page can say
    which name a post will carry before it is made.
    """
    start = int.from_bytes(blake2s(token, digest_size=8).digest(), "big")
    number = len(QUALITIES) * len(THINGS)
    for step in range(number):
        quality, thing = divmod((start + step) % number, len(THINGS))
        name = f"{QUALITIES[quality]} {THINGS[thing]}"
        if name not in taken:
            return name
    return f"{name} {len(taken) + 1}"
