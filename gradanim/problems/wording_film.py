"""The wording of problems with planning, playing and rendering a film."""

WORDING: dict[str, str] = {}
