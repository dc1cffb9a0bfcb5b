"""Time limits: expressions of time, what they bound, and their values (``finding`` is where to begin)."""
