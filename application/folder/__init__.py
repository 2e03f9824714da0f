"""A register in a folder: its log and its views in SQLite, its papers as files."""
