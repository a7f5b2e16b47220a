"use strict";
// Sorts and filters tables and searches the prebuilt index; every page can be read without it.
(() => {
  const root = document.documentElement.dataset.root || "";
  document.documentElement.classList.add("has-script");

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // Data files push [name, value]; a script that wants one listens.
  const waiting = {}, arrived = {};
  const take = ([name, value]) => {
    (arrived[name] ??= []).push(value);
    for (const listener of waiting[name] || []) listener(value);
  };
  const early = Array.isArray(globalThis.dropoutLab) ? globalThis.dropoutLab : [];
  globalThis.dropoutLab = {
    root, element, push: take,
    on(name, listener) {
      (waiting[name] ??= []).push(listener);
      for (const value of arrived[name] || []) listener(value);
    },
  };
  early.forEach(take);

  // Sorting: numbers by data-key, words by the order of letters; nothing stands last either way.
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    if (!cell) return null;
    if (cell.dataset.key !== undefined) return Number(cell.dataset.key);
    const text = cell.textContent.trim();
    if (text === "" || text === "–") return null;
    const number = Number(text.replace(/[\u00a0\u202f ,%]|points$/g, "").replace("−", "-"));
    return Number.isNaN(number) ? text.toLowerCase() : number;
  };
  const compare = (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0;
  };
  const sort = (table, column, descending) => {
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row, place) => ({ row, place, key: keyOf(row, column) }));
    keyed.sort((a, b) => {
      const order = compare(a.key, b.key);
      const missing = a.key === null || b.key === null;
      return (descending && !missing ? -order : order) || a.place - b.place;
    });
    body.append(...keyed.map(({ row }) => row));
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      if (place === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };

  // Filtering: all words must occur; a choice must be among what the row says of itself.
  const filterTools = (table) => {
    const rows = [...table.tBodies[0].rows];
    const count = element("span", { class: "count", role: "status" });
    const words = element("input", { type: "search", id: "filter", autocomplete: "off", spellcheck: "false" });
    const tools = element("div", { class: "tools" }, element("div", {}, element("label", { for: "filter" }, "Filter by words"), words));
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const choices = [];
    for (const facet of new Set(rows.flatMap((row) => Object.keys(row.dataset)))) {
      const values = [...new Set(rows.flatMap((row) => (row.dataset[facet] || "").split("\n")))].filter(Boolean).sort();
      // A choice that fits every row chooses nothing.
      if (values.length < 2 && rows.every((row) => row.dataset[facet])) continue;
      const select = element("select", { id: `facet-${facet}` }, element("option", { value: "" }, "any"));
      for (const value of values) select.append(element("option", { value }, value));
      choices.push([facet, select]);
      const title = facet[0].toUpperCase() + facet.slice(1);
      tools.append(element("div", {}, element("label", { for: select.id }, title), select));
    }
    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const fits = wanted.every((word) => texts.get(row).includes(word))
          && choices.every(([facet, select]) => !select.value || (row.dataset[facet] || "").split("\n").includes(select.value));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      count.textContent = shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
    };
    words.addEventListener("input", apply);
    for (const [, select] of choices) select.addEventListener("change", apply);
    tools.append(count);
    apply();
    return tools;
  };

  const makeSortable = (table) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = element("button", { type: "button" }, ...head.childNodes);
      button.addEventListener("click", () => sort(table, column, head.getAttribute("aria-sort") === "ascending"));
      head.append(button);
    });
  };
  globalThis.dropoutLab.makeSortable = makeSortable;
  document.querySelectorAll("table.sortable").forEach((table, place) => {
    makeSortable(table);
    if (place === 0 && table.tBodies[0].rows.length > 3) table.closest(".scroll").before(filterTools(table));
  });

  // Searching.
  const query = document.getElementById("query");
  if (query) {
    const results = document.getElementById("results"), found = document.getElementById("found");
    const entries = [];
    const most = 100;
    const safe = (name) => name.replace(/[^A-Za-z0-9-]/g, "_") || "_";
    const page = (name) => `${root}experiments/${safe(name)}/index.html`;
    const add = (kind, title, text, link) => entries.push({ kind, title, text, link, all: `${title} ${text}`.toLowerCase() });
    const show = () => {
      const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
      results.replaceChildren();
      if (!words.length) { found.textContent = `${entries.length} things can be found.`; return; }
      const hits = entries.filter(({ all }) => words.every((word) => all.includes(word)));
      found.textContent = hits.length > most ? `${hits.length} found, the first ${most} shown` : `${hits.length} found`;
      for (const { kind, title, text, link } of hits.slice(0, most)) {
        results.append(element("li", {}, element("span", { class: "kind" }, kind), element("a", { href: link }, ...marked(title, words)),
          element("span", { class: "under" }, ...marked(text, words))));
      }
    };
    const marked = (text, words) => {
      const lower = text.toLowerCase();
      const at = words.map((word) => [lower.indexOf(word), word.length]).filter(([place]) => place >= 0).sort((a, b) => a[0] - b[0])[0];
      if (!at || lower.length !== text.length) return [text];
      return [text.slice(0, at[0]), element("mark", {}, text.slice(at[0], at[0] + at[1])), text.slice(at[0] + at[1])];
    };
    globalThis.dropoutLab.on("search", ({ experiments, claims, trials }) => {
      for (const [name, question, answer, , written, address] of experiments) {
        add("experiment", name, `${question} ${answer} ${written}`, address ? root + address : page(name));
      }
      for (const [id, experiment, statement, verdict, source] of claims) {
        add("claim", `${id} ${verdict}`, `${statement} (${experiment}) ${source}`, `${page(experiment)}#claim-${id}`);
      }
      for (const [experiment, configuration, replicate, id, written = ""] of trials) {
        const [name, , , labels] = experiments[experiment];
        const place = `${labels[configuration] ?? `configuration ${configuration}`}, ${typeof replicate === "number" ? `replicate ${replicate}` : replicate}`;
        add("trial", id.slice(0, 8), `${name}: ${place} ${id} ${written}`, `${root}trial/${id}.html`);
      }
      show();
    });
    query.value = new URLSearchParams(location.search).get("q") || "";
    query.addEventListener("input", show);
  }
})();
