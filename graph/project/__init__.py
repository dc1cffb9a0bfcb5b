"""Projections: SPARQL in, networkx graphs out, from the local store and a remote endpoint alike."""

from gongwen.graph.project.authority import authority_tree
from gongwen.graph.project.citations import citation_graph
from gongwen.graph.project.collaboration import collaboration_graph
from gongwen.graph.project.ego import ego_graph
from gongwen.graph.project.filters import Filters
from gongwen.graph.project.responsibilities import responsibility_graph

__all__ = [
    "Filters",
    "authority_tree",
    "citation_graph",
    "collaboration_graph",
    "ego_graph",
    "responsibility_graph",
]
