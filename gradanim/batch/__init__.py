"""Runs what a plan lists and records the outcomes."""
