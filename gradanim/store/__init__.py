"""Small things that took long to make, kept on disk between runs and believed only when they are whole."""

from gradanim.store.entries import NoHomeError, Store, key_of, user_cache
from gradanim.store.partials import is_abandoned, lives, partial_path, sweep_partials

__all__ = [
    "NoHomeError",
    "Store",
    "is_abandoned",
    "key_of",
    "lives",
    "partial_path",
    "sweep_partials",
    "user_cache",
]
