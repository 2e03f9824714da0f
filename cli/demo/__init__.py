"""The drafts of the demonstration."""
