"""What an operator should know of how her processes share what is not written down."""

from app import wiring
from app.core.keys import Keyring
from app.core.settings import Settings

ALONE = (
    "WORKERS is more than 1 and REDIS_URL is not set: each process counts limits and read marks by "
    "itself, and a reply through one shows on open pages of another only when they are reloaded."
)


def advice(settings: Settings, ring: Keyring) -> list[str]:
    """A sentence for each thing that should be otherwise."""
    shared = wiring.new_shared(settings, ring)
    if shared:
        return shared.advice()
    return [ALONE] if settings.workers > 1 else []
