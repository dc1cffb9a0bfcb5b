// What every part of the page shares: the data, the words, what is shown and selected, and safe ways to make elements.
"use strict";

const G = {
  data: JSON.parse(document.getElementById("data").textContent),
  language: 0, // 0 Chinese, 1 English: places in the pairs of words
  selected: null, // {node: id} or {edge: id}
  shown: { nodes: new Set(), edges: new Set() },
  listeners: {},
};

G.on = (event, act) => (G.listeners[event] ??= []).push(act);
G.emit = (event, ...told) => (G.listeners[event] ?? []).forEach((act) => act(...told));

/** The word of a key in the language of the page; {0} … are replaced. Text of documents is never taken for a key. */
G.word = (key, ...values) => {
  const said = Object.hasOwn(G.data.words, key) ? G.data.words[key][G.language] : key;
  return said.replace(/\{(\d)\}/g, (_, place) => values[place] ?? "");
};
G.has = (key) => Object.hasOwn(G.data.words, key);

/** A number as it is read: 12,345. */
G.number = (value) => value.toLocaleString("en-US");

/** An element with attributes and children; strings become text, never markup. */
G.element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
};
G.byId = (id) => document.getElementById(id);

/** A little square or line in a colour: style attributes are forbidden by the policy, properties are not. */
G.swatch = (kind, colour, more = {}) => {
  const made = G.element("i", { class: `swatch ${kind}`, "aria-hidden": "true" });
  made.style.setProperty("--colour", colour);
  if (more.border) made.style.setProperty("--border", more.border);
  return made;
};

G.nodeKind = (node) => (node.collective ? "collective" : node.node_kind);
G.edgeName = (edge) => (edge.role ? `role.${edge.role}` : `relation.${edge.relation}`);
G.edgeColour = (edge) => G.data.colours.edges[edge.role ?? edge.relation] ?? "#7d8b99";
G.isDuty = G.data.kind === "responsibilities";
G.isDocuments = G.data.kind === "citations" || G.data.kind === "authority";

/** Edges of each node, as [edge id, other end, whether the node is where it begins]. */
G.around = G.data.nodes.map(() => []);
G.data.edges.forEach((edge, id) => {
  G.around[edge.from].push([id, edge.to, true]);
  if (edge.to !== edge.from) G.around[edge.to].push([id, edge.from, false]);
});

const DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;
/** 2021-06 as 2021年6月; anything else as it is. */
G.date = (value) => {
  const found = DATE.exec(value);
  if (!found || G.language) return value;
  return `${found[1]}年${found[2] ? `${+found[2]}月` : ""}${found[3] ? `${+found[3]}日` : ""}`;
};

/** "due 2021-06；within P5WD" in words, which the page brings: ["2021年6月底前", "5个工作日内"]. */
G.deadlines = (joined) =>
  (joined || "").split("；").filter(Boolean).map((one) => (Object.hasOwn(G.data.deadlines, one) ? G.data.deadlines[one][G.language] : one));

/** Saves bytes as a file, through a blob: nothing leaves the page. */
G.save = (blob, name) => {
  const link = G.element("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

/** Selects a node, an edge or nothing; the address of the page says which node. */
G.select = (selection, { centre = false, focus = false } = {}) => {
  G.selected = selection;
  const node = selection && "node" in selection ? G.data.nodes[selection.node] : null;
  const hash = node ? `#node=${encodeURIComponent(node.iri)}` : "";
  if (location.hash !== hash) history.pushState(null, "", hash || location.pathname + location.search);
  G.emit("select", { centre, focus });
};

/** Sets the words of everything in the template that has some. */
G.translate = () => {
  document.documentElement.lang = G.language ? "en" : "zh-CN";
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = G.word(one.dataset.word);
  for (const one of document.querySelectorAll("[data-placeholder]")) one.placeholder = G.word(one.dataset.placeholder);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", G.word(one.dataset.label));
  for (const one of document.querySelectorAll("[data-hint]")) {
    one.title = G.word(one.dataset.hint);
    if (!one.textContent.trim()) one.setAttribute("aria-label", one.title);
  }
  G.emit("language");
};
