"""Questions to a graph: the named queries and their parameters, and answers as tables, quotes and files."""
