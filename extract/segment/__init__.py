"""Documents out of a source: their heads, bodies, sign-offs and attachments (``documents`` is where to begin)."""
