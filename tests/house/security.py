"""What the world has of how accounts are kept safe: Grace has an app and a passkey."""

from app.core import keys
from app.core.keys import base32
from app.people.members import factors, tokens, totp
from app.people.members.factors import Factors, Passkey
from app.people.members.models import Member
from app.people.members.tokens import Scope
from tests.make import Make

# Neither a code that fits nor a passkey can be said before it is asked for.
COMES_BACK = {"two_step", "new_passkey", "sign_in_by_passkey"}
FORMS: dict[str, dict[str, str]] = {
    "confirm": {"next": "/settings"},
    "two_step": {"aside": "none", "code": "000000"},
    "two_step_off": {},
    "recovery_codes": {},
    "new_passkey": {"name": "My phone", "made": "{}"},
    "remove_passkey": {},
    "second_step": {"code": "000000", "passkey": "", "next": "/"},
    "sign_in_by_passkey": {"passkey": "{}", "next": "/"},
    "settings_tokens": {"name": "My script", "scopes": "read", "days": "30"},
    "end_token": {},
}
# Where a block holds: the words are those of `test_surfaces.py`.
HOLDS = {
    "GET settings_security": "own",
    "GET confirm": "own",
    "GET two_step": "own",
    "GET new_passkey": "own",
    "GET second_step": "none",
    "POST confirm": "own",
    "POST two_step": "own",
    "POST two_step_off": "own",
    "POST recovery_codes": "own",
    "POST new_passkey": "own",
    "POST remove_passkey": "own",
    "POST second_step": "own",
    "POST sign_in_by_passkey": "own",
    "GET settings_tokens": "own",
    "POST settings_tokens": "own",
    "POST end_token": "own",
    "GET api_docs": "none",
    "GET api_description": "none",
}
# Who may, by the signs of `test_permissions.py`.
MAY = {
    "GET settings_security": "s++++++++",
    "GET confirm": "s++++++++",
    "GET two_step": "s++++++++",
    "GET new_passkey": "s++++++++",
    "GET second_step": "+++++++++",
    "POST confirm": "!++++++++",
    "POST two_step": "!????????",
    "POST two_step_off": "!++++++++",
    "POST recovery_codes": "!--+-----",
    "POST new_passkey": "!????????",
    "POST remove_passkey": "!--+-----",
    "POST second_step": "+++++++++",
    "POST sign_in_by_passkey": "?????????",
    "GET settings_tokens": "s++++++++",
    "POST settings_tokens": "!++++++++",
    "POST end_token": "!--+-----",
    "GET api_docs": "+++++++++",
    "GET api_description": "+++++++++",
}


def build(make: Make, grace: Member) -> dict[str, str]:
    passkey = Passkey(keys.random_id(), "aWQ", "cHVibGlj", 0, "My phone", "2026-03")
    held = Factors(totp.new_secret(), (), (passkey,))
    with make.house.database.changing() as session:
        factors.change(session, make.house.ring, grace.id, lambda _had: held)
        hers = session.merge(grace, load=False)
        wanted = ("My script", frozenset({Scope.READ}), 30)
        tokens.make(session, make.house.ring, hers, wanted, strong=False)
        session.flush()
        [token] = tokens.of_member(session, make.house.ring, hers)
    return {"passkey_id": base32(passkey.n), "token_id": base32(token.n)}
