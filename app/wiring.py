"""The table where the rooms are introduced. Read this first to know who hears what."""

from typing import TYPE_CHECKING

from app.community.links import listeners as links
from app.community.messages import listeners as messages
from app.community.messages.subjects import Messages
from app.community.opportunities.events import OpportunityDoubted, OpportunityMended
from app.community.opportunities.linkable import Opportunities as LinkedOpportunities
from app.community.opportunities.searched import Opportunities as SearchedOpportunities
from app.community.opportunities.subjects import NewOpportunities, Opportunities
from app.community.pathways import listeners as pathways
from app.community.pathways.events import PathwayMended
from app.community.pathways.searched import Pathways as SearchedPathways
from app.community.pathways.subjects import Pathways
from app.community.resources.linkable import Resources as LinkedResources
from app.community.resources.searched import Resources as SearchedResources
from app.community.resources.subjects import ResourceNotes, Resources
from app.community.threads import addressing
from app.community.threads import listeners as threads
from app.community.threads.events import PostAdded, PostMended, Reacted, ThreadMoved
from app.community.threads.held_subjects import HeldPosts
from app.community.threads.linkable import Threads as LinkedThreads
from app.community.threads.searched import Posts as SearchedPosts
from app.community.threads.subjects import Posts, Threads
from app.core import events
from app.core.db import Database
from app.core.events import Event, Listener, StaffActed
from app.core.keyring import KeyFile
from app.core.keys import Keyring
from app.core.limits import Limiter
from app.core.links import LinkShown, LinkTaken
from app.core.live import Live, poke_member
from app.core.repeats import Sent
from app.core.settings import Settings
from app.core.tally import Tally
from app.core.wire import Wire
from app.mentoring.groups import listeners as groups
from app.mentoring.mentorships import listeners as mentorships
from app.mentoring.mentorships.events import MentorshipBegan, MentorshipOver
from app.mentoring.mentorships.subjects import Mentorships
from app.mentoring.profiles.events import MentoringStopped
from app.mentoring.profiles.linkable import Mentors as LinkedMentors
from app.mentoring.recommendations.subjects import Recommendations
from app.mentoring.requests import listeners as mentoring_requests
from app.mentoring.requests.subjects import MentorAnswers, MentoringRequests
from app.oversight.audit import listeners as audit
from app.oversight.moderation import doubts, hiding, signals, talks
from app.oversight.moderation import listeners as moderation
from app.oversight.moderation.events import Reported
from app.oversight.notifications import listeners as notifications
from app.oversight.notifications import mail_notes
from app.oversight.search import listeners as search
from app.people.anonymity.bundles import Shelf
from app.people.house import House
from app.people.introductions import listeners as introductions
from app.people.introductions.events import Introduced
from app.people.introductions.subjects import IntroductionWords
from app.people.linkable import Linkables
from app.people.members.events import BylineChanged, ProfileMended
from app.people.noted.events import Noted
from app.people.reported import Profiles
from app.people.safety import sanctions
from app.people.safety.board import Board
from app.people.safety.events import ContactEnded
from app.people.safety.shields import Shields
from app.people.searchable import Searchable
from app.people.searched import Members as SearchedMembers
from app.people.site.memory import Site
from app.people.subjects import Subjects

if TYPE_CHECKING:
    from app.core.shared import Shared

SUBJECTS = Subjects.of(
    [
        *(Posts(), Threads(), HeldPosts(), Profiles(), Messages()),
        *(Mentorships(), MentoringRequests(), MentorAnswers()),
        *(Recommendations(), IntroductionWords(), Opportunities(), NewOpportunities()),
        *(Resources(), ResourceNotes(), Pathways()),
    ]
)
SEARCHED: tuple[Searchable, ...] = (
    SearchedPosts(),
    SearchedMembers(),
    SearchedOpportunities(),
    SearchedResources(),
    SearchedPathways(),
)
LINKABLE = Linkables.of(
    [LinkedThreads(), LinkedMentors(), LinkedResources(), LinkedOpportunities()]
)
LISTENERS: list[tuple[type[Event], Listener]] = [
    (BylineChanged, threads.show_new_byline),
    (PostAdded, addressing.tell_addressed),
    (Reacted, addressing.tell_author),
    (Noted, notifications.keep),
    (Noted, mail_notes.hold),
    (Noted, poke_member),
    (StaffActed, audit.record),
    (PostAdded, threads.poke_readers),
    (PostMended, moderation.look_again),
    (OpportunityMended, moderation.look_again),
    (PathwayMended, moderation.look_again),
    (OpportunityDoubted, doubts.look(SUBJECTS)),
    (ThreadMoved, moderation.follow),
    (ProfileMended, moderation.look_again_at_profile),
    (LinkShown, links.watch),
    (LinkTaken, links.unwatch),
    (ContactEnded, messages.end_contact),
    (ContactEnded, groups.end_contact),
    (MentorshipOver, groups.end_seat),
    (ContactEnded, mentoring_requests.end_contact),
    (MentorshipOver, mentoring_requests.tell_of_place),
    (MentoringStopped, mentoring_requests.end_with_mentor),
    (MentoringStopped, pathways.forget_mentor),
    (ContactEnded, mentorships.end_contact),
    (ContactEnded, introductions.end_contact),
    (Introduced, messages.let_each_other),
    (MentorshipBegan, messages.let_each_other),
    (Reported, mentoring_requests.keep),
    (Reported, hiding.hide_many_times_reported(SUBJECTS)),
    *search.heard(*SEARCHED),
]


def introduce_everyone() -> None:
    for kind, listener in LISTENERS:
        events.listen(kind, listener)
    signals.watch()


def new_board() -> Board:
    """With everything that moderators can have for somebody."""
    return Board([sanctions.pinned, talks.pinned(SUBJECTS)])


def new_shared(settings: Settings, ring: Keyring) -> "Shared | None":
    """What this process shares with others, if there is to be something."""
    url = settings.redis_url.get_secret_value()
    if not url:
        return None
    # Not for those who have none: its library takes six megabytes.
    from app.core.shared import Shared  # noqa: PLC0415

    return Shared(url, ring)


def new_tally(settings: Settings, database: Database) -> Tally | None:
    """What counts in this process, if anybody asks or reads the numbers."""
    if not settings.metrics_port and settings.log_format != "json":
        return None
    tally = Tally()
    tally.watch(database)
    return tally


def open_house(settings: Settings) -> House:
    """The installation that these settings describe. Raises BadKeyring."""
    introduce_everyone()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file = KeyFile(settings.keyring_file, settings.data_dir)
    ring = key_file.ring
    shared = new_shared(settings, ring)
    wire = Wire(shared) if shared else None
    live = Live(wire)
    site = Site()
    info = {"key_file": key_file, "zone": lambda: site.settings(settings).zone, "live": live}
    database = Database(settings.database, info)
    limiter, shelf = Limiter(shared), Shelf(ring, wire)
    board, shields = new_board(), Shields(ring)
    kinds = (SUBJECTS, SEARCHED, LINKABLE)
    rooms = (limiter, shelf, board, shields, *kinds, live)
    tally = new_tally(settings, database)
    sent = Sent(shared)
    return House(settings, database, key_file, *rooms, sent=sent, site=site, tally=tally)
