"""gradanim makes films about the mathematics of gradients from specs."""

__version__ = "0.1.0"
