"""Records in, triples out: the store, the named queries, the checks and the command line."""
