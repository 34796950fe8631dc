"""What a backup of Discourse holds becomes members, circles, threads, posts and reactions.

The dump names what comes before what it belongs to, so the tables are put down as they pass and
asked for afterwards. Of somebody who wrote in Discourse's anonymous mode it is read that an account
is such a one, and never whose.
"""

from collections.abc import Mapping
from pathlib import Path
from sqlite3 import Row

from app.commands.moving import bodies, discourse_dump, discourse_words
from app.commands.moving.reading import Reader
from app.commands.moving.reports import Report, Unfit, progress
from app.commands.moving.sorting import Sorting
from app.core import clock

FILES = {"members": "user", "circles": "category", "threads": "topic", "posts": "post"}
FILES["reactions"] = "like"
WANTED = {
    "users": ("id", "username", "name", "created_at", "active", "staged", "suspended_till"),
    "user_emails": ("user_id", "email", "primary"),
    "user_profiles": ("user_id", "bio_raw"),
    "user_custom_fields": ("user_id", "name"),
    "anonymous_users": ("user_id",),
    "categories": ("id", "name", "slug", "description", "topic_id", "read_restricted"),
    "category_groups": ("category_id", "group_id"),
    "group_users": ("group_id", "user_id"),
    "site_settings": ("name", "value"),
    "topics": (
        *("id", "title", "category_id", "archetype", "deleted_at", "visible", "closed"),
        *("archived", "pinned_at"),
    ),
    "posts": (
        *("id", "user_id", "topic_id", "post_number", "raw", "created_at", "deleted_at"),
        *("post_type", "hidden", "user_deleted", "reply_to_post_number", "cook_method"),
    ),
    "post_actions": ("post_id", "user_id", "post_action_type_id", "deleted_at"),
}
NEEDED = ("users", "categories", "topics", "posts")
# Groups that Discourse makes itself.
EVERYONE, EVERYBODY_SIGNED_IN = 0, 10
RAW_HTML = "2"

INDEXES = """
CREATE INDEX d_posts_topic ON d_posts (topic_id, post_number);
CREATE INDEX d_users_id ON d_users (id); CREATE INDEX d_topics_id ON d_topics (id);
CREATE INDEX d_posts_id ON d_posts (id); CREATE INDEX d_emails ON d_user_emails (user_id);
CREATE INDEX d_profiles ON d_user_profiles (user_id);
CREATE INDEX d_groups ON d_group_users (group_id, user_id);
CREATE TABLE d_masks AS SELECT user_id AS id FROM d_anonymous_users
    UNION SELECT user_id FROM d_user_custom_fields WHERE name = 'master_id';
CREATE UNIQUE INDEX d_masks_id ON d_masks (id);
CREATE TABLE d_standing AS SELECT id, category_id FROM d_topics
    WHERE deleted_at IS NULL AND archetype <> 'private_message' AND ifnull(visible, 't') = 't'
    AND id NOT IN (SELECT topic_id FROM d_categories WHERE topic_id IS NOT NULL);
CREATE UNIQUE INDEX d_standing_id ON d_standing (id)
"""
LEFT = {
    "private messages": "SELECT count(*) FROM d_topics WHERE archetype = 'private_message'",
    "deleted topics": "SELECT count(*) FROM d_topics WHERE deleted_at IS NOT NULL"
    " AND archetype <> 'private_message'",
    "unlisted topics": "SELECT count(*) FROM d_topics WHERE visible = 'f'"
    " AND deleted_at IS NULL AND archetype <> 'private_message'",
    "deleted posts": "SELECT count(*) FROM d_said WHERE gone",
    "hidden posts": "SELECT count(*) FROM d_said WHERE hidden = 't' AND NOT gone",
    "whispers among staff": "SELECT count(*) FROM d_said WHERE post_type = '4' AND NOT gone",
    "accounts of the anonymous mode": "SELECT count(*) FROM d_masks",
    "accounts of the system": "SELECT count(*) FROM d_users WHERE CAST(id AS INT) < 0",
}
MEMBERS = """
SELECT d_users.*, d_user_emails.email, d_user_profiles.bio_raw FROM d_users
LEFT JOIN d_user_emails ON d_user_emails.user_id = d_users.id AND d_user_emails."primary" = 't'
LEFT JOIN d_user_profiles ON d_user_profiles.user_id = d_users.id
WHERE CAST(d_users.id AS INT) > 0 AND d_users.id NOT IN (SELECT id FROM d_masks)
ORDER BY CAST(d_users.id AS INT)
"""
THREADS = """
SELECT d_topics.* FROM d_topics JOIN d_standing ON d_standing.id = d_topics.id
WHERE d_topics.id IN (SELECT topic_id FROM d_shown) ORDER BY CAST(d_topics.id AS INT)
"""
# Of types there are 1 for posts, 2 for those of moderators, 3 for what the system notes, 4 for what
# staff whispers to staff.
SHOWN = """
CREATE VIEW d_said AS SELECT d_posts.*, d_posts.deleted_at IS NOT NULL OR user_deleted = 't' AS gone
    FROM d_posts JOIN d_standing ON d_standing.id = topic_id;
CREATE TABLE d_shown AS SELECT * FROM d_said
    WHERE NOT gone AND ifnull(hidden, 'f') <> 't' AND post_type <> '4'
    AND NOT (post_type = '3' AND trim(ifnull(raw, '')) = '');
CREATE INDEX d_shown_place ON d_shown (topic_id, post_number);
CREATE INDEX d_shown_id ON d_shown (id)
"""
POSTS = """
SELECT one.*, answered.id AS answers, one.user_id IN (SELECT id FROM d_masks) AS masked,
    CAST(one.user_id AS INT) > 0 AS somebody
FROM d_shown AS one LEFT JOIN d_shown AS answered
    ON answered.topic_id = one.topic_id AND answered.post_number = one.reply_to_post_number
"""
LIKES = """
SELECT post_id, d_post_actions.user_id FROM d_post_actions JOIN d_shown ON d_shown.id = post_id
WHERE post_action_type_id = '2' AND d_post_actions.deleted_at IS NULL
"""


def read(path: Path, passing: Sorting, reader: Reader, report: Report) -> None:
    """Read the whole backup into the sorting file. Raises Unfit where it is none."""
    _put_down(path, passing, report)
    progress("Reading what was said …")
    passing.script(INDEXES)
    passing.script(SHOWN)
    for what, asked in LEFT.items():
        report.left[what] += passing.number(asked)
    rooms = _circles(passing, reader)
    _members(passing, reader, rooms)
    for row in passing.all(THREADS):
        reader.take("threads", int(row["id"]), _thread(row))
    asked = "SELECT lower(known_as) AS said, name FROM members"
    names = {row["said"]: row["name"] for row in passing.all(asked)}
    for row in passing.all(POSTS):
        reader.take("posts", int(row["id"]), _post(row, names))
    for number, row in enumerate(passing.all(LIKES), 1):
        said = {"post": row["post_id"], "member": row["user_id"] or "", "kind": "thanks"}
        reader.take("reactions", number, said)
    # Nothing of what was not taken stays to be asked for.
    passing.run("DROP VIEW d_said")
    for table in [*WANTED, "masks", "standing", "shown"]:
        passing.run(f"DROP TABLE d_{table}")


def _put_down(path: Path, passing: Sorting, report: Report) -> None:
    for table, columns in WANTED.items():
        names = ", ".join(f'"{name}" TEXT' for name in columns)
        passing.run(f"CREATE TABLE d_{table} ({names})")
    seen: set[str] = set()
    for number, (table, values) in enumerate(discourse_dump.rows(path, WANTED, report), 1):
        if (table, number % 10_000) == ("posts", 0):
            progress(f"{number:,} rows")
        seen.add(table)
        passing.put(f"d_{table}", values)
    missing = [table for table in NEEDED if table not in seen]
    if missing:
        raise Unfit(f"{path.name} holds no {', '.join(missing)}: it is no backup of Discourse.")


def _circles(passing: Sorting, reader: Reader) -> dict[str, set[str]]:
    """Returns for each group of which private circles it is let into."""
    login = "SELECT count(*) FROM d_site_settings WHERE name = 'login_required' AND value = 't'"
    widest = "members" if passing.number(login) else "public"
    rooms: dict[str, set[str]] = {}
    for row in list(passing.all("SELECT * FROM d_categories ORDER BY CAST(id AS INT)")):
        asked = "SELECT group_id FROM d_category_groups WHERE category_id = ?"
        groups = {g["group_id"] for g in passing.all(asked, row["id"])}
        seen = _seen_by(groups, row["read_restricted"], widest)
        if seen == "private":
            for group in groups:
                rooms.setdefault(group, set()).add(row["id"])
        reader.take("circles", int(row["id"]), _circle(row, seen))
    return rooms


def _seen_by(groups: set[str], restricted: str | None, widest: str) -> str:
    if str(EVERYONE) in groups or (not groups and restricted != "t"):
        return widest
    return "members" if str(EVERYBODY_SIGNED_IN) in groups else "private"


def _circle(row: Row, seen: str) -> dict[str, object]:
    about = bodies.from_html(row["description"] or "")[:4000]
    slug = row["slug"] or row["name"]
    return {"id": row["id"], "slug": slug, "name": (row["name"] or "")[:150]} | {
        "about": about,
        "visibility": seen,
    }


def _members(passing: Sorting, reader: Reader, rooms: dict[str, set[str]]) -> None:
    groups = "SELECT group_id FROM d_group_users WHERE user_id = ?"
    for row in passing.all(MEMBERS):
        hers = {g["group_id"] for g in passing.all(groups, row["id"])} if rooms else set()
        circles = sorted({room for group in hers for room in rooms.get(group, ())})
        reader.take("members", int(row["id"]), _member(row, circles))


def _member(row: Row, circles: list[str]) -> dict[str, object]:
    # An address that nobody has proved there is not hers here.
    proved = row["active"] == "t" and row["staged"] != "t"
    is_suspended = (row["suspended_till"] or "") >= clock.today().isoformat()
    return {
        "id": row["id"],
        "handle": row["username"],
        "name": (row["name"] or row["username"] or "")[:150],
        "email": (row["email"] or "") if proved else "",
        "bio": (row["bio_raw"] or "")[:4000],
        "joined": (row["created_at"] or "")[:10],
        "circles": " ".join(circles),
        "suspended": "yes" if is_suspended else "no",
    }


def _thread(row: Row) -> dict[str, object]:
    locked = "t" in {row["closed"], row["archived"]}
    return {
        "id": row["id"],
        "circle": row["category_id"] or "",
        "title": row["title"] or "",
        "pinned": "yes" if row["pinned_at"] else "no",
        "locked": "yes" if locked else "no",
    }


def _post(row: Row, names: Mapping[str, str]) -> dict[str, object]:
    raw, is_html = row["raw"] or "", row["cook_method"] == RAW_HTML
    body = raw if is_html else discourse_words.converted(raw, names)
    return {
        "id": row["id"],
        "thread": row["topic_id"],
        "number": row["post_number"],
        "author": (row["user_id"] or "") if row["somebody"] or row["masked"] else "",
        "anonymous": "yes" if row["masked"] else "no",
        "created_at": row["created_at"] or "",
        "body": body,
        "format": "html" if is_html else "markdown",
        "reply_to": row["answers"] or "",
    }
