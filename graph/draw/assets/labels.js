// Labels: drawn by the page, at the same size at every scale, the more important first, and none over another.
"use strict";

{
  const FONT = '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';
  const CELL = 64; // pixels of the grid in which overlaps are looked for
  const WRAP = 13; // characters of a line
  const widths = new Map();

  /** At most two lines; a title is cut, a name of a body is not. */
  const lines = (node) => {
    const characters = [...node.label];
    const most = node.node_kind === "body" ? 30 : WRAP * 2;
    const cut = characters.length > most ? [...characters.slice(0, most - 1), "…"] : characters;
    if (cut.length <= WRAP + 2) return [cut.join("")];
    const half = Math.ceil(cut.length / 2);
    return [cut.slice(0, half).join(""), cut.slice(half).join("")];
  };
  const size = (node, drawn) => (node.node_kind === "body" ? Math.min(15, 11 + drawn.size / 8) : 11);
  const strong = (node) => node.ego || node.step === 0;

  const labels = G.data.nodes.map((node, id) => {
    const drawn = G.data.network.nodes[id];
    return { lines: lines(node), size: Math.round(size(node, drawn)), radius: drawn.size, bold: strong(node) };
  });
  const font = (label) => `${label.bold ? "600 " : ""}${label.size}px ${FONT}`;
  const width = (context, label) => {
    const key = `${label.size}${label.bold}${label.lines.join("|")}`;
    if (!widths.has(key)) {
      context.font = font(label);
      widths.set(key, Math.max(...label.lines.map((line) => context.measureText(line).width)));
    }
    return widths.get(key);
  };

  /** Below this scale no label of a task is drawn: there would be nothing else to see. The first documents always have theirs. */
  const least = { body: 0, document: 0.25, stub: 0.35, task: 0.55 };
  const FIRST = 40;
  const tooSmall = (id, node, scale) => scale < least[node.node_kind] && (node.node_kind === "task" || id >= FIRST);

  let chosen = { scale: 0, version: -1, ids: [] }; // labels, as [id, above]
  let version = 0;
  G.relabel = () => (version += 1);

  /** The nodes whose labels fit at this scale: the same wherever the graph is moved, so that nothing flickers. */
  const choose = (context, scale, position) => {
    if (chosen.scale === scale && chosen.version === version) return chosen.ids;
    const taken = new Map();
    const ids = [];
    const few = G.shown.nodes.size < 60;
    for (let id = 0; id < labels.length; id += 1) {
      const node = G.data.nodes[id];
      if (!G.shown.nodes.has(id) || (!few && tooSmall(id, node, scale))) continue;
      const over = node.step < 0; // what a document rests on stands above it, and lines come from below
      const box = around(context, labels[id], position(id), scale, 4, over);
      if (free(taken, box)) {
        keep(taken, box);
        ids.push([id, over]);
      }
    }
    chosen = { scale, version, ids };
    return ids;
  };
  const height = (label) => label.lines.length * (label.size + 3);
  const above = (label, scale) => -label.radius * scale - 5 - height(label);
  const below = (label, scale) => label.radius * scale + 3;
  /** The box of a label below its node, or above it, in pixels of the screen. */
  const around = (context, label, at, scale, margin, over = false) => {
    const half = width(context, label) / 2 + margin;
    const top = at.y * scale + (over ? above : below)(label, scale);
    return [at.x * scale - half, top - 2, at.x * scale + half, top + height(label) + 1];
  };
  const cells = function* ([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1)
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 100003 + y;
  };
  const free = (taken, box) => {
    for (const cell of cells(box))
      for (const other of taken.get(cell) ?? [])
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
    return true;
  };
  const keep = (taken, box) => {
    for (const cell of cells(box)) taken.has(cell) ? taken.get(cell).push(box) : taken.set(cell, [box]);
  };

  const draw = (context, [id, over], at, scale, colour) => {
    const label = labels[id];
    context.font = font(label);
    let y = at.y + (over ? above : below)(label, scale);
    for (const line of label.lines) {
      context.strokeText(line, at.x, y);
      context.fillStyle = colour;
      context.fillText(line, at.x, y);
      y += label.size + 3;
    }
  };

  /** Draws labels on a canvas whose unit is a pixel of the screen; ``only``, of ``G.fitting``, are those to draw. */
  G.drawLabels = (context, { scale, position, screen, inside, only = null }) => {
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = "rgba(255,255,255,0.92)";
    for (const label of only ?? choose(context, scale, position)) {
      const at = screen(position(label[0]));
      if (inside(at)) draw(context, label, at, scale, only ? "#10202f" : "#2a3947");
    }
  };

  /** Of these nodes, in this order, those whose labels do not overlap at this scale, below or above them: [id, above]. */
  G.fitting = (context, ids, scale, position) => {
    const taken = new Map();
    const found = [];
    for (const id of ids)
      for (const over of [false, true]) {
        const box = around(context, labels[id], position(id), scale, 3, over);
        if (!free(taken, box)) continue;
        keep(taken, box);
        found.push([id, over]);
        break;
      }
    return found;
  };
  G.font = FONT;
}
