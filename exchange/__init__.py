"""Other formats in and out: what neighbours write becomes acts, what the register knows files."""
