"""``gongwen build --engine spark``: the same extraction on a cluster (``engine`` is where to begin)."""
