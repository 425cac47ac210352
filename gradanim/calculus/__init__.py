"""The shared gradient module: expressions, scalar fields and what is computed from them."""
