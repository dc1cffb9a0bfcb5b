// Search: a combobox (WAI-ARIA 1.2) over every name of what the page has.
"use strict";

{
  const MOST = 30;
  const input = G.byId("search");
  const list = G.byId("results");
  let found = [];
  let active = -1;

  /** Without width, case, blanks and brackets, so that 云府[2021]1号 finds 云府〔2021〕1号. */
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s〔〕[\]()（）《》“”"'·]/g, "");

  const index = G.data.nodes.map((node) => {
    const area = node.area ?? "";
    const also = (node.also ?? "").split("；").filter(Boolean);
    const names = [node.label, ...(node.names ?? "").split("；"), node.number ?? ""].filter(Boolean);
    return {
      names: names.map((name) => [plain(name), name]),
      also: also.map((name) => [plain(area + name), name, plain(name)]),
    };
  });

  const former = Object.entries(G.data.former).map(([name, ids]) => [plain(name), name, ids]);

  /** Whether all characters of the query are in the text in this order: 卫健局 in 卫生健康局. */
  const within = (query, text) => {
    let at = 0;
    for (const character of text) if (character === query[at]) at += 1;
    return at === query.length;
  };

  /** The lower the better; null where the name is not meant. */
  const rank = (query, [name]) => {
    if (name === query) return 0;
    if (name.endsWith(query)) return 1;
    if (name.startsWith(query)) return 2;
    if (name.includes(query)) return 3;
    return query.length > 2 && within([...query], name) ? 5 : null;
  };
  const rankAlso = (query, [full, , own]) => {
    if (query === own || query === full || (full.endsWith(query) && query.endsWith(own))) return 1.5;
    // 市卫计局: a part of the area's name before the whole name.
    if (query.endsWith(own) && within([...query], full)) return 1.5;
    return own.startsWith(query) && query.length > 1 ? 4 : null;
  };

  /** 财政 means 财政厅 rather than 财政部门, which is nobody. */
  const vague = (id, query) => (G.data.nodes[id].collective && plain(G.data.nodes[id].label) !== query ? 3.6 : 0);

  G.find = (text) => {
    const query = plain(text);
    if (!query) return [];
    const hits = [];
    index.forEach(({ names, also }, id) => {
      let best = null;
      for (const name of names) {
        const value = rank(query, name);
        if (value !== null && (best === null || value < best[0])) best = [value, name[1]];
      }
      for (const name of also) {
        const value = rankAlso(query, name);
        if (value !== null && (best === null || value < best[0])) best = [value, name[1]];
      }
      if (best) hits.push({ id, value: best[0] + vague(id, query), name: best[1] });
    });
    const known = new Set(hits.map(({ id }) => id));
    for (const [own, name, ids] of former)
      for (const id of ids) {
        const full = plain((G.data.nodes[id].area ?? "") + name);
        if (known.has(id) || !query.endsWith(own) || !within([...query], full)) continue;
        known.add(id);
        hits.push({ id, value: 4.5, name, former: true });
      }
    // Bodies before tasks, then the more important, which come first in the data.
    const order = { body: 0, document: 0, stub: 1, task: 2 };
    const kind = (hit) => order[G.data.nodes[hit.id].node_kind];
    return hits.sort((a, b) => kind(a) - kind(b) || a.value - b.value || a.id - b.id);
  };

  const option = (hit, place) => {
    const node = G.data.nodes[hit.id];
    const other = hit.name !== node.label ? G.word(hit.former ? "search.former" : "search.also", hit.name) : "";
    const told = [G.word(`one.${G.nodeKind(node)}`), node.area, node.number, node.document_title, other];
    if (!G.shown.nodes.has(hit.id)) told.push(G.word("search.hidden"));
    return G.element(
      "li",
      { role: "option", id: `result-${place}`, "aria-selected": "false", "data-place": place },
      G.element("b", {}, node.label),
      G.element("small", {}, told.filter(Boolean).join(" · ")),
    );
  };

  const show = () => {
    const hits = G.find(input.value);
    found = hits.slice(0, MOST);
    active = -1;
    list.replaceChildren(...found.map(option));
    if (input.value.trim()) {
      const said = hits.length ? G.word("search.count", G.number(hits.length)) : G.word("search.none");
      list.append(G.element("li", { class: "count", role: "presentation" }, said));
    }
    open(input.value.trim() !== "");
  };
  const open = (yes) => {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) input.removeAttribute("aria-activedescendant");
  };
  const move = (to) => {
    if (!found.length) return;
    active = (to + found.length) % found.length;
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === active)));
    list.children[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `result-${active}`);
  };
  const take = (hit, focus) => {
    open(false);
    input.value = G.data.nodes[hit.id].label;
    G.reveal(hit.id);
    G.select({ node: hit.id }, { centre: true, focus });
  };

  input.addEventListener("input", show);
  input.addEventListener("focus", () => input.value.trim() && show());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the input method has the keys
    if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active - 1);
    else if (event.key === "Enter" && found.length) take(found[Math.max(active, 0)], true);
    else if (event.key === "Escape" && !list.hidden) open(false);
    else if (event.key === "Escape") input.value = "";
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-place]");
    if (chosen) take(found[chosen.dataset.place], false);
  });
  input.addEventListener("blur", () => open(false));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  G.on("language", () => open(false));
}
