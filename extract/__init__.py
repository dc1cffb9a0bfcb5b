"""Documents in, records out: reading, segmenting, annotating, resolving. Knows nothing of RDF."""
