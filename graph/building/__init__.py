"""``gongwen build``: from sources to a new generation (``build`` is where to begin)."""
