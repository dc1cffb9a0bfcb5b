"""The graph *queries*: the named queries as SHACL executables, so that editors and other programs find them where they
find the data (SHACL Advanced Features, section 5; the shape of https://github.com/sib-swiss/sparql-examples).

A query is ``sh:SPARQLExecutable`` and ``sh:SPARQLSelectExecutable``; its parameters are ``sh:parameter``, whose path
ends with the name of the variable. It depends on the installed queries and the base alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from gongwen.graph.asking.queries import GROUPS, Bilingual, NamedQuery, Parameter, ParameterKind, load_queries
from gongwen.graph.asking.query_values import TODAY, typed_value
from gongwen.graph.triples.iri import Names
from gongwen.graph.triples.lines import RDF_TYPE, GraphLines
from gongwen.graph.triples.terms import PREFIXES, iri, tagged, term, text, typed

# What each kind of parameter is bound to; ``within`` narrows a search and is bound to nothing.
_KINDS: dict[ParameterKind, tuple[str, str]] = {
    ParameterKind.BODY: ("sh:class", "org:FormalOrganization"),
    ParameterKind.AREA: ("sh:class", "gw:Area"),
    ParameterKind.DOCUMENT: ("sh:class", "eli:LegalResource"),
    ParameterKind.IRI: ("sh:nodeKind", "sh:IRI"),
    ParameterKind.CHOICE: ("sh:nodeKind", "sh:IRI"),
    ParameterKind.TEXT: ("sh:datatype", "xsd:string"),
    ParameterKind.SINCE: ("sh:datatype", "xsd:date"),
    ParameterKind.UNTIL: ("sh:datatype", "xsd:date"),
    ParameterKind.DAY: ("sh:datatype", "xsd:date"),
    ParameterKind.YEAR: ("sh:datatype", "xsd:integer"),
    ParameterKind.NUMBER: ("sh:datatype", "xsd:integer"),
}


def queries_lines(names: Names) -> tuple[str, ...]:
    """The N-Quads lines of the graph *queries*, sorted, no two alike."""
    settled: list[str] = []
    _Writer(names, GraphLines(names.graph("queries"), settled.append)).write()
    return tuple(sorted(set(settled)))


def select_text(query: NamedQuery) -> str:
    """A query without the comments at its head, which the graph says in triples."""
    lines = query.text.splitlines(keepends=True)
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        del lines[0]
    return "".join(lines)


class _Writer:
    def __init__(self, names: Names, lines: GraphLines) -> None:
        self._names, self._add = names, lines.add

    def write(self) -> None:
        for prefix, namespace in PREFIXES.items():
            node = iri(f"{self._names.graph('queries')}/prefix/{prefix}")
            self._add(iri(self._names.graph("queries")), term("sh:declare"), node)
            self._add(node, term("sh:prefix"), text(prefix))
            self._add(node, term("sh:namespace"), typed(namespace, "anyURI"))
        for query in load_queries().values():
            self._query(query)

    def _query(self, query: NamedQuery) -> None:
        node = iri(self._names.query(query.name))
        self._add(node, RDF_TYPE, term("sh:SPARQLExecutable"))
        self._add(node, RDF_TYPE, term("sh:SPARQLSelectExecutable"))
        self._add(node, term("dcterms:identifier"), text(query.name))
        self._add(node, term("sh:select"), text(select_text(query)))
        self._add(node, term("sh:prefixes"), iri(self._names.graph("queries")))
        about = query.about or Bilingual("", "")
        for language, question, more, group in (
            ("zh", query.question.zh, about.zh, GROUPS[query.group].zh),
            ("en", query.question.en, about.en, GROUPS[query.group].en),
        ):
            self._add(node, term("rdfs:label"), tagged(question, language))
            self._add(node, term("rdfs:comment"), tagged(f"{question} {more}".strip(), language))
            self._add(node, term("dcat:keyword"), tagged(group, language))
        bound = [p for p in query.parameters if p.kind is not ParameterKind.WITHIN]
        for order, parameter in enumerate(bound):
            self._parameter(query, parameter, order)

    def _parameter(self, query: NamedQuery, parameter: Parameter, order: int) -> None:
        owner = self._names.query(query.name)
        address = f"{owner}/parameter/{parameter.name}"
        node = iri(address)
        self._add(iri(owner), term("sh:parameter"), node)
        self._add(node, RDF_TYPE, term("sh:Parameter"))
        self._add(node, term("sh:path"), iri(f"{owner}#{parameter.name}"))
        self._add(node, term("sh:name"), tagged(parameter.label.zh, "zh"))
        self._add(node, term("sh:name"), tagged(parameter.label.en, "en"))
        self._add(node, term("sh:order"), typed(str(order), "integer"))
        self._add(node, term("sh:optional"), typed(str(not parameter.required).lower(), "boolean"))
        constraint, value = _KINDS[parameter.kind]
        self._add(node, term(constraint), term(value))
        default = self._default(parameter)
        if default:
            self._add(node, term("sh:defaultValue"), default)
        for subject, predicate, item in _listed(address, parameter.choices):
            self._add(subject, predicate, item)

    def _default(self, parameter: Parameter) -> str | None:
        """The default as a term; that of the day on which the question is asked cannot be said."""
        if parameter.default is None or parameter.default == TODAY:
            return None
        if parameter.kind is ParameterKind.AREA:
            return iri(self._names.area(parameter.default))
        value = typed_value(parameter, parameter.default)
        return str(value) if isinstance(value, ox.Literal | ox.NamedNode) else None


def _listed(owner: str, choices: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """``sh:in`` with the choices as an RDF list, its nodes named by their places."""
    subject, predicate = iri(owner), term("sh:in")
    for number, choice in enumerate(choices):
        node = iri(f"{owner}/in/{number}")
        yield subject, predicate, node
        yield node, term("rdf:first"), term(choice)
        subject, predicate = node, term("rdf:rest")
    if choices:
        yield subject, predicate, term("rdf:nil")
