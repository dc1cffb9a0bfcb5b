"""What a document says of itself (``facts`` is where to begin)."""
