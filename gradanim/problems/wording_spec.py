"""The wording of problems with specs and how they are loaded."""

WORDING: dict[str, str] = {}
