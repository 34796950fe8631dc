"""What sheets hold, in words for members."""

from app.core.stored import Closing, Room, Stored, Until, blind, keep, sealed
from app.people.sheets.models import Sheet

keep(
    Sheet,
    Stored(
        Room.YOU,
        "Your evidence file, your bookmarks and your own notes",
        "With them your list of opportunities and how far you are on pathways. They lie among "
        "everybody’s, sealed by a secret of yours and the server’s key: nothing tells whose a "
        "sheet is, or which of these it is.",
        Until("Until you delete it; then the sheet stays, blank."),
        Closing.GOES,
        copy=("evidence", "bookmarks", "opportunities_kept", "pathways", "mentorships"),
        parts={
            "id": blind("A mark by which only your own visit finds it"),
            "sealed": sealed("What you wrote, and the day"),
        },
    ),
)
