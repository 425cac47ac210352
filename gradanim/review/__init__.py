"""Looking at frames without making a film: what is wrong with their layout, and what they show in words."""
