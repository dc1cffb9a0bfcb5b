"""What the words mean: the OWL ontology, SHACL shapes, SKOS vocabularies and the lexicons. Data, no logic."""
