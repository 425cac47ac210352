"""The measurements behind the project's numbers; run by scripts/bench."""
