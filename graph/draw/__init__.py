"""Pages to look at: a projection as one HTML file that loads nothing from the network."""

from gongwen.graph.draw.heading import Heading, heading
from gongwen.graph.draw.page import MAX_NODES, Page, draw_page

__all__ = ["MAX_NODES", "Heading", "Page", "draw_page", "heading"]
