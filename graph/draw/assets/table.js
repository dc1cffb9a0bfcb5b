// The table of what is shown, sorted by any column, and as CSV.
"use strict";

{
  const STEP = 300; // rows that are made at once
  const BEFORE = 24; // characters of a quote before what is marked
  const { element: e, word } = G;
  const holder = G.byId("table");
  const tabs = G.byId("tabs");
  let sheet = G.data.sheets[0];
  let sorted = { column: null, down: false };
  let rows = [];
  let filled = new Set(); // columns in which something stands
  let numeric = new Set();

  const TASK = new Set(["deadlines", "latest", "document_title", "document_number"]);
  const ofEdge = (id, column) => {
    const edge = G.data.edges[id];
    if (column === "from" || column === "to") return G.data.nodes[edge[column]].label;
    if (G.isDuty && TASK.has(column)) return cell(G.data.nodes[edge.to], column);
    if (column === "role" || column === "relation") return word(G.edgeName(edge));
    return cell(edge, column);
  };
  const ofNode = (id, column) => cell(G.data.nodes[id], column);
  const cell = (told, column) => {
    if (column === "place") return told.evidence_file ? `${told.evidence_start}–${told.evidence_end}` : "";
    const value = told[column];
    if (value === undefined || value === -1 && column !== "step") return "";
    if (column === "level") return word(`level.${value}`);
    if (column === "deadlines") return G.deadlines(value).join("；");
    return value;
  };
  /** By what a cell is sorted: deadlines by their values, not by their words; all else by what is shown. */
  const key = (id, column, shown) => {
    if (column !== "deadlines" || !shown) return shown;
    const told = G.data.nodes[sheet.kinds.length ? id : G.data.edges[id].to];
    return told.deadlines.split("；").map((one) => one.slice(one.indexOf(" ") + 1)).join("；");
  };
  const header = (column) => {
    const special = `column.${column}.${G.isDocuments ? "citations" : G.data.kind}`;
    return word(G.has(special) ? special : `column.${column}`);
  };

  /** The rows of the table, sorted, at first the more important above: [id, cells]. */
  const collect = () => {
    const nodes = sheet.kinds.length > 0;
    const shown = nodes ? G.shown.nodes : G.shown.edges;
    const kept = [...shown].sort((a, b) => a - b).filter((id) => !nodes || sheet.kinds.includes(G.data.nodes[id].node_kind));
    rows = kept.map((id) => [id, sheet.columns.map((column) => (nodes ? ofNode : ofEdge)(id, column))]);
    const holding = (test) => new Set(sheet.columns.filter((_, at) => rows.some(([, cells]) => test(cells[at]))));
    filled = holding((value) => value !== "");
    numeric = holding((value) => typeof value === "number");
    const place = sheet.columns.indexOf(sorted.column);
    if (place < 0 && !nodes) rows.sort(([a], [b]) => G.data.edges[b].weight - G.data.edges[a].weight);
    if (place >= 0) {
      const order = new Intl.Collator("zh-CN", { numeric: true }).compare;
      const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : order(String(a), String(b)));
      const keyed = rows.map((row) => [key(row[0], sorted.column, row[1][place]), row]);
      // What has no value comes last, whichever way the others go.
      keyed.sort(([a], [b]) => (a === "" || b === "" ? (a === "") - (b === "") : compare(a, b) * (sorted.down ? -1 : 1)));
      rows = keyed.map(([, row]) => row);
    }
  };

  const NAMED = new Set(["label", "from", "to"]);
  const target = (id, column) => (sheet.kinds.length ? { node: id } : NAMED.has(column) ? { node: G.data.edges[id][column] } : { edge: id });
  /** The quote from a little before what is marked in it: a cell has room for three lines. */
  const marked = ({ quote = "", quote_start: start = 0, quote_end: end = 0 }) => {
    const characters = [...quote];
    const first = start > BEFORE ? start - BEFORE : 0;
    const part = (from, to) => characters.slice(from, to).join("");
    return [first ? "…" : "", part(first, start), end > start ? e("mark", {}, part(start, end)) : "", part(Math.max(start, end))].filter(Boolean);
  };
  const row = ([id, cells]) => {
    const made = e("tr", {});
    cells.forEach((value, place) => {
      const column = sheet.columns[place];
      if (!filled.has(column)) return;
      const text = typeof value === "number" && !Number.isInteger(value) ? value.toPrecision(4) : String(value);
      const opens = NAMED.has(column) || (!sheet.kinds.length && column === "quote");
      const open = () => G.select(target(id, column), { focus: true });
      const told = column === "quote" ? marked(sheet.kinds.length ? G.data.nodes[id] : G.data.edges[id]) : [text];
      const inner = opens ? e("button", { type: "button", class: "jump", onclick: open }, ...told) : e("span", {}, ...told);
      made.append(e("td", { class: `c-${column}${typeof value === "number" ? " number" : ""}` }, inner));
    });
    return made;
  };
  const head = () => {
    const made = e("tr", {});
    for (const column of sheet.columns.filter((one) => filled.has(one))) {
      const now = sorted.column === column ? (sorted.down ? "descending" : "ascending") : "none";
      const sort = () => {
        sorted = { column, down: sorted.column === column ? !sorted.down : numeric.has(column) };
        render();
        holder.querySelector(`th[data-column="${column}"] button`).focus();
      };
      const button = e("button", { type: "button", title: word("table.sort"), onclick: sort }, header(column));
      made.append(e("th", { scope: "col", "aria-sort": now, "data-column": column, class: numeric.has(column) ? "number" : false }, button));
    }
    return e("thead", {}, made);
  };

  const render = () => {
    if (G.view !== "table") return;
    collect();
    tabs.replaceChildren(
      ...G.data.sheets.map((one) => {
        const choose = () => {
          sheet = one;
          sorted = { column: null, down: false };
          render();
          tabs.querySelector('[aria-selected="true"]').focus();
        };
        const chosen = one === sheet;
        return e("button", { type: "button", role: "tab", "aria-selected": String(chosen), tabindex: chosen ? 0 : -1, onclick: choose }, word(`sheet.${one.name}`));
      }),
    );
    G.byId("rows").textContent = word("table.rows", G.number(rows.length));
    const body = e("tbody", {});
    const table = e("table", {}, head(), body);
    const more = (from) => {
      body.append(...rows.slice(from, from + STEP).map(row));
      const left = rows.length - from - STEP;
      if (left <= 0) return;
      const button = e("button", { type: "button", class: "quiet" }, word("table.more", Math.min(left, STEP)));
      button.addEventListener("click", () => {
        button.remove();
        more(from + STEP);
      });
      holder.append(button);
    };
    holder.replaceChildren(rows.length ? table : e("p", { class: "note" }, word("empty")));
    if (rows.length) more(0);
    holder.scrollTop = 0;
  };
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = G.data.sheets;
    tabs.children[(all.indexOf(sheet) + step + all.length) % all.length].click();
  });

  // What a spreadsheet would take for a formula is told not to be one; see also gongwen.graph.asking.tables.
  const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
  const csvCell = (value) => {
    const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  /** The whole table as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8. */
  G.csv = () => {
    collect();
    const lines = [sheet.columns.map(header), ...rows.map(([, cells]) => cells)];
    return `\ufeff${lines.map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
  };
  G.byId("csv").addEventListener("click", () => G.save(new Blob([G.csv()], { type: "text/csv;charset=utf-8" }), `${G.data.kind}-${sheet.name}.csv`));

  G.on("shown", render);
  G.on("language", render);
  G.on("view", render);
}
