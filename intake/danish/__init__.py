"""How Danish papers write: dates, numbers, persons, parties and bodies, sentences."""
