"""Drafts: readings matched to the register and written down to be looked at and recorded."""
