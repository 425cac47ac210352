"""What happens: every verb and how it is played."""
