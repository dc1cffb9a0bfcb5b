"""Tasks and who is responsible for them (``tasks`` is where to begin)."""
