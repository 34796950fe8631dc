"""Rules by which posts are held: making, changing and switching them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import keys
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.events import StaffActed, publish
from app.core.keys import Broken, Keyring
from app.core.languages import Sentence
from app.oversight.moderation import matching, policy
from app.oversight.moderation.holds_models import HoldRule, RuleKind
from app.people.viewer import Viewer

TRIED_SECONDS = 3600
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class Wording:
    """What a rule says; `circle_id` None is every circle."""

    name: str
    kind: RuleKind
    circle_id: int | None
    pattern: str
    number: int


def all_of_them(session: Session, viewer: Viewer) -> Sequence[HoldRule]:
    """Those that are on first. Raises NotFound for who sets no rules: there is nothing for her."""
    _require_hers(viewer)
    rules = select(HoldRule).order_by(HoldRule.on.desc(), HoldRule.name, HoldRule.id)
    return session.scalars(rules).all()


def find(session: Session, viewer: Viewer, rule_id: int, *, lock: bool = False) -> HoldRule:
    """Raises NotFound."""
    _require_hers(viewer)
    rule = session.get(HoldRule, rule_id, with_for_update=lock or None)
    if rule is None:
        raise NotFound
    return rule


def make(session: Session, viewer: Viewer, wording: Wording) -> HoldRule:
    """A new rule, which is off. Raises NotFound, Invalid."""
    _require_hers(viewer)
    rule = HoldRule(name=wording.name, kind=wording.kind)
    _word(rule, wording)
    session.add(rule)
    _tell(session, viewer, rule, "rule-make")
    return rule


def change(session: Session, viewer: Viewer, rule: HoldRule, wording: Wording) -> None:
    """What it looks for now has not been tried: it is off until it was. Raises Invalid."""
    _require_hers(viewer)
    was = _print(rule)
    _word(rule, wording)
    rule.on = rule.on and _print(rule) == was
    _tell(session, viewer, rule, "rule-change")


def delete(session: Session, viewer: Viewer, rule: HoldRule) -> None:
    """It holds nothing any more; what it has held is decided as before."""
    _require_hers(viewer)
    session.delete(rule)
    _tell(session, viewer, rule, "rule-delete")


def tried(ring: Keyring, rule: HoldRule, count: int) -> str:
    """What shows for an hour that this very rule has been tried, with how many it would hold."""
    return ring.stamp("dry-run/v1").press(f"{_print(rule)}.{count}")


def switch_on(session: Session, viewer: Viewer, ring: Keyring, rule: HoldRule, shown: str) -> None:
    """Raises NotAllowed unless what is `shown` says that it has been tried as it is now."""
    _require_hers(viewer)
    try:
        said, _age = ring.stamp("dry-run/v1").read(shown, seconds=TRIED_SECONDS)
    except Broken:
        said = ""
    if said.partition(".")[0] != _print(rule):
        raise NotAllowed("Try the rule first: this page shows what it would have held.")
    rule.on = True
    _tell(session, viewer, rule, "rule-on")


def switch_off(session: Session, viewer: Viewer, rule: HoldRule) -> None:
    _require_hers(viewer)
    rule.on = False
    _tell(session, viewer, rule, "rule-off")


def _require_hers(viewer: Viewer) -> None:
    if not policy.may_set_rules(viewer):
        raise NotFound


def _word(rule: HoldRule, wording: Wording) -> None:
    """Raises Invalid for what this kind of rule cannot do anything with."""
    rule.name, rule.kind, rule.circle_id = wording.name, wording.kind, wording.circle_id
    rule.pattern = _pattern(wording)
    rule.number = wording.number if wording.kind.most else 0
    if wording.kind.most and not 1 <= rule.number <= wording.kind.most:
        raise Invalid("number", Sentence("Say how many: 1 to {most}.", most=wording.kind.most))


def _pattern(wording: Wording) -> str:
    if wording.kind is RuleKind.PATTERN:
        if not wording.pattern:
            raise Invalid("pattern", "Say what it looks for.")
        matching.require_pattern(wording.pattern)
        return wording.pattern
    if wording.kind is RuleKind.PHRASE:
        if not matching.phrases(wording.pattern):
            raise Invalid("pattern", "Give at least one word or phrase, one a line.")
        return wording.pattern
    return _hosts(wording.pattern) if wording.kind is RuleKind.LINK else ""


def _hosts(lines: str) -> str:
    """Each as it is compared, one a line."""
    hosts = [host.removeprefix("www.") for host in lines.lower().split()]
    for host in hosts:
        if not _HOST.fullmatch(host):
            why = Sentence("“{host}” is no site. Write it like example.org, one a line.", host=host)
            raise Invalid("pattern", why)
    return "\n".join(hosts)


def _print(rule: HoldRule) -> str:
    """What it holds, as a few letters: another once it holds something else."""
    said = (rule.id, rule.kind.value, rule.circle_id, rule.pattern, rule.number)
    return sha256(repr(said).encode()).hexdigest()[:32]


def _tell(session: Session, viewer: Viewer, rule: HoldRule, verb: str) -> None:
    named = keys.base32(rule.id)
    acted = StaffActed(actor_id=viewer.id, verb=verb, subject_kind="rule", subject_id=named)
    publish(session, acted)
