"""A register in a database of a PostgreSQL server, for several people at once."""
