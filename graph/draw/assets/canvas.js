// The drawing: vis-network with positions given, and over it what is selected, the labels and the tooltip.
"use strict";

{
  const holder = G.byId("graph");
  const tooltip = G.byId("tooltip");
  const { nodes, edges, options } = G.data.network;
  const home = nodes.map(({ x, y }) => ({ x, y }));
  const dataNodes = new vis.DataSet(nodes);
  const dataEdges = new vis.DataSet(edges);
  const network = new vis.Network(holder, { nodes: dataNodes, edges: dataEdges }, options);
  G.network = network;
  const FEW = 40; // neighbours that are brought into view with a node, the nearest
  let physics = false;
  let hovered = null;

  const position = (id) => network.body.nodes[id] ?? home[id];
  const margin = 160;
  const view = () => {
    const { clientWidth: width, clientHeight: height } = holder;
    const scale = network.getScale();
    const centre = network.getViewPosition();
    const screen = ({ x, y }) => ({ x: (x - centre.x) * scale + width / 2, y: (y - centre.y) * scale + height / 2 });
    const inside = ({ x, y }) => x > -margin && y > -margin && x < width + margin && y < height + margin;
    return { width, height, scale, screen, inside, position };
  };

  /** Draws with a pixel of the screen as the unit, whatever vis-network has set. */
  const onScreen = (context, act) => {
    const ratio = holder.querySelector("canvas").width / holder.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    act(context);
    context.restore();
  };

  const grounded = G.data.clusters.map((ground) => [ground, home.flatMap(({ x, y }, id) => (Math.hypot(x - ground.x, y - ground.y) < ground.radius ? [id] : []))]);
  let grounds = G.data.clusters; // of those something is shown

  network.on("beforeDrawing", (context) => {
    if (physics) return;
    context.fillStyle = "#f3f6f9";
    for (const { x, y, radius } of grounds) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
  });

  const line = (context, from, to, colour, width) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  };
  const arrow = (context, from, to, radius, colour) => {
    const turn = Math.atan2(to.y - from.y, to.x - from.x);
    const tip = { x: to.x - Math.cos(turn) * (radius + 2), y: to.y - Math.sin(turn) * (radius + 2) };
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(tip.x, tip.y);
    for (const side of [2.7, -2.7]) context.lineTo(tip.x + Math.cos(turn + side) * 9, tip.y + Math.sin(turn + side) * 9);
    context.fill();
  };
  const shape = (context, id, at, scale) => {
    const { shape: form, color } = dataNodes.get(id);
    const radius = Math.max(nodes[id].size * scale, 3);
    context.fillStyle = color.background ?? color;
    context.strokeStyle = color.border ?? color;
    context.lineWidth = 1.5;
    context.beginPath();
    if (form === "square") context.rect(at.x - radius, at.y - radius, 2 * radius, 2 * radius);
    else if (form === "diamond") {
      context.moveTo(at.x, at.y - radius);
      context.lineTo(at.x + radius, at.y);
      context.lineTo(at.x, at.y + radius);
      context.lineTo(at.x - radius, at.y);
      context.closePath();
    } else context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
    return radius;
  };
  /** What is selected and its neighbours, over a veil on everything else. */
  const highlight = (context, seen) => {
    const edge = "edge" in G.selected ? G.data.edges[G.selected.edge] : null;
    const links = edge ? [[G.selected.edge, edge.to, true]] : G.around[G.selected.node].filter(([id]) => G.shown.edges.has(id));
    const middle = edge ? edge.from : G.selected.node;
    context.fillStyle = "rgba(255,255,255,0.82)";
    context.fillRect(0, 0, seen.width, seen.height);
    const at = seen.screen(position(middle));
    for (const [id, other, outward] of links) {
      const end = seen.screen(position(other));
      const data = G.data.edges[id];
      const colour = G.edgeColour(data);
      line(context, at, end, colour, Math.max(1.2, edges[id].width * 0.9));
      if (edges[id].arrows) {
        const target = outward ? other : middle;
        arrow(context, outward ? at : end, outward ? end : at, Math.max(nodes[target].size * seen.scale, 3), colour);
      }
    }
    const others = [...new Set(links.map(([, other]) => other))].sort((a, b) => a - b);
    for (const id of others) shape(context, id, seen.screen(position(id)), seen.scale);
    const radius = shape(context, middle, at, seen.scale);
    context.strokeStyle = "#10202f";
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(at.x, at.y, radius + 4, 0, 2 * Math.PI);
    context.stroke();
    const only = G.fitting(context, [middle, ...others], seen.scale, position);
    G.drawLabels(context, { ...seen, only });
  };

  network.on("afterDrawing", (context) => {
    const seen = view();
    if (physics) G.relabel();
    onScreen(context, () => {
      if (G.selected) highlight(context, seen);
      else G.drawLabels(context, seen);
    });
  });

  network.once("afterDrawing", () => performance.mark("first-drawing")); // read by benchmarks

  // What is shown.

  G.redraw = () => network.redraw();
  const PAD = { x: 76, top: 40, bottom: 46 }; // pixels of the screen, for labels
  /** Moves and zooms so that these nodes and their labels are seen, within limits of scale. */
  const frame = (ids, { most = 1.3, least = 0, animate = true } = {}) => {
    const { clientWidth: width, clientHeight: height } = holder;
    if (!ids.length || !width || !height) return;
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const id of ids) {
      const { x, y } = position(id);
      const { size } = nodes[id];
      box.left = Math.min(box.left, x - size);
      box.right = Math.max(box.right, x + size);
      box.top = Math.min(box.top, y - size);
      box.bottom = Math.max(box.bottom, y + size);
    }
    const room = { x: Math.max(width - 2 * PAD.x, 60), y: Math.max(height - PAD.top - PAD.bottom, 60) };
    const fits = Math.min(room.x / Math.max(box.right - box.left, 1), room.y / Math.max(box.bottom - box.top, 1));
    const scale = Math.min(most, Math.max(least, fits));
    const lower = (PAD.bottom - PAD.top) / 2 / scale;
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + lower };
    network.moveTo({ position: middle, scale, animation: animate && calm() });
  };
  G.fit = (animate = true) => frame([...G.shown.nodes], { animate });
  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 300, easingFunction: "easeInOutQuad" });
  let before = null;
  /** Hides what is not among the shown nodes and edges; only what changes is told to vis-network. */
  G.applyShown = () => {
    const changes = (data, all, shown, known) =>
      data.update(all.filter(({ id }) => !known || known.has(id) !== shown.has(id)).map(({ id }) => ({ id, hidden: !shown.has(id) })));
    const all = G.shown.nodes.size === nodes.length && G.shown.edges.size === edges.length;
    if (before || !all) {
      changes(dataNodes, nodes, G.shown.nodes, before?.nodes);
      changes(dataEdges, edges, G.shown.edges, before?.edges);
    }
    grounds = grounded.filter(([, ids]) => ids.some((id) => G.shown.nodes.has(id))).map(([ground]) => ground);
    before = { nodes: new Set(G.shown.nodes), edges: new Set(G.shown.edges) };
    G.relabel();
  };
  G.colour = (by) => {
    const groups = G.data.colours.groups;
    const group = (node) => groups[Math.min(node.community ?? groups.length, groups.length - 1)];
    dataNodes.update(
      nodes.filter(({ id }) => G.data.nodes[id].node_kind !== "task" && G.data.nodes[id].node_kind !== "stub").map(({ id, color }) => {
        return { id, color: by === "group" ? group(G.data.nodes[id]) : color };
      }),
    );
  };

  // Selecting and hovering.

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) G.select({ node });
    else if (edge !== undefined) G.select({ edge });
    else G.select(null);
  });
  G.on("select", ({ centre }) => {
    const chosen = G.selected;
    network.unselectAll();
    unhover();
    // The panel takes room or gives it back: the canvas is measured anew first.
    requestAnimationFrame(() => {
      network.redraw();
      if (!chosen || !centre || !("node" in chosen)) return;
      const links = G.around[chosen.node].filter(([edge]) => G.shown.edges.has(edge));
      const nearest = links.sort(([a], [b]) => G.data.edges[b].weight - G.data.edges[a].weight).slice(0, FEW).map(([, other]) => other);
      frame([chosen.node, ...nearest], { most: G.isDocuments ? 2 : 1.1, least: 0.4 });
    });
  });

  const describe = (id) => {
    const node = G.data.nodes[id];
    const told = [G.word(`one.${G.nodeKind(node)}`), node.area, node.number, node.date && G.date(node.date)];
    const counts = ["led", "cooperated", "responsible"].filter((name) => node[name]).map((name) => `${G.word(`column.${name}`)} ${node[name]}`);
    const second = node.node_kind === "task" ? [node.document_title, ...G.deadlines(node.deadlines)] : counts;
    if (G.isDocuments && node.cited) second.push(`${G.word("column.cited")} ${node.cited}`);
    return [
      G.element("b", {}, node.label),
      G.element("span", {}, told.filter(Boolean).join(" · ")),
      second.filter(Boolean).length ? G.element("span", {}, second.filter(Boolean).join(" · ")) : "",
    ].filter(Boolean);
  };
  const hover = (event) => {
    const box = holder.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    const id = network.getNodeAt(at);
    if (id !== hovered) {
      hovered = id;
      tooltip.hidden = id === undefined;
      holder.style.cursor = id === undefined ? "" : "pointer";
      if (id !== undefined) tooltip.replaceChildren(...describe(id));
    }
    if (id === undefined) return;
    const left = Math.min(at.x + 16, box.width - tooltip.offsetWidth - 8);
    const below = at.y + 20 + tooltip.offsetHeight < box.height;
    tooltip.style.left = `${Math.max(8, left)}px`;
    tooltip.style.top = `${below ? at.y + 18 : at.y - tooltip.offsetHeight - 12}px`;
  };
  let pending = null;
  holder.addEventListener("mousemove", (event) => {
    if (event.buttons) return;
    if (!pending) requestAnimationFrame(() => (hover(pending), (pending = null)));
    pending = event;
  });
  const unhover = () => {
    hovered = undefined;
    tooltip.hidden = true;
  };
  holder.addEventListener("mouseleave", unhover);
  network.on("dragStart", unhover);
  network.on("zoom", unhover);

  // Moving by keys and buttons.

  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: calm() });
  const pan = (x, y) => {
    const { x: left, y: top } = network.getViewPosition();
    network.moveTo({ position: { x: left + x / network.getScale(), y: top + y / network.getScale() } });
  };
  G.byId("zoom-in").addEventListener("click", () => zoom(1.4));
  G.byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  G.byId("fit").addEventListener("click", () => G.fit());
  const keys = {
    ArrowLeft: () => pan(-80, 0),
    ArrowRight: () => pan(80, 0),
    ArrowUp: () => pan(0, -80),
    ArrowDown: () => pan(0, 80),
    "+": () => zoom(1.4),
    "=": () => zoom(1.4),
    "-": () => zoom(1 / 1.4),
    0: () => G.fit(),
  };
  holder.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
  });

  G.byId("physics").addEventListener("change", (event) => {
    physics = event.target.checked;
    if (!physics) {
      network.setOptions({ physics: { enabled: false } });
      network.stopSimulation();
      home.forEach(({ x, y }, id) => network.body.nodes[id] && network.moveNode(id, x, y));
    } else network.setOptions({ physics: { enabled: true } });
    G.relabel();
    network.redraw();
  });

  // A picture: what is seen, on white, with its title.

  G.picture = () =>
    new Promise((done) => {
      const drawn = holder.querySelector("canvas");
      const ratio = drawn.width / holder.clientWidth;
      const head = Math.round(64 * ratio);
      const canvas = G.element("canvas", { width: drawn.width, height: drawn.height + head });
      const context = canvas.getContext("2d");
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(drawn, 0, head);
      context.fillStyle = "#10202f";
      context.textBaseline = "middle";
      context.font = `600 ${18 * ratio}px ${G.font}`;
      context.fillText(document.title, 20 * ratio, 24 * ratio);
      context.fillStyle = "#5a6875";
      context.font = `${12 * ratio}px ${G.font}`;
      context.fillText(G.byId("status").textContent, 20 * ratio, 48 * ratio);
      canvas.toBlob(done, "image/png");
    });
  G.byId("png").addEventListener("click", async () => G.save(await G.picture(), `${G.data.kind}.png`));

  new ResizeObserver(() => network.redraw()).observe(holder);
}
