"""Records to quads: names of things, terms, and the lines of a named graph."""
