"""Writes ``docs/ontology.md`` from the ontology and its shapes: ``python tools/make_ontology_docs.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from gongwen.extract.data import read_table
from gongwen.graph.triples.terms import GW, PREFIXES, compact
from gongwen.graph.triples.vocabulary import ONTOLOGY_GRAPH, turtle_files

TARGET = Path(__file__).parent.parent / "docs" / "ontology.md"
LANGUAGES = ("zh", "en")
DCTERMS, PROV = rdflib.Namespace(PREFIXES["dcterms"]), rdflib.Namespace(PREFIXES["prov"])
# Namespaces that the graph does not use and the ontology refers to.
OTHER = {
    "time": "http://www.w3.org/2006/time#",
    "oa": "http://www.w3.org/ns/oa#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "gws": "https://w3id.org/gongwen/shapes#",
}
HEAD = """<!-- Made by: python tools/make_ontology_docs.py -->

# 本体 The ontology

{description}

版本 Version {version} · 命名空间 Namespace `{namespace}` · 文件 Files [`gongwen.ttl`](../ontology/gongwen.ttl),
[`schemes.ttl`](../ontology/schemes.ttl), [`doctypes.tsv`](../ontology/doctypes.tsv), [`shapes.ttl`](../ontology/shapes.ttl)

```mermaid
graph LR
  Notice["gw:PolicyDocument 通知"] -- gw:promulgates --> Document["gw:PolicyDocument 公文"]
  Document -- eli:passed_by --> Body["org:FormalOrganization 机构"]
  Document -- gw:citation --> Citation["gw:Citation 引用"]
  Citation -- gw:citedDocument --> Cited["eli:LegalResource 被引文件"]
  Document -- "eli:based_on, eli:repeals, …" --> Cited
  Task["gw:Task 任务"] -- gw:statedIn --> Document
  Task -- gw:responsibility --> Responsibility["gw:Responsibility 责任"]
  Responsibility -- gw:body --> Body
  Task -- "gw:leadBody, gw:cooperatingBody, gw:responsibleBody" --> Body
  Task -- gw:deadline --> Deadline["gw:Deadline 期限"]
  Document -- gw:deadline --> Deadline
  Term["gw:Term 术语"] -- gw:statedIn --> Document
  Body -- gw:area --> Area["gw:Area 行政区域"]
  Responsibility -- prov:wasQuotedFrom --> Quote["来源#char=起,止"]
```

每条陈述（公文、引用、任务、责任、期限、术语）恰好有一个 `prov:wasQuotedFrom`。
Every statement (document, citation, task, responsibility, deadline, term) has exactly one `prov:wasQuotedFrom`.
"""


def render() -> str:
    """The whole page."""
    graph, shapes = rdflib.Graph(), rdflib.Graph()
    for name, data in turtle_files():
        (shapes if name == "shapes.ttl" else graph).parse(data=data, format="turtle")
    ontology = rdflib.URIRef(ONTOLOGY_GRAPH)
    head = HEAD.format(
        description="\n\n".join(both(graph, ontology, DCTERMS.description)),
        version=graph.value(ontology, OWL.versionInfo),
        namespace=GW,
    )
    parts = [head, "## 前缀 Prefixes\n", *prefixes(), "\n## 类 Classes\n"]
    for term in terms(graph, OWL.Class):
        parts.append(class_entry(graph, term))
    parts.append("## 属性 Properties\n")
    for term in terms(graph, OWL.ObjectProperty, OWL.DatatypeProperty):
        parts.append(property_entry(graph, term))
    parts.append("## 概念体系 Concept schemes\n")
    for scheme in (GW + "Roles", GW + "DeadlineKinds"):
        parts.extend(scheme_entry(graph, rdflib.URIRef(scheme)))
    parts.extend(types_entry(graph))
    parts.extend(shapes_entry(shapes))
    return "\n".join(parts).rstrip("\n") + "\n"


def terms(graph: rdflib.Graph, *kinds: Node) -> list[Node]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(GW)}
    return sorted(found, key=str)


def prefixes() -> Iterator[str]:
    yield "| | |\n|---|---|"
    for prefix, namespace in (PREFIXES | OTHER).items():
        yield f"| `{prefix}:` | {namespace} |"


def class_entry(graph: rdflib.Graph, term: Node) -> str:
    own = [p for p in terms(graph, OWL.ObjectProperty, OWL.DatatypeProperty) if term in domains(graph, p)]
    return entry(
        graph,
        term,
        [
            ("子类于 subclass of", graph.objects(term, RDFS.subClassOf)),
            ("不相交 disjoint with", graph.objects(term, OWL.disjointWith)),
            ("另见 see also", graph.objects(term, RDFS.seeAlso)),
            ("属性 properties", own),
        ],
    )


def property_entry(graph: rdflib.Graph, term: Node) -> str:
    inverse = [*graph.objects(term, OWL.inverseOf), *graph.subjects(OWL.inverseOf, term)]
    return entry(
        graph,
        term,
        [
            ("定义域 domain", domains(graph, term)),
            ("值域 range", graph.objects(term, RDFS.range)),
            ("子属性于 subproperty of", graph.objects(term, RDFS.subPropertyOf)),
            ("逆属性 inverse", inverse),
            ("另见 see also", graph.objects(term, RDFS.seeAlso)),
        ],
    )


def domains(graph: rdflib.Graph, term: Node) -> list[Node]:
    """The classes of a domain, those of a union one by one."""
    found: list[Node] = []
    for domain in graph.objects(term, RDFS.domain):
        union = graph.value(domain, OWL.unionOf)
        found.extend([domain] if union is None else Collection(graph, union))
    return found


def entry(graph: rdflib.Graph, term: Node, facts: list[tuple[str, Iterable[Node]]]) -> str:
    """A heading, both comments, and what is said of the term by other terms."""
    label = " · ".join(both(graph, term, RDFS.label))
    lines = [f"### `{short(term)}` {label}\n", *(f"{said}\n" for said in both(graph, term, RDFS.comment))]
    for name, nodes in facts:
        said = ", ".join(
            f"`{short(node)}`" for node in sorted(nodes, key=str) if isinstance(node, rdflib.URIRef)
        )
        if said:
            lines.append(f"- {name}: {said}")
    return "\n".join(lines).rstrip("\n") + "\n"


def scheme_entry(graph: rdflib.Graph, scheme: rdflib.URIRef) -> Iterator[str]:
    yield f"### `{short(scheme)}` {' · '.join(both(graph, scheme, SKOS.prefLabel))}\n"
    yield from (f"{said}\n" for said in both(graph, scheme, SKOS.definition))
    yield "| 概念 concept | 名称 label | 定义 definition | 例 example |\n|---|---|---|---|"
    for concept in sorted(graph.subjects(SKOS.inScheme, scheme), key=str):
        label, definition = both(graph, concept, SKOS.prefLabel), both(graph, concept, SKOS.definition)
        example = graph.value(concept, SKOS.example)
        yield f"| `{short(concept)}` | {' '.join(label)} | {'<br>'.join(definition)} | {example} |"
    yield ""


def types_entry(graph: rdflib.Graph) -> Iterator[str]:
    scheme = rdflib.URIRef(f"{GW}DocumentTypes")
    yield f"### `{short(scheme)}` {' · '.join(both(graph, scheme, SKOS.prefLabel))}\n"
    yield from (f"{said}\n" for said in both(graph, scheme, SKOS.definition))
    yield "概念的 IRI 为 `https://w3id.org/gongwen/ontology/type/` 加其中文名称。"
    yield "The IRI of a concept is `https://w3id.org/gongwen/ontology/type/` and its Chinese word.\n"
    yield "| 文种 type | 定义 definition | 来源 source |\n|---|---|---|"
    for row in read_table("doctypes.tsv"):
        definition = f"{row['definition']}<br>{row['definition_en']}"
        yield f"| {row['word']} {row['en']} | {definition} | {row['source']} |"
    yield ""


def shapes_entry(shapes: rdflib.Graph) -> Iterator[str]:
    yield "## 形状 Shapes\n"
    yield "`gongwen check` 检查的约束。What `gongwen check` holds every graph against.\n"
    yield "| 形状 shape | 约束 expected |\n|---|---|"
    named = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes.subjects(RDF.type, kind)}
    for shape in sorted(named, key=str):
        says = shapes.value(shape, SH.sparql) or shape
        messages = both(shapes, says, SH.message)
        if messages:
            yield f"| `{short(shape)}` | {'<br>'.join(messages)} |"


def both(graph: rdflib.Graph, node: Node, predicate: Node) -> list[str]:
    """What is said in Chinese, then in English."""
    said = {o.language: str(o) for o in graph.objects(node, predicate) if isinstance(o, rdflib.Literal)}
    return [said[language].replace("|", "\\|") for language in LANGUAGES if language in said]


def short(node: Node) -> str:
    for prefix, namespace in OTHER.items():
        if str(node).startswith(namespace):
            return f"{prefix}:{str(node)[len(namespace) :]}"
    return compact(str(node))


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(render(), "utf-8")
