"""What the register knows, as others read it; each format says what it cannot carry."""
