"use strict";
// Follows the archive of a server: counts and running trials on the pages, curves that grow, a word when results are new.
(() => {
  const { element, root } = globalThis.dropoutLab;
  const main = document.getElementById("main");
  if (!main || !globalThis.EventSource) return;
  const own = document.location.pathname.match(/\/experiments\/([^/]+)\//)?.[1];
  const isIndex = /\/(index\.html)?$/.test(document.location.pathname) && !own;
  const known = new Map();
  let isAbsent = false;

  const svg = (name, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const duration = (seconds) => {
    const s = Math.max(0, Math.round(seconds));
    if (s < 60) return `${s} s`;
    const minutes = Math.floor(s / 60);
    return minutes < 60 ? `${minutes} min ${s % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  };
  const number = (value, share) => share ? `${(value * 100).toFixed(2)}\u00a0%` : value.toPrecision(4);

  // The curve of a running trial: one line of the measure by epoch, its axis as long as the training will be.
  const drawing = (trial) => {
    const points = trial.validation.length > 1 ? trial.validation : trial.loss;
    const share = points === trial.validation && trial.isShare;
    const title = points === trial.validation ? `validation ${trial.metric}` : "training loss";
    if (points.length < 2) return null;
    const values = points.map(([, value]) => value).filter(Number.isFinite);
    if (values.length < 2) return null;
    const low = Math.min(...values), high = Math.max(...values), width = 380, height = 130;
    // As much room as the numbers take, or the page cuts them.
    const left = Math.max(52, ...[high, low].map((value) => 7 * number(value, share).length + 5));
    const x = (epoch) => Math.round((left + (epoch / Math.max(trial.epochs, 1)) * (width - left - 8)) * 10) / 10;
    const y = (value) => Math.round((high > low ? 10 + (high - value) / (high - low) * (height - 36) : height / 2) * 10) / 10;
    const line = points.filter(([, value]) => Number.isFinite(value)).map(([epoch, value]) => `${x(epoch)} ${y(value)}`).join("L");
    const marks = [...new Set([high, low])].flatMap((value) => [
      svg("path", { class: "g", d: `M${left} ${y(value)}H${width - 8}` }), svg("text", { class: "e", x: left - 4, y: y(value) + 4 }, number(value, share))]);
    const last = values[values.length - 1];
    return element("figure", {}, svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
      "aria-label": `${title} of trial ${trial.trial.slice(0, 8)}: ${number(last, share)} after epoch ${trial.epoch} of ${trial.epochs}` },
    ...marks, svg("text", { class: "m", x: x(trial.epochs), y: height - 6 }, String(trial.epochs)), svg("text", { class: "m", x: left, y: height - 6 }, "0"),
    svg("path", { class: "c0", d: `M${line}` })), element("figcaption", {}, `${title}: ${number(last, share)}`));
  };

  const running = (trial) => {
    const where = `${trial.label || "a configuration"}, ${trial.repetition ?? "replicate ?"}`;
    const epochs = trial.epoch === null ? "no epoch told yet" : `epoch ${trial.epoch} of ${trial.epochs}`;
    const since = `${duration(Date.now() / 1000 - trial.startedAt)}, ${epochs}`;
    return element("li", {}, element("code", {}, trial.trial.slice(0, 8)), ` ${where} `,
      element("span", { class: "under" }, trial.alive ? since : `${since}; no sign of life for a minute`), ...[drawing(trial)].filter(Boolean));
  };

  const words = (found) => {
    const done = found.completed + found.diverged;
    const parts = [`${done} of ${found.planned} planned trials have an outcome`];
    if (found.diverged) parts.push(`${found.diverged} diverged`);
    if (found.failed) parts.push(`${found.failed} failed`);
    if (found.secondsLeft !== null) parts.push(`about ${duration(found.secondsLeft)} left`);
    return parts.join(", ");
  };

  // One section above the content; a screen reader hears only its sentence.
  const section = element("section", { id: "live", "aria-label": "What goes on now" });
  const news = element("p", { class: "news", role: "status" });
  const place = () => { if (!section.isConnected) main.prepend(section); };
  const bar = (found) => {
    const made = element("progress", { max: Math.max(found.planned, 1), value: found.completed + found.diverged, "aria-label": `Progress of ${found.name}` });
    return made;
  };

  // The version of the results that this page shows; none of an experiment that has come since.
  const link = (found) => document.querySelector(`table.sortable th a[href="experiments/${found.folder}/index.html"]`);
  const version = (found) => (own ? document.documentElement : link(found))?.dataset.version;

  const draw = () => {
    const shown = [...known.values()].filter((found) => (own ? found.folder === decodeURIComponent(own) : isIndex) && found.running.length);
    const fresh = [...known.values()].filter((found) => (own ? found.folder === decodeURIComponent(own) : isIndex)
      && version(found) !== found.version);
    const isNew = fresh.length > 0;
    // An experiment that has just begun has no result yet, nor has one whose plan has just changed.
    const what = fresh.some((found) => found.completed + found.diverged + found.failed) ? "There are results"
      : own ? "There is a newer plan" : "There is an experiment";
    const sentence = isAbsent ? "The archive cannot be read now; this page shows what was there before."
      : shown.map((found) => `${own ? "" : `${found.name}: `}${words(found)}.`).join(" ");
    if (!shown.length && !isNew && !isAbsent) { section.remove(); return; }
    place();
    if (news.dataset.text !== sentence) { news.dataset.text = sentence; news.textContent = sentence; }
    const again = element("button", { type: "button" }, "Show");
    again.addEventListener("click", () => document.location.reload());
    const focused = section.contains(document.activeElement);
    section.replaceChildren(...[
      element("h2", {}, "Now"), news,
      isNew ? element("p", { class: "fresh" }, `${what} that this page does not show yet. `, again) : null,
      ...shown.map((found) => element("div", { class: "running" },
        ...(own ? [] : [element("h3", {}, element("a", { href: `${root}experiments/${found.folder}/index.html` }, found.name))]), bar(found),
        element("ul", { class: "trials" }, ...found.running.map(running)))),
    ].filter(Boolean));
    if (focused) section.querySelector("button")?.focus();
  };

  // The counts in the table of all experiments.
  const count = (found) => {
    if (!isIndex) return;
    const cell = [...link(found)?.closest("tr").cells ?? []].find((cell) => cell.dataset.role === "trials");
    // The counts of the page leave out tuning, which the events count in.
    if (!cell || !cell.textContent.includes(`/${found.planned}`)) return;
    let text = `${found.completed}/${found.planned}`;
    if (found.diverged) text += `, ${found.diverged} diverged`;
    if (found.failed) text += `, ${found.failed} failed`;
    if (!cell.textContent.startsWith(text)) { cell.textContent = text; cell.dataset.key = found.completed + found.diverged; }
  };

  const take = (all) => {
    isAbsent = false;
    for (const found of all) {
      known.set(found.name, found);
      count(found);
    }
    draw();
  };

  // A page that nobody sees needs no connection; browsers have only six to a server.
  let source = null;
  const connect = () => {
    if (source || document.hidden) return;
    source = new EventSource(`${root || "./"}events`);
    source.addEventListener("experiments", (event) => take(JSON.parse(event.data)));
    source.addEventListener("gone", (event) => { for (const name of JSON.parse(event.data)) known.delete(name); draw(); });
    source.addEventListener("absent", () => { isAbsent = true; draw(); });
  };
  const disconnect = () => { source?.close(); source = null; };
  document.addEventListener("visibilitychange", () => document.hidden ? disconnect() : connect());
  globalThis.addEventListener("pagehide", disconnect);
  connect();
})();
