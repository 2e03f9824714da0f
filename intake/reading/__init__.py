"""What a paper says: meeting, items, proposals, outcomes, acts and facts, and what stays open."""
