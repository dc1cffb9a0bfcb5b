"""Who works with whom: pairs of bodies that share tasks.

Rows of task and body are asked for once and counted; the same by a SPARQL self-join takes ten times as long.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from gongwen.extract.model import Role
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Store
from gongwen.graph.memory import rare_collection
from gongwen.graph.project.facts import MANY, Projection, body_facts, evidence_of, parts, task_facts
from gongwen.graph.project.filters import Filters, wanted
from gongwen.graph.project.responsibilities import duty_rows
from gongwen.graph.triples.quads import SHORT
from gongwen.graph.triples.terms import SPARQL_PREFIXES

# A task that names more bodies than this as jointly responsible says nothing about any two of them, and their pairs
# would outnumber all others.
MOST_JOINT = 40

LEADS, JOINT = "leads", "joint"

_CONDITION = "{documents} {own} ?task gw:statedIn ?doc ."
_OF_TASK = ("document_title", "document_number", "deadlines", "latest")


@dataclass(slots=True)
class _Pairs:
    """Numbers of shared tasks, and of each pair the first task, by (body, body, kind)."""

    tasks: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    example: dict[tuple[str, str, str], str] = field(default_factory=dict)
    load: dict[Role, Counter[str]] = field(default_factory=lambda: {role: Counter() for role in Role})

    def add(self, task: str, roles: Iterable[tuple[Role, str]]) -> None:
        held: dict[Role, set[str]] = {role: set() for role in Role}
        for role, body in roles:
            held[role].add(body)
        for role, bodies in held.items():
            self.load[role].update(bodies)
        heads = held[Role.LEAD] or held[Role.RESPONSIBLE]
        helpers = (held[Role.COOPERATE] | held[Role.RESPONSIBLE]) - heads
        pairs = [(head, helper, LEADS) for head in heads for helper in helpers]
        # Several at the head: nobody leads the other.
        if len(heads) <= MOST_JOINT:
            pairs += [(a, b, JOINT) for a, b in combinations(sorted(heads), 2)]
        for pair in pairs:
            self.tasks[pair] += 1
            if task < self.example.setdefault(pair, task):
                self.example[pair] = task


def collaboration_graph(
    store: Store, filters: Filters | None = None, quotes: Quotes | None = None, body: str | None = None
) -> Projection:
    """Bodies that share tasks, an edge for each pair and kind, its ``weight`` the number of shared tasks.

    Kind ``leads`` runs from the body that leads (or, where none leads, is responsible) to each that cooperates or is
    responsible beside it; ``joint`` joins bodies that stand side by side at the head, once a pair, from the smaller
    IRI. ``task`` is the IRI of the first task they share; ``led``, ``cooperated``, ``responsible`` of a node are
    its numbers of tasks. ``body`` (IRI) keeps the tasks in which it takes part. With ``quotes`` an edge carries the
    evidence of that task: where it names the second of the two bodies.
    """
    filters = filters or Filters()
    with rare_collection():
        return _graph(store, filters, quotes, body)


def _graph(store: Store, filters: Filters, quotes: Quotes | None, body: str | None) -> Projection:
    pairs = _Pairs()
    for task, held in _held(store, filters, body).items():
        pairs.add(task, held)
    graph = Projection(projection="collaboration")
    kept = sorted(pair for pair, weight in pairs.tasks.items() if weight >= filters.min_weight)
    nodes = {end for pair in kept for end in pair[:2]} | ({body} if body else set())
    for node, facts in sorted(body_facts(store, nodes).items()):
        counts = {"led": Role.LEAD, "cooperated": Role.COOPERATE, "responsible": Role.RESPONSIBLE}
        graph.add_node(node, **facts, **{name: pairs.load[role][node] for name, role in counts.items()})
    for a, b, kind in kept:
        pair = (a, b, kind)
        graph.add_edge(a, b, key=kind, relation=kind, weight=pairs.tasks[pair], task=pairs.example[pair])
    if quotes:
        quote_pairs(graph, store, filters, quotes)
    return graph


def quote_pairs(graph: Projection, store: Store, filters: Filters, quotes: Quotes) -> None:
    """Gives each edge the evidence of its first task, and of this task ``task_label``, ``document_title``,
    ``document_number``, ``deadlines`` and ``latest``."""
    examples = {task for *_, task in graph.edges(data="task")}
    facts = task_facts(store, examples, Quotes())
    named: dict[tuple[str, str], str] = {}
    for part in parts(examples) if len(examples) <= MANY else ([],):
        for task, _, carrier, evidence in duty_rows(store, filters, tasks=part):
            named.setdefault((task, carrier), evidence)
    for _, b, data in graph.edges(data=True):
        shared = facts[data["task"]]
        data.update(task_label=shared["label"], **{name: shared[name] for name in _OF_TASK})
        data.update(evidence_of(named.get((data["task"], b), ""), quotes, shared["text"]))


def _held(store: Store, filters: Filters, body: str | None) -> dict[str, list[tuple[Role, str]]]:
    """Role and body by task. The direct triples of the graph, a query for each role, grouped here: an engine that
    joins the roles or sorts takes longer."""
    own = ""
    if body:
        own = f"{{ SELECT DISTINCT ?task {{ {wanted('own', [body])} ?task gw:leadBody|gw:cooperatingBody|gw:responsibleBody ?own }} }}"
    documents = filters.documents()
    condition = _CONDITION.format(documents=documents, own=own) if documents else own
    held: defaultdict[str, list[tuple[Role, str]]] = defaultdict(list)
    # An IRI comes as a new string in every row.
    bodies: dict[str, str] = {}
    for role in sorted(filters.roles):
        asked = f"{SPARQL_PREFIXES}SELECT ?task ?body {{ {condition} ?task {SHORT[role]} ?body }}"
        for task, carrier in store.select(asked).rows:
            name = carrier.value  # type: ignore[union-attr]
            held[task.value].append((role, bodies.setdefault(name, name)))  # type: ignore[union-attr]
    return held
