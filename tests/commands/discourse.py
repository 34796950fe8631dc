"""A small backup as Discourse makes it: a tar with a packed dump, in the form of pg_dump's text.

Tables come in the order in which pg_dump writes them, by name, and columns in the order of the real
schema, with some that nobody here asks for.
"""

import gzip
import io
import tarfile

NULL = None
COLUMNS = {
    "anonymous_users": "id user_id master_user_id active created_at updated_at",
    "categories": (
        "id name color topic_id topic_count created_at updated_at user_id topics_year slug "
        "description text_color read_restricted auto_close_hours parent_category_id"
    ),
    "category_groups": "id category_id group_id created_at updated_at permission_type",
    "group_users": "id group_id user_id created_at updated_at owner notification_level",
    "post_actions": (
        "id post_id user_id post_action_type_id deleted_at created_at updated_at deleted_by_id"
    ),
    "posts": (
        "id user_id topic_id post_number raw cooked created_at updated_at reply_to_post_number "
        "reply_count deleted_at like_count post_type sort_order last_editor_id hidden user_deleted "
        "cook_method"
    ),
    "site_settings": "id name data_type value created_at updated_at",
    "topics": (
        "id title last_posted_at created_at updated_at views posts_count user_id deleted_at "
        "highest_post_number category_id visible closed archived pinned_at archetype"
    ),
    "user_custom_fields": "id user_id name value created_at updated_at",
    "user_emails": 'id user_id email "primary" created_at updated_at normalized_email',
    "user_profiles": "user_id location website bio_raw bio_cooked",
    "users": (
        "id username created_at updated_at name last_posted_at active username_lower last_seen_at "
        "admin trust_level moderator suspended_at suspended_till staged"
    ),
}
USUAL = {
    "posts": {"post_type": "1", "hidden": "f", "user_deleted": "f", "cook_method": "1"}
    | {"created_at": "2023-03-04 05:06:07.891", "cooked": "<p>cooked</p>"},
    "topics": {"visible": "t", "closed": "f", "archived": "f", "archetype": "regular"}
    | {"category_id": "5"},
    "users": {"active": "t", "staged": "f", "admin": "f", "created_at": "2020-02-03 04:05:06.7"},
    "user_emails": {"primary": "t"},
    "categories": {"read_restricted": "f", "description": "<p>About <b>it</b>.</p>"},
    "post_actions": {"post_action_type_id": "2"},
}
MARKS = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"}


def cell(value):
    if value is None:
        return "\\N"
    return "".join(MARKS.get(sign, sign) for sign in str(value))


def dump(**tables):
    """The text of a dump with these rows; what a row does not say is usual, or NULL."""
    said = ["--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n"]
    said.append("CREATE TABLE public.posts (\n    id integer NOT NULL,\n    raw text\n);\n\n")
    for table, columns in COLUMNS.items():
        names = columns.split()
        said.append(f"COPY public.{table} ({', '.join(names)}) FROM stdin;\n")
        for row in tables.get(table, []):
            whole = USUAL.get(table, {}) | row
            said.append("\t".join(cell(whole.get(name.strip('"'))) for name in names) + "\n")
        said.append("\\.\n\n\n")
    said.append("ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n")
    said.append("--\n-- PostgreSQL database dump complete\n--\n\n")
    return "".join(said).encode()


def backup(path, said, *, packed=True, name="dump.sql.gz", before=()):
    """A tar with this dump, and some uploads behind it."""
    content = gzip.compress(said) if packed else said
    with tarfile.open(path, "w:gz") as archive:
        for entry in before:
            archive.addfile(entry)
        for file, inside in ((name, content), ("uploads/default/original/1X/a.png", b"PNG" * 50)):
            entry = tarfile.TarInfo(file)
            entry.size = len(inside)
            archive.addfile(entry, io.BytesIO(inside))
    return path


COMMUNITY = {
    "users": [
        {"id": "-1", "username": "system", "name": "system"},
        {"id": "1", "username": "Ana_Maria", "name": "Ana Morales"},
        {"id": "2", "username": "bea", "name": ""},
        {"id": "3", "username": "cleo", "name": "Cleo", "suspended_till": "3018-01-01 00:00:00"},
        {"id": "4", "username": "stage", "name": "Stage", "staged": "t"},
        {"id": "5", "username": "anonymous1", "name": "Anonymous"},
        {"id": "6", "username": "anonymous2", "name": "Anonymous"},
        {"id": "7", "username": "never", "name": "Never", "active": "f"},
    ],
    "user_emails": [
        {"id": str(n), "user_id": str(n), "email": f"u{n}@Example.org"} for n in range(1, 8)
    ]
    + [{"id": "20", "user_id": "1", "email": "second@example.org", "primary": "f"}],
    "user_profiles": [{"user_id": "1", "bio_raw": "I keep\nbees."}],
    "anonymous_users": [{"id": "1", "user_id": "5", "master_user_id": "2", "active": "t"}],
    "user_custom_fields": [
        {"id": "1", "user_id": "6", "name": "master_id", "value": "1"},
        {"id": "2", "user_id": "1", "name": "shadow_id", "value": "6"},
    ],
    "categories": [
        {"id": "5", "name": "Money", "slug": "money", "topic_id": "50"},
        {"id": "6", "name": "Staff", "slug": "staff", "read_restricted": "t"},
        {"id": "7", "name": "Members", "slug": "members-lounge", "read_restricted": "t"},
    ],
    "category_groups": [
        {"id": "1", "category_id": "6", "group_id": "41"},
        {"id": "2", "category_id": "7", "group_id": "10"},
    ],
    "group_users": [{"id": "1", "group_id": "41", "user_id": "1"}],
    "topics": [
        {
            "id": "10",
            "title": "How do you ask?",
            "user_id": "1",
            "closed": "t",
            "pinned_at": "2023-01-01 00:00:00",
        },
        {"id": "11", "title": "For staff alone", "category_id": "6"},
        {
            "id": "12",
            "title": "A private letter",
            "archetype": "private_message",
            "category_id": None,
        },
        {"id": "13", "title": "Deleted", "deleted_at": "2023-01-01 00:00:00"},
        {"id": "14", "title": "Unlisted", "visible": "f"},
        {"id": "50", "title": "About the Money category"},
    ],
    "posts": [
        {
            "id": "100",
            "user_id": "1",
            "topic_id": "10",
            "post_number": "1",
            "raw": "I never *asked*.\n\tEver \\ :smile:",
        },
        {
            "id": "101",
            "user_id": "2",
            "topic_id": "10",
            "post_number": "2",
            "raw": "@Ana_Maria once.",
        },
        {
            "id": "102",
            "user_id": "5",
            "topic_id": "10",
            "post_number": "3",
            "raw": "Not by my name.",
        },
        {
            "id": "103",
            "user_id": "6",
            "topic_id": "10",
            "post_number": "4",
            "raw": "Nor by mine.",
            "reply_to_post_number": "1",
        },
        {"id": "104", "user_id": "5", "topic_id": "10", "post_number": "5", "raw": "Again."},
        {
            "id": "105",
            "user_id": "-1",
            "topic_id": "10",
            "post_number": "6",
            "raw": "By the system.",
        },
        {
            "id": "106",
            "user_id": "1",
            "topic_id": "10",
            "post_number": "7",
            "raw": "",
            "post_type": "3",
        },
        {
            "id": "107",
            "user_id": "1",
            "topic_id": "10",
            "post_number": "8",
            "raw": "Whispered",
            "post_type": "4",
        },
        {
            "id": "108",
            "user_id": "1",
            "topic_id": "10",
            "post_number": "9",
            "raw": "Hidden",
            "hidden": "t",
        },
        {
            "id": "109",
            "user_id": "1",
            "topic_id": "10",
            "post_number": "10",
            "raw": "Taken back",
            "user_deleted": "t",
        },
        {
            "id": "110",
            "user_id": None,
            "topic_id": "10",
            "post_number": "11",
            "raw": "Of one who has gone.",
        },
        {
            "id": "111",
            "user_id": "3",
            "topic_id": "10",
            "post_number": "12",
            "raw": "<p>HTML</p>",
            "cook_method": "2",
        },
        {"id": "120", "user_id": "1", "topic_id": "11", "post_number": "1", "raw": "Among us."},
        {
            "id": "130",
            "user_id": "1",
            "topic_id": "12",
            "post_number": "1",
            "raw": "A secret letter.",
        },
        {
            "id": "140",
            "user_id": "1",
            "topic_id": "13",
            "post_number": "1",
            "raw": "In a deleted one.",
        },
        {
            "id": "150",
            "user_id": "1",
            "topic_id": "14",
            "post_number": "1",
            "raw": "In an unlisted one.",
        },
        {"id": "160", "user_id": "-1", "topic_id": "50", "post_number": "1", "raw": "About it."},
    ],
    "post_actions": [
        {"id": "1", "post_id": "100", "user_id": "2"},
        {"id": "2", "post_id": "100", "user_id": "3"},
        {"id": "3", "post_id": "100", "user_id": "4", "deleted_at": "2023-01-01 00:00:00"},
        {"id": "4", "post_id": "100", "user_id": "4", "post_action_type_id": "8"},
        {"id": "5", "post_id": "130", "user_id": "4"},
    ],
}
