"""What the register costs, in ratios to the unavoidable part of the same work."""
