"""How papers are laid out: lines into items and their parts; a new layout is a file here."""
