"""What a process that serves pages asks of Python and of the C library, before it begins."""

import ctypes
import sys

M_ARENA_MAX = -8  # as in glibc's malloc.h
SWITCH_SECONDS = 0.001


def settle() -> None:
    """Threads that seldom run at once share one heap, and change places sooner."""
    # Python lets one thread run at a time: a heap for each would only stand half empty. Other
    # libraries than glibc have their own way.
    if limit := getattr(ctypes.CDLL(None), "mallopt", None):
        limit(M_ARENA_MAX, 1)
    # A deed steps back for each of its questions, and then waits for whoever runs so long at most.
    sys.setswitchinterval(SWITCH_SECONDS)
