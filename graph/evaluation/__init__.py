"""``gongwen evaluate``: a built graph against readings by hand."""
