"""Names of bodies, and which bodies they mean (``finding`` is where to begin)."""
