"""The views: tables derived from the log, their projections and their queries."""
