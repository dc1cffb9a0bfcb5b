"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const make = (tag, text, name) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (name) node.className = name;
    return node;
  };
  const words = deadlineWords(data.deadlines);
  let chosen = null, inputs = {};

  // Names and texts become literals of SPARQL: JSON's escapes are among its own.
  const literal = (text) => JSON.stringify(text);
  const dated = { since: "date", until: "date", day: "date" };
  function block(parameter, value) {
    const name = parameter.name, v = "?" + name;
    if (parameter.kind === "body")
      return `{ SELECT DISTINCT ${v} { ${v} skos:prefLabel|skos:altLabel ?${name}_named FILTER(STR(?${name}_named) = ${literal(value)}) } }`;
    if (parameter.kind === "area")
      return `{ SELECT DISTINCT ${v} { ${v} a gw:Area ; skos:prefLabel|skos:notation ?${name}_named FILTER(STR(?${name}_named) = ${literal(value)}) } }`;
    if (parameter.kind === "document")
      return `{ SELECT DISTINCT ${v} { VALUES ?${name}_class { gw:PolicyDocument gw:CitedDocument } ${v} a ?${name}_class ; eli:id_local|dcterms:title ?${name}_named FILTER(CONTAINS(STR(?${name}_named), ${literal(value)})) } }`;
    let term = literal(value);
    if (parameter.kind === "iri") term = `<${value.replace(/[<>"{}|\\^`\s]/g, encodeURIComponent)}>`;
    if (parameter.kind === "choice") term = value;
    if (dated[parameter.kind]) term = `${literal(value)}^^xsd:date`;
    if (parameter.kind === "year" || parameter.kind === "number") term = String(Number(value) || 0);
    return `VALUES ${v} { ${term} }`;
  }
  function filled() {
    let text = chosen.text;
    const front = [];
    for (const parameter of chosen.parameters) {
      const value = inputs[parameter.name].value.trim();
      const said = value ? block(parameter, value) : "";
      const place = new RegExp(`VALUES\\s+\\?${parameter.name}\\s*\\{\\s*UNDEF\\s*\\}`, "g");
      if (place.test(text)) text = text.replace(place, () => said);
      else if (said) front.push("  " + said);
    }
    return front.length ? text.replace(/WHERE\s*\{/, (m) => `${m}\n${front.join("\n")}`) : text;
  }
  const today = () => new Date().toISOString().slice(0, 10);
  function choose(query) {
    chosen = query;
    inputs = {};
    $("chosen").hidden = false;
    $("question").textContent = query.zh;
    $("english").textContent = query.en;
    const fields = $("fields");
    fields.replaceChildren();
    for (const parameter of query.parameters) {
      const label = make("label", parameter.zh + (parameter.required ? " *" : ""));
      label.append(make("small", parameter.en));
      const input = make(parameter.choices.length ? "select" : "input");
      if (parameter.choices.length)
        for (const choice of ["", ...parameter.choices]) input.append(new Option(choice, choice));
      else input.type = dated[parameter.kind] ? "date" : parameter.kind === "number" || parameter.kind === "year" ? "number" : "text";
      let value = parameter.value === "today" ? today() : parameter.value;
      if (parameter.choices.length) value = parameter.choices.find((c) => c === value || c.split(":")[1] === value) || "";
      if (input.type === "date" && /^\d{4}(-\d{2})?$/.test(value)) value += value.length === 4 ? "-01-01" : "-01";
      input.value = value;
      input.addEventListener("input", () => ($("editor").value = filled()));
      inputs[parameter.name] = input;
      label.append(input);
      fields.append(label);
    }
    $("editor").value = filled();
    for (const node of document.querySelectorAll("#questions button")) node.classList.toggle("on", node.dataset.name === query.name);
    run();
  }
  for (const group of data.groups) {
    const box = make("details");
    box.open = true;
    const summary = make("summary", group.zh);
    summary.append(make("small", group.en));
    box.append(summary);
    for (const query of group.queries) {
      const button = make("button", query.zh);
      button.type = "button";
      button.dataset.name = query.name;
      button.append(make("small", query.en));
      button.addEventListener("click", () => choose(query));
      box.append(button);
    }
    $("questions").append(box);
  }
  $("find").addEventListener("input", () => {
    const words = $("find").value.trim().toLowerCase();
    for (const button of document.querySelectorAll("#questions button"))
      button.hidden = !(button.textContent + button.dataset.name).toLowerCase().includes(words);
  });

  function prefixed(text) {
    const has = (name) => new RegExp(`PREFIX\\s+${name}:`, "i").test(text);
    const used = Object.entries(data.prefixes).filter(([name]) => text.includes(name + ":") && !has(name));
    return used.map(([name, address]) => `PREFIX ${name}: <${address}>\n`).join("") + text;
  }
  function address(iri) {
    const at = /^(.*)#char=(\d+,\d+)$/.exec(iri);
    if (at && at[1].startsWith(data.base)) return `/${at[1].slice(data.base.length)}?char=${at[2]}`;
    if (iri.startsWith(data.base + "id/")) return "/" + iri.slice(data.base.length);
    return /^https?:/.test(iri) ? iri : "";
  }
  function shown(iri) {
    const at = /([^/]*)#char=(\d+),(\d+)$/.exec(iri);
    if (at) { try { return `${decodeURIComponent(at[1])} ${at[2]}–${at[3]}`; } catch { return iri; } }
    if (iri.startsWith(data.base + "id/")) return iri.slice(data.base.length + 3);
    for (const [name, start] of Object.entries(data.prefixes)) if (iri.startsWith(start)) return `${name}:${iri.slice(start.length)}`;
    return iri;
  }
  function bound(cell, joined) {
    const told = joined.split("|").sort(new Intl.Collator("en", { numeric: true }).compare).map((value) => words(value));
    const [zh, en] = [0, 1].map((language) => told.map((both) => both[language]).join("；"));
    cell.textContent = zh;
    cell.title = joined;
    if (en !== zh) cell.append(make("small", en));
  }
  function table(result, columns) {
    const known = columns || {};
    const out = make("table", "", "rows"), head = out.createTHead().insertRow(), body = out.createTBody();
    for (const name of result.head.vars) {
      const cell = make("th", known[name] ? known[name][0] : "?" + name);
      if (known[name]) cell.append(make("small", known[name][1]));
      head.append(cell);
    }
    for (const row of result.results.bindings) {
      const line = body.insertRow();
      for (const name of result.head.vars) {
        const cell = line.insertCell(), value = row[name];
        if (!value) continue;
        const link = value.type === "uri" ? address(value.value) : "";
        if (link) {
          const a = make("a", shown(value.value));
          a.href = link;
          a.title = value.value;
          cell.append(a);
        } else if (value.type !== "uri" && known[name] && known[name][2] === "deadline") bound(cell, value.value);
        else cell.textContent = value.type === "uri" ? value.value : known[name] && known[name][2] === "names" ? value.value.split("|").join("；") : value.value;
        if (/#(integer|decimal|double)$/.test(value.datatype || "")) cell.className = "number";
      }
    }
    return out;
  }
  let turn = 0;
  async function run() {
    const mine = ++turn, query = prefixed($("editor").value), began = performance.now();
    const columns = chosen && $("editor").value === filled() ? chosen.columns : null;
    $("status").className = "";
    $("status").textContent = "查询中 asking …";
    $("result").replaceChildren();
    const target = "/sparql?query=" + encodeURIComponent(query);
    $("link").href = target;
    $("link").hidden = false;
    let answer, text;
    try {
      answer = await fetch("/sparql", {
        method: "POST",
        headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9", "Content-Type": "application/x-www-form-urlencoded" },
        body: "query=" + encodeURIComponent(query),
      });
      text = await answer.text();
    } catch (error) {
      answer = null;
      text = "端点没有应答 the endpoint does not answer.";
    }
    if (mine !== turn) return;
    $("downloads").hidden = !(answer && answer.ok);
    if (!answer || !answer.ok) {
      $("status").className = "error";
      $("status").textContent = text;
      return;
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(2);
    const cut = answer.headers.get("x-gongwen-truncated") ? `；结果不完整，只显示前 ${answer.headers.get("x-gongwen-row-limit")} 行 the result is cut` : "";
    if (!answer.headers.get("content-type").includes("json")) {
      $("status").textContent = `${seconds} 秒 s${cut}`;
      $("result").append(make("pre", text));
      return;
    }
    const result = JSON.parse(text);
    if ("boolean" in result) {
      $("status").textContent = `${seconds} 秒 s`;
      $("result").append(make("p", result.boolean ? "是 yes" : "否 no", "boolean"));
      return;
    }
    const count = result.results.bindings.length;
    $("status").textContent = `${count} 行 rows，${seconds} 秒 s${cut}`;
    $("status").className = cut ? "error" : "";
    if (count) $("result").append(table(result, columns));
  }
  for (const link of document.querySelectorAll("#downloads a"))
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const type = link.dataset.type;
      const answer = await fetch("/sparql", {
        method: "POST",
        headers: { Accept: type, "Content-Type": "application/x-www-form-urlencoded" },
        body: "query=" + encodeURIComponent(prefixed($("editor").value)),
      });
      const a = make("a");
      a.href = URL.createObjectURL(await answer.blob());
      a.download = type === "text/csv" ? "result.csv" : "result.json";
      a.click();
      URL.revokeObjectURL(a.href);
    });
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  $("editor").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  const asked = new URLSearchParams(location.search);
  const named = data.groups.flatMap((group) => group.queries).find((query) => query.name === asked.get("name"));
  if (asked.get("query")) $("editor").value = asked.get("query");
  if (named) choose(named);
  else run();
})();
