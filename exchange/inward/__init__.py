"""What others write, read and put on record: all or nothing, nothing twice."""
