"""Frames out, the only place that touches manim."""
