// The panel: what is selected, what it does with whom, and the sentences of documents that say so.
"use strict";

{
  const STEP = 20; // entries shown at once
  const NAMES = 6; // of a body
  const panel = G.byId("panel");
  const { element: e, word } = G;

  const jump = (id) => {
    const go = () => {
      G.reveal(id);
      G.select({ node: id }, { centre: true, focus: true });
    };
    return e("button", { type: "button", class: "jump", onclick: go }, G.data.nodes[id].label);
  };
  const chip = (edge, key) => {
    const made = e("span", { class: "chip" }, word(key ?? G.edgeName(edge)));
    made.style.setProperty("--colour", G.edgeColour(edge));
    return made;
  };

  /** The sentence, with the characters marked that say so, and where they stand. */
  const quote = (told) => {
    if (!told.quote) return told.evidence_file ? e("p", { class: "place" }, place(told)) : null;
    const characters = [...told.quote];
    const [start, end] = [told.quote_start ?? 0, told.quote_end ?? 0];
    const part = (from, to) => characters.slice(from, to).join("");
    const marked = end > start && end - start < characters.length ? e("mark", {}, part(start, end)) : part(start, end);
    return e(
      "figure",
      { class: "quote" },
      e("blockquote", { lang: "zh-CN" }, part(0, start), marked, part(end)),
      e("figcaption", {}, place(told)),
    );
  };
  const place = (told) => word("panel.place", told.evidence_file, told.evidence_start, told.evidence_end);

  const facts = (...pairs) => {
    const list = e("dl", {});
    for (const [key, value] of pairs) if (value) list.append(e("dt", {}, word(key)), e("dd", {}, value));
    return list.children.length ? list : null;
  };
  const spaced = (text) => (text ?? "").split("；").filter(Boolean).join("、");
  /** The first of many names; all of them where one points. */
  const some = (names) => {
    const all = (names ?? "").split("；").filter(Boolean);
    return all.length > NAMES + 1 ? e("span", { title: all.join("、") }, `${all.slice(0, NAMES).join("、")}…`) : all.join("、");
  };
  const deadlines = (told) => {
    const said = G.deadlines(told.deadlines);
    // A point in time is its own last day.
    const points = (told.deadlines || "").split("；").every((one) => one.startsWith("due "));
    if (told.latest && !points) said.push(word("deadline.latest", G.date(told.latest)));
    return said.join("；");
  };

  /** Entries in a section, the first ones at once and the others on demand. */
  const section = (title, entries, make, count = entries.length) => {
    if (!entries.length) return null;
    const list = e("ol", { class: "entries" });
    const box = e("section", {}, e("h3", {}, title, e("span", { class: "count" }, G.number(count))), list);
    const more = (from) => {
      list.append(...entries.slice(from, from + STEP).map((entry) => e("li", {}, ...make(entry).filter(Boolean))));
      const left = entries.length - from - STEP;
      if (left <= 0) return;
      const button = e("button", { type: "button", class: "quiet" }, word("panel.more", Math.min(left, STEP)));
      button.addEventListener("click", () => {
        button.remove();
        more(from + STEP);
      });
      box.append(button);
    };
    more(0);
    return box;
  };

  /** Edges of a node that are shown, the heavier first, and how many are not. */
  const links = (id) => {
    const all = G.around[id];
    const shown = all.filter(([edge]) => G.shown.edges.has(edge));
    return { shown, hidden: all.length - shown.length };
  };
  const hiddenNote = (hidden) => (hidden ? e("p", { class: "note" }, word("panel.filtered", G.number(hidden))) : null);
  /** Of ``all`` that a node is linked with in the whole graph, how many this page does not draw. */
  const undrawn = (links, all = 0) => Math.max(0, all - new Set(links.map(([, other]) => other)).size);
  const undrawnNote = (count) => (count ? e("p", { class: "note" }, word("panel.undrawn", G.number(count))) : null);
  const edgeOf = (link) => G.data.edges[link[0]];
  const by = (...keys) => (a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)];
      if (x < y) return -1;
      if (x > y) return 1;
    }
    return 0;
  };

  const ROLES = ["lead", "responsible", "cooperate"];
  const dutyEntry = ([id, other]) => {
    const edge = G.data.edges[id];
    const task = G.data.nodes[other];
    return [
      e("div", { class: "head" }, chip(edge), jump(other)),
      facts(["panel.deadline", deadlines(task)], ["panel.document", document(task)]),
      quote(edge),
    ];
  };
  const document = (told) => [told.document_title, told.document_number].filter(Boolean).join(" ");

  const bodyOfDuties = (id) => {
    const { shown, hidden } = links(id);
    const sections = ROLES.map((role) =>
      section(
        word(`role.${role}`),
        shown.filter((link) => edgeOf(link).role === role).sort(by((l) => G.data.nodes[l[1]].document_title ?? "", (l) => G.data.nodes[l[1]].evidence_start ?? 0)),
        dutyEntry,
      ),
    );
    return [...sections, hiddenNote(hidden), undrawnNote(undrawn(G.around[id], G.data.nodes[id].tasks))];
  };

  const task = (id, node) => {
    const { shown, hidden } = links(id);
    const entries = shown.sort(by((l) => ROLES.indexOf(edgeOf(l).role), (l) => edgeOf(l).evidence_start));
    return [
      facts(["panel.deadline", deadlines(node)], ["panel.document", document(node)]),
      section(word("panel.bodies"), entries, (link) => [
        e("div", { class: "head" }, chip(edgeOf(link)), jump(link[1])),
        quote(edgeOf(link)),
      ]),
      hiddenNote(hidden),
      undrawnNote(undrawn(G.around[id], node.bodies)),
      e("section", {}, e("h3", {}, word("panel.text")), quote({ ...node, quote: node.text || node.quote, quote_start: 0, quote_end: 0 })),
    ];
  };

  /** How a pair of bodies is to each other, seen from one of them. */
  const pairKey = (edge, outward) => (edge.relation === "leads" && !outward ? "relation.led" : G.edgeName(edge));
  const pairEntry = (link, key) => {
    const edge = edgeOf(link);
    return [
      e("div", { class: "head" }, chip(edge, key), jump(link[1])),
      e("p", { class: "note" }, word("panel.shared", G.number(edge.weight))),
      facts(["panel.example", edge.task_label], ["panel.deadline", deadlines(edge)], ["panel.document", document(edge)]),
      quote(edge),
    ];
  };
  const partners = (id) => {
    const { shown, hidden } = links(id);
    const entries = shown.sort(by((l) => -edgeOf(l).weight, (l) => l[1]));
    // Two bodies may be linked in more than one way.
    const bodies = new Set(entries.map(([, other]) => other)).size;
    return [section(word("panel.partners"), entries, (link) => pairEntry(link, pairKey(edgeOf(link), link[2])), bodies), hiddenNote(hidden), undrawnNote(undrawn(G.around[id], G.data.nodes[id].partners))];
  };

  const citationEntry = (link) => {
    const edge = edgeOf(link);
    const key = link[2] ? `relation.${edge.relation}` : `relation.of.${edge.relation}`;
    return [
      e("div", { class: "head" }, chip(edge, key), jump(link[1])),
      facts(["panel.articles", spaced(edge.articles)]),
      quote(edge),
    ];
  };
  const citations = (id) => {
    const { shown, hidden } = links(id);
    const { citing: cites, cited } = G.data.nodes[id];
    const order = Object.keys(G.data.colours.edges);
    const sorted = shown.sort(by((l) => order.indexOf(edgeOf(l).relation), (l) => l[1]));
    return [
      section(word("panel.cites"), sorted.filter((l) => l[2]), citationEntry),
      section(word("panel.citedby"), sorted.filter((l) => !l[2]), citationEntry),
      hiddenNote(hidden),
      undrawnNote(undrawn(G.around[id].filter((l) => l[2]), cites) + undrawn(G.around[id].filter((l) => !l[2]), cited)),
    ];
  };

  const bodyFacts = (node) =>
    facts(
      ["panel.names", some(node.names)],
      ["panel.lexicon", some(node.also)],
      ["panel.area", node.area],
      ["panel.level", node.level && word(`level.${node.level}`)],
    );
  const documentFacts = (node) => {
    const force = [
      node.in_force_from && word("panel.force.from", G.date(node.in_force_from)),
      node.in_force_until && word("panel.force.until", G.date(node.in_force_until)),
    ];
    return facts(
      ["column.number", node.number],
      ["panel.issuers", spaced(node.issuers)],
      ["panel.date", node.date && G.date(node.date)],
      ["panel.type", node.document_type],
      ["panel.force", force.filter(Boolean).join(G.language ? " " : "，")],
    );
  };
  const MEASURES = ["led", "cooperated", "responsible", "tasks", "bodies", "partners", "strength", "cited", "citing", "rests_on_it", "betweenness", "pagerank"];
  const measures = (node) => {
    const told = MEASURES.filter((name) => node[name]).map((name) =>
      e("div", {}, e("b", {}, Number.isInteger(node[name]) ? G.number(node[name]) : node[name].toPrecision(3)), e("span", {}, word(`column.${name}`))),
    );
    return told.length ? e("div", { class: "measures" }, ...told) : null;
  };

  const node = (id) => {
    const told = G.data.nodes[id];
    const kind = told.node_kind;
    const isBody = kind === "body";
    const rest = kind === "task" ? task(id, told) : isBody ? (G.isDuty ? bodyOfDuties(id) : partners(id)) : citations(id);
    return [
      header(word(`one.${G.nodeKind(told)}`), told.label),
      measures(told),
      isBody ? bodyFacts(told) : kind === "task" ? null : documentFacts(told),
      ...rest,
      actions(id),
    ];
  };
  const edge = (id) => {
    const told = G.data.edges[id];
    const key = G.edgeName(told);
    const ends = e("div", { class: "ends" }, jump(told.from), chip(told, key), jump(told.to));
    const task = G.isDuty ? G.data.nodes[told.to] : told;
    return [
      header(word("one.edge"), word(key)),
      ends,
      G.isDuty || G.isDocuments ? null : e("p", { class: "note" }, word("panel.shared", G.number(told.weight))),
      facts(
        ["panel.example", told.task_label],
        ["panel.deadline", deadlines(task)],
        ["panel.document", document(task)],
        ["panel.articles", spaced(told.articles)],
      ),
      quote(told),
    ];
  };
  const header = (kind, title) =>
    e(
      "header",
      {},
      e("p", { class: "kind" }, kind),
      e("h2", {}, title),
      e("button", { type: "button", class: "close", "aria-label": word("panel.close"), title: word("panel.close"), onclick: () => G.select(null) }, "×"),
    );
  const actions = (id) => {
    const link = e("button", { type: "button", class: "quiet" }, word("panel.link"));
    link.addEventListener("click", async () => {
      const said = await navigator.clipboard.writeText(location.href).then(() => true, () => false);
      if (said) link.textContent = word("panel.linked");
    });
    const centre = () => {
      G.show("graph");
      G.select({ node: id }, { centre: true });
    };
    return e("p", { class: "actions" }, e("button", { type: "button", class: "quiet", onclick: centre }, word("panel.center")), link);
  };

  const render = () => {
    const chosen = G.selected;
    panel.hidden = !chosen;
    if (!chosen) return panel.replaceChildren();
    panel.replaceChildren(...("node" in chosen ? node(chosen.node) : edge(chosen.edge)).filter(Boolean));
    panel.scrollTop = 0;
  };
  G.on("select", ({ focus }) => {
    render();
    if (focus && G.selected) panel.focus({ preventScroll: true });
  });
  G.on("language", render);
  G.on("shown", render);
  globalThis.document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !G.selected) return;
    G.select(null);
    G.byId(G.view === "table" ? "table" : "graph").focus({ preventScroll: true });
  });
}
