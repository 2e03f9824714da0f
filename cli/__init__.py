"""The command line: asks the register, and asks it to record."""
