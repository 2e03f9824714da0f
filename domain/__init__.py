"""What can happen to bodies, seats and persons, and what is allowed: pure, without clock or I/O."""
