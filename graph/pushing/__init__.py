"""``gongwen push``: graphs into a store of one's own."""
