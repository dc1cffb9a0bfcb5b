"""``gongwen check``: graphs against the shapes."""
