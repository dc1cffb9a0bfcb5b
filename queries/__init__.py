"""Named SPARQL queries (``*.rq``), each with its question, parameters and columns. Data, no logic."""
