"""The graphs that depend on several documents: bodies, links, near copies, statistics (``derive`` is where to begin)."""
