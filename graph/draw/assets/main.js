// Begins: words, filters, the first drawing, the node that the address names.
"use strict";

{
  const { word } = G;
  const params = () => new URLSearchParams(location.hash.slice(1));

  G.show = (view) => {
    G.view = view;
    G.byId("graph-view").hidden = view !== "graph";
    G.byId("table-view").hidden = view !== "table";
    for (const name of ["graph", "table"]) G.byId(`view-${name}`).setAttribute("aria-pressed", String(name === view));
    G.emit("view");
    if (view === "graph") G.redraw();
  };
  for (const name of ["graph", "table"]) G.byId(`view-${name}`).addEventListener("click", () => G.show(name));

  /** 机构 308 · 任务 206 */
  const contents = () => {
    const count = (name) => G.data.nodes.filter((node) => node.node_kind === name).length;
    const kinds = ["body", "task", "document", "stub"].map((name) => [name, count(name)]).filter(([, number]) => number);
    return kinds.map(([name, number]) => `${word(`kind.${name}`)} ${G.number(number)}`).join(" · ");
  };
  const head = () => {
    const { heading, whole } = G.data;
    const title = G.language ? heading.en : heading.zh;
    document.title = title;
    G.byId("title").textContent = title;
    const limits = heading.limits.map(([name, value]) => `${word(`limit.${name}`)} ${G.has(value) ? word(value) : value}`);
    G.byId("limits").textContent = limits.length ? `${word("limits")}${G.language ? ": " : "："}${limits.join(" · ")}` : contents();
    const narrow = G.isDocuments ? "--area --since --type" : "--area --since --type --role";
    const counts = [G.data.nodes.length, whole.nodes, G.data.edges.length, whole.edges].map(G.number);
    G.byId("left").firstElementChild.textContent = word("left", ...counts, narrow, whole.needed);
    G.byId("made").textContent = word("made", document.body.dataset.version);
    G.byId("graph").setAttribute("aria-label", word("graph.label", title, G.number(G.data.nodes.length)));
  };
  const status = () => {
    const { nodes, edges } = G.shown;
    G.byId("status").textContent = word("status", ...[nodes.size, G.data.nodes.length, edges.size, G.data.edges.length].map(G.number));
    const empty = G.byId("empty");
    empty.hidden = nodes.size > 0;
    empty.textContent = word(G.data.nodes.length ? "empty" : "empty.graph");
  };

  /** #node=… : an IRI, or any name that the search knows. */
  const follow = () => {
    const wanted = params().get("node");
    if (wanted === null) return G.selected && "node" in G.selected ? G.select(null) : undefined;
    let id = G.data.nodes.findIndex((node) => node.iri === wanted);
    if (id < 0) id = G.find(wanted)[0]?.id ?? -1;
    if (id < 0) return undefined;
    G.reveal(id);
    G.selected = { node: id };
    return G.emit("select", { centre: true, focus: false });
  };

  G.byId("language").addEventListener("click", () => {
    G.language = 1 - G.language;
    G.translate();
  });
  G.on("language", () => {
    head();
    status();
  });
  G.on("shown", () => {
    G.applyShown();
    status();
    G.redraw();
  });
  G.byId("left").hidden = G.data.whole.nodes <= G.data.nodes.length && G.data.whole.edges <= G.data.edges.length;
  G.byId("left").lastElementChild.addEventListener("click", () => (G.byId("left").hidden = true));
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);

  G.view = "graph";
  if (/^en\b/.test(params().get("lang") ?? "")) G.language = 1;
  G.applyFilters();
  G.translate();
  G.fit(false);
  follow();
  document.body.dataset.ready = "yes";
}
