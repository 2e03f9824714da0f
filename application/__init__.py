"""The log and the wiring: where decisions meet storage, clock and views."""
