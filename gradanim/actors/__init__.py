"""What stands on the stage, drawn from a state without a story."""
