// Filters, which are the legend too: what is shown follows from what is ticked.
"use strict";

{
  const { element: e, word } = G;
  const box = G.byId("filter-groups");
  const off = { role: new Set(), kind: new Set(), type: new Set(), level: new Set() };
  let area = "";
  let weight = 1;
  let due = false;
  let colour = "level";

  const nodes = G.data.nodes;
  const edges = G.data.edges;
  const roleOf = (edge) => edge.role ?? edge.relation;
  const typeOf = (node) => node.document_type ?? "";
  const levelOf = (node) => node.level ?? "";
  const isTask = (node) => node.node_kind === "task";

  const counted = (values) => {
    const found = new Map();
    for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
    return found;
  };
  const notTasks = nodes.filter((node) => !isTask(node));
  const roles = counted(edges.map(roleOf));
  const kinds = counted(nodes.map(G.nodeKind));
  const levels = counted(notTasks.filter((node) => node.node_kind !== "stub").map(levelOf));
  const types = G.isDocuments ? counted(nodes.filter((node) => node.node_kind === "document").map(typeOf)) : new Map();
  const areas = counted(notTasks.map((node) => node.area ?? "").filter(Boolean));
  const heaviest = edges.reduce((most, edge) => Math.max(most, edge.weight ?? 1), 1);

  // An area is told by its code: 44 is a province, 4408 a city of it. Choosing one keeps what lies inside.
  const codes = new Map(notTasks.filter((node) => node.area).map((node) => [node.area, node.adcode]));
  const stem = (code) => (code === "100000" ? "100000" : code.replace(/(00){1,2}$/, ""));
  const inArea = (node) => !area || (node.adcode ?? "").startsWith(area);

  const keepsNode = (node) => {
    if (off.kind.has(G.nodeKind(node))) return false;
    if (isTask(node)) return !due || Boolean(node.deadlines);
    if (node.node_kind === "document" && off.type.has(typeOf(node))) return false;
    if (node.node_kind === "stub") return !area;
    return !off.level.has(levelOf(node)) && inArea(node);
  };
  const filtered = () => area || weight > 1 || due || Object.values(off).some((set) => set.size);

  /** What is shown: nodes that the filters keep, edges between them, and of these nodes those that have one. */
  const apply = () => {
    const kept = nodes.map(keepsNode);
    const shownEdges = new Set();
    const shownNodes = new Set();
    edges.forEach((edge, id) => {
      if (!kept[edge.from] || !kept[edge.to] || off.role.has(roleOf(edge)) || (edge.weight ?? 1) < weight) return;
      shownEdges.add(id);
      shownNodes.add(edge.from);
      shownNodes.add(edge.to);
    });
    if (!filtered()) nodes.forEach((_, id) => shownNodes.add(id));
    G.shown = { nodes: shownNodes, edges: shownEdges };
    G.emit("shown");
  };
  G.applyFilters = apply;

  /** Makes a node visible: filters that hide it are cleared. */
  G.reveal = (id) => {
    if (!G.shown.nodes.has(id)) reset();
  };
  const reset = () => {
    for (const set of Object.values(off)) set.clear();
    area = "";
    weight = 1;
    due = false;
    render();
    apply();
  };

  const check = (set, value, swatch, said, count) => {
    const input = e("input", { type: "checkbox", checked: !set.has(value), "data-value": value });
    input.addEventListener("change", () => {
      input.checked ? set.delete(value) : set.add(value);
      apply();
    });
    return e("label", { class: "check" }, input, swatch, e("span", {}, said), e("small", {}, G.number(count)));
  };
  const group = (name, key, ...children) =>
    children.length ? e("fieldset", { "data-filter": name }, e("legend", {}, word(key)), ...children) : null;

  const roleRows = () => {
    const order = Object.keys(G.data.colours.edges).filter((name) => roles.has(name));
    const key = (name) => (G.isDuty ? `role.${name}` : `relation.${name}`);
    return order.map((name) => {
      const swatch = G.swatch("line", G.data.colours.edges[name]);
      if (["cooperate", "joint", "repeals", "interprets"].includes(name)) swatch.classList.add("dashed");
      return check(off.role, name, swatch, word(key(name)), roles.get(name));
    });
  };
  const kindSwatch = (name) => {
    const { tasks, levels: byLevel } = G.data.colours;
    if (name === "task") return G.swatch("square", tasks.due);
    if (name === "stub") return G.swatch("ring", "#ffffff", { border: "#6b7885" });
    return G.swatch(name === "collective" ? "diamond" : "dot", byLevel.prefecture);
  };
  const kindRows = () =>
    ["body", "collective", "task", "document", "stub"].filter((name) => kinds.has(name)).map((name) =>
      check(off.kind, name, kindSwatch(name), word(`kind.${name}`), kinds.get(name)),
    );
  const levelRows = () =>
    Object.keys(G.data.colours.levels).filter((name) => levels.has(name)).map((name) =>
      check(off.level, name, colour === "level" ? G.swatch("dot", G.data.colours.levels[name]) : "", word(`level.${name}`), levels.get(name)),
    );
  const typeRows = () =>
    [...types].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name, count]) => check(off.type, name, "", name || word("unknown"), count));

  const areaChoice = () => {
    const select = e("select", { "aria-label": word("filter.area") }, e("option", { value: "" }, word("all")));
    const listed = [...areas].sort(([a], [b]) => (codes.get(a) < codes.get(b) ? -1 : 1));
    for (const [name, count] of listed) {
      const value = stem(codes.get(name));
      select.append(e("option", { value, selected: value === area }, `${name}（${count}）`));
    }
    select.value = area;
    select.addEventListener("change", () => {
      area = select.value;
      apply();
    });
    return select;
  };
  const weightChoice = () => {
    const input = e("input", { type: "range", min: 1, max: Math.min(heaviest, 50), value: weight, "aria-label": word(G.isDocuments ? "filter.citations" : "filter.weight") });
    const told = e("output", {}, weight);
    input.addEventListener("input", () => {
      weight = +input.value;
      told.textContent = weight;
      apply();
    });
    return e("div", { class: "range" }, input, told);
  };
  const dueChoice = () => {
    const input = e("input", { type: "checkbox", checked: due, id: "due" });
    input.addEventListener("change", () => {
      due = input.checked;
      apply();
    });
    return e("label", { class: "check" }, input, e("span", {}, word("filter.due")));
  };
  const colourChoice = () => {
    const choices = ["level", "group"].map((name) => {
      const button = e("button", { type: "button", "aria-pressed": String(colour === name) }, word(`colour.${name}`));
      button.addEventListener("click", () => {
        colour = name;
        G.colour(name);
        render();
      });
      return button;
    });
    return e("div", { class: "views" }, ...choices);
  };
  const notes = () => {
    const said = [G.isDocuments ? "legend.size.documents" : "legend.size"];
    if (!G.isDuty) said.push(G.isDocuments ? "legend.arrow.documents" : "legend.arrow");
    if (!G.isDuty && !G.isDocuments) said.push("legend.width");
    if (G.data.kind === "authority") said.push("legend.rows");
    if (G.data.kind === "ego") said.push("legend.rings");
    if (G.data.clusters.length) said.push("legend.groups");
    return e("ul", { class: "notes" }, ...said.map((key) => e("li", {}, word(key))));
  };

  const render = () => {
    const hasGroups = nodes.some((node) => node.community !== undefined && !isTask(node));
    const clear = e("button", { type: "button", class: "quiet", id: "reset", onclick: reset }, word("filters.reset"));
    box.replaceChildren(
      ...[
        group("role", G.isDuty ? "filter.role" : "filter.relation", ...roleRows()),
        kinds.size > 1 || due ? group("kind", "filter.kind", ...kindRows(), ...(kinds.has("task") ? [dueChoice()] : [])) : null,
        levels.size > 1 ? group("level", "filter.level", ...levelRows()) : null,
        types.size > 1 ? group("type", "filter.type", e("div", { class: "long" }, ...typeRows())) : null,
        areas.size > 1 ? group("area", "filter.area", areaChoice()) : null,
        heaviest > 1 ? group("weight", G.isDocuments ? "filter.citations" : "filter.weight", weightChoice()) : null,
        hasGroups ? group("colour", "colour", colourChoice()) : null,
        clear,
        notes(),
      ].filter(Boolean),
    );
  };
  G.on("language", render);

  const toggle = G.byId("filters-toggle");
  const open = (yes) => {
    document.body.classList.toggle("no-filters", !yes);
    toggle.setAttribute("aria-expanded", String(yes));
  };
  toggle.addEventListener("click", () => open(document.body.classList.contains("no-filters")));
  // In a narrow window they would cover the graph.
  if (matchMedia("(max-width: 760px)").matches) open(false);
}
