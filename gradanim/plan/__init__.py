"""Everything resolved and nothing done."""
