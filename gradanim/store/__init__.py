"""Small things that took long to make, kept on disk between runs and believed only when they are whole."""

from gradanim.store.entries import Store, key_of, user_cache

__all__ = ["Store", "key_of", "user_cache"]
