"""Citations of other documents, and what they are to the document that makes them (``finding`` is where to begin)."""
