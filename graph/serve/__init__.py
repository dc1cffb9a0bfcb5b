"""The SPARQL endpoint: Oxigraph's server binary as a supervised child, and in front of it an ASGI
application that speaks SPARQL 1.1 Protocol, keeps the engine safe from the public, and describes itself.

``settings`` and ``http`` are what all share; ``negotiation`` and ``protocol`` read requests; ``guard`` decides
what may be asked, with ``parser`` as its judge; ``engine`` and ``supervisor`` keep the child; ``results`` and
``answering`` make answers; ``describe``, ``resources``, ``sources`` and ``pages`` show the graph; ``app`` puts
them together, and ``run`` starts the server.
"""
