"""Papers as they come: bytes of a format in, pages of lines out; a new format is a file here."""
