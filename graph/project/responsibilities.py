"""Who carries what: bodies and tasks, an edge from body to task for each role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gongwen.extract.model import Role
from gongwen.graph.asking.quotes import Quotes
from gongwen.graph.asking.store import Store
from gongwen.graph.project.facts import Projection, body_facts, evidence_of, rows, task_facts
from gongwen.graph.project.filters import Filters, wanted
from gongwen.graph.triples.terms import GW

_DUTIES = """
SELECT ?task ?role ?body ?evidence {{ {documents} {bodies} {tasks}
  ?task gw:statedIn ?doc ; gw:responsibility ?duty .
  ?duty gw:role ?role ; gw:body ?body ; prov:wasQuotedFrom ?evidence .
  FILTER(?role IN ({roles}))
}}
"""

Duty = tuple[str, Role, str, str]


def responsibility_graph(
    store: Store, filters: Filters | None = None, quotes: Quotes | None = None, body: str | None = None
) -> Projection:
    """Bodies and their tasks: an edge from body to task, keyed by role.

    Nodes are IRIs with the attributes of ``gongwen.graph.project.facts``; a body carries in ``led``,
    ``cooperated``, ``responsible`` its numbers of tasks, a task in ``bodies`` its number of bodies. Edges carry
    ``role``, ``weight`` 1 and the evidence: the characters that name the body, and their sentence. ``body`` (IRI)
    keeps the tasks in which it takes part. ``quotes`` has the sources; without it the task's text is quoted.
    """
    filters, quotes = filters or Filters(), quotes or Quotes()
    duties = list(_one_a_role(duty_rows(store, filters, body)))
    load = Counter(carrier for carrier, _ in {(d[2], d[0]) for d in duties})
    duties = [d for d in duties if load[d[2]] >= filters.min_weight]
    graph = Projection(projection="responsibilities")
    bodies = body_facts(store, {d[2] for d in duties})
    tasks = task_facts(store, {d[0] for d in duties}, quotes)
    graph.add_nodes_from(sorted(bodies.items()))
    graph.add_nodes_from(sorted(tasks.items()))
    for task, role, carrier, evidence in duties:
        told = evidence_of(evidence, quotes, tasks[task]["text"])
        graph.add_edge(carrier, task, key=role.value, role=role.value, weight=1, **told)
    _count(graph, bodies, tasks)
    return graph


def duty_rows(
    store: Store, filters: Filters, body: str | None = None, tasks: Iterable[str] = ()
) -> Iterator[Duty]:
    """Task, role, body and evidence of each responsibility, as IRIs, in order; ``tasks`` (IRIs) keeps these."""
    asked = _DUTIES.format(
        documents=filters.documents(),
        bodies=f"{{ SELECT DISTINCT ?task {{ {wanted('own', [body])} ?task gw:responsibility/gw:body ?own }} }}"
        if body
        else "",
        tasks=wanted("task", tasks) if tasks else "",
        # Not VALUES: an engine may begin with it, and go through all that has such a role.
        roles=", ".join(f"gw:{role}" for role in sorted(filters.roles)),
    )
    for task, role, carrier, evidence in rows(store, asked):
        yield task, Role(role.removeprefix(GW)), carrier, evidence


def _one_a_role(duties: Iterable[Duty]) -> Iterator[Duty]:
    """A body that a task names twice in one role has it once: by the first evidence."""
    seen: set[tuple[str, Role, str]] = set()
    for duty in duties:
        if duty[:3] not in seen:
            seen.add(duty[:3])
            yield duty


def _count(graph: Projection, bodies: Iterable[str], tasks: Iterable[str]) -> None:
    for node in bodies:
        held = Counter(role for _, _, role in graph.out_edges(node, keys=True))
        graph.nodes[node].update(
            led=held["lead"], cooperated=held["cooperate"], responsible=held["responsible"]
        )
    for node in tasks:
        graph.nodes[node]["bodies"] = len(set(graph.predecessors(node)))
