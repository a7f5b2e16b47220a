"use strict";
// Compares chosen configurations of any experiments. What is drawn follows the pages that the program makes itself.
(() => {
  const { element, root, on, makeSortable } = globalThis.dropoutLab;
  const byId = (id) => document.getElementById(id);
  const picker = byId("experiment"), list = byId("configurations"), words = byId("words"), out = byId("comparison");
  const known = new Map();   // experiment -> data
  const runs = new Map();    // experiment -> curves of its trials; null while they are read, and where they cannot be
  let chosen = [];           // [experiment, index], in the order of choosing
  const without = new Map(); // "experiment:index" -> replicates that are left out
  let measure = null, across = null;
  const each = byId("each");  // whether trials are compared rather than configurations
  const noun = () => each.checked ? "trial" : "configuration";

  const svg = (name, attributes = {}, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const safe = (name) => name.replace(/[^A-Za-z0-9-]/g, "_") || "_";
  const read = (map, name, address) => new Promise((done, failed) => {
    if (map.get(name)) return done(map.get(name));
    const script = element("script", { src: root + address });
    script.addEventListener("load", () => map.get(name) ? done(map.get(name)) : failed(new Error(name)));
    script.addEventListener("error", () => failed(new Error(name)));
    document.head.append(script);
  });
  const load = (name) => read(known, name, `data/${safe(name)}.js`);
  on("configurations", (data) => known.set(data.name, data));
  on("runs", (data) => runs.set(data.name, data));
  // The curves of single trials are read when they are asked for, and drawn when they are there.
  const loadRuns = (data) => {
    if (!data.runs || runs.has(data.name)) return;
    runs.set(data.name, null);
    read(runs, data.name, `experiments/${safe(data.name)}/runs.js`).then(() => draw(), () => {});
  };

  // Numbers as the program writes them.
  const fixed = (value, places) => value.toFixed(places).replace("-", "−");
  const places = (values) => {
    const sizes = values.filter(Number.isFinite).map(Math.abs).filter((v) => v > 0).sort((a, b) => a - b);
    if (!sizes.length) return 3;
    return Math.max(0, Math.min(8, 2 - Math.floor(Math.log10(sizes[sizes.length >> 1]))));
  };
  const signed = (value, digits) => {
    const words = fixed(Math.abs(value), digits);
    return (Number(words) === 0 ? "" : value > 0 ? "+" : "−") + words;
  };
  // A number that would read as zero, which the interval leaves out, gets the digits it needs.
  const signedWithin = (value, bounds, digits) => {
    const leavesZeroOut = bounds && (bounds[0] > 0 || bounds[1] < 0) && Math.abs(value) > 1e-9;
    const needed = Math.max(0, -Math.floor(Math.log10(Math.abs(value))));
    return signed(value, leavesZeroOut && Number(Math.abs(value).toFixed(digits)) === 0 ? needed : digits);
  };
  // Two digits where a number would read as zero, or with one, only because others are 100 times as large or more.
  const numbered = (value, digits, others) => {
    const words = fixed(value, digits), shown = words.replace(/^[^1-9]*/, "").replace(/\D/g, "").length;
    if (value === 0 || shown > 1 || Math.abs(value) > Math.max(0, ...others.map(Math.abs)) / 100) return words;
    const power = Math.floor(Math.log10(Math.abs(value)));
    return power < -5 ? value.toExponential(1).replaceAll("-", "−") : fixed(value, Math.max(0, 1 - power));
  };
  const capitalized = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const interval = (values, t) => {
    const n = values.length;
    if (n < 2 || t[n - 2] === undefined) return null;
    const center = mean(values);
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (n - 1));
    return [center - t[n - 2] * deviation / Math.sqrt(n), center + t[n - 2] * deviation / Math.sqrt(n)];
  };

  // The .975 quantile of Student's t with any degrees of freedom f, through t = √f tan u, whose density is cosᶠ⁻¹ u.
  const student = (f) => {
    const steps = 8000, width = Math.PI / 2 / steps, density = (k) => Math.cos((k + .5) * width) ** (f - 1);
    let total = 0, below = 0, k = 0;
    for (let step = 0; step < steps; step += 1) total += density(step);
    while (below + density(k) < .95 * total) below += density(k++);
    return Math.sqrt(f) * Math.tan((k + (.95 * total - below) / density(k)) * width);
  };
  const variance = (values) => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
  // Welch's interval of the difference of two means.
  const welch = (values, others) => {
    const [m, n] = [values.length, others.length];
    if (m < 2 || n < 2) return null;
    const [a, b] = [variance(values) / m, variance(others) / n], center = mean(values) - mean(others);
    const reach = a + b > 0 ? Math.sqrt(a + b) * student((a + b) ** 2 / (a ** 2 / (m - 1) + b ** 2 / (n - 1))) : 0;
    return [center - reach, center + reach];
  };

  const replicates = (own) => [...new Set(Object.values(own.values).flatMap((values) => values.map(([replicate]) => replicate)))].sort((a, b) => a - b);
  const kept = (key, own) => replicates(own).filter((replicate) => !without.get(key)?.has(replicate));
  const runCurves = ({ data, index }, replicate) => {
    const found = runs.get(data.name), lines = Object.entries(found?.curves[index]?.[replicate] ?? {});
    return Object.fromEntries(lines.map(([id, values]) => [id, values.map((value, place) => [found.epochs[id][place], value]).filter(([, value]) => value !== null)]));
  };
  // A trial has one value of each measure, which pairs with that of any other.
  const trials = (arm) => kept(arm.key, arm.own).map((replicate) => {
    const values = Object.entries(arm.own.values).map(([id, values]) => [id, values.filter(([own]) => own === replicate).map(([, value]) => [0, value])]);
    const id = arm.own.trials?.[replicate];
    return { ...arm, name: `${arm.name}, replicate ${replicate}`, side: id ?? arm.side, link: id ? `${root}trial/${id}.html` : arm.link,
      own: { ...arm.own, lack: undefined, values: Object.fromEntries(values), curves: runCurves(arm, replicate) }, fields: { ...arm.fields, replicate: String(replicate) } };
  });
  const arms = () => chosen.filter(([name]) => known.has(name)).map(([name, index]) => {
    const data = known.get(name), own = data.configurations[index], key = `${name}:${index}`;
    const several = new Set(chosen.map(([other]) => other)).size > 1;
    return { name: several ? `${name}: ${own.label}` : own.label, link: `${root}experiments/${safe(name)}/index.html`, data, own, index, key,
      side: key, fields: { ...data.common, ...own.fields } };
  }).flatMap((arm) => each.checked ? trials(arm) : [arm]);

  // Scales and axes.
  const scale = (values, from, to) => {
    const finite = values.filter(Number.isFinite);
    let low = Math.min(...finite), high = Math.max(...finite);
    if (!finite.length) [low, high] = [0, 1];
    if (low === high) { const margin = Math.abs(low) * .1 || 1e-9; low -= margin; high += margin; }
    const at = (value) => Math.round((from + (value - low) / (high - low) * (to - from)) * 10) / 10;
    at.ticks = (count) => {
      // The smallest round step with at most so many ticks, as the program's own axes have it.
      const power = 10 ** Math.floor(Math.log10((high - low) / count));
      const ends = (step) => [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
      const step = [1, 2, 5, 10, 20, 50].map((factor) => factor * power).find((size) => ends(size)[1] - ends(size)[0] < count);
      const ticks = [];
      for (let [k, last] = ends(step); k <= last; k += 1) ticks.push(k * step);
      ticks.places = (share) => Math.max(0, -Math.floor(Math.log10(step * (share ? 100 : 1)) + 1e-9));
      return ticks;
    };
    return at;
  };
  const label = (tick, ticks, share) => fixed(share ? tick * 100 : tick, ticks.places(share)) + (share ? "%" : "");
  const text = (kind, x, y, words) => svg("text", { class: kind, x, y }, words);
  const picture = (width, height, name, ...parts) =>
    svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": name }, ...parts);
  const figure = (drawing, ...caption) => element("figure", {}, drawing, element("figcaption", {}, ...caption));
  const scrolled = (name, content) => element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, content);
  // The room beside an axis: what is usual, or as much as its longest number takes, which would be cut.
  const room = (ticks, share, usual) => Math.max(usual, ...ticks.map((tick) => Math.ceil(
    [...label(tick, ticks, share)].reduce((sum, letter) => sum + ({ ".": 3.5, "%": 10.5, "−": 9.2 }[letter] || 7), 0)) + 5));
  const rows = (ticks, at, left, right, share) => ticks.flatMap((tick) =>
    [svg("path", { class: "g", d: `M${left} ${at(tick)}H${right}` }), text("e", left - 4, at(tick) + 4, label(tick, ticks, share))]);
  const columns = (ticks, at, y, share) => ticks.map((tick) => text("m", at(tick), y, label(tick, ticks, share)));
  // An axis ends with the largest size of at most eight times the median, as those of the program do.
  const reach = (values) => {
    const sizes = values.map(Math.abs).filter((size) => Number.isFinite(size) && size > 0).sort((a, b) => a - b);
    const within = sizes.filter((size) => size <= 8 * sizes[(sizes.length - 1) >> 1]);
    const limit = within.length < sizes.length ? within[within.length - 1] : Infinity;
    return { limit, cut: (value) => Math.min(limit, Math.max(-limit, value)) };
  };
  const style = (place) => `c${Math.min(place, 7)}`;
  const titled = (name, attributes, title) => svg(name, attributes, svg("title", {}, title));

  // Those whose optimiser got somewhere, with their places; all where none did.
  const trained = (all) => {
    const placed = all.map((arm, place) => ({ arm, place })), found = placed.filter(({ arm }) => !arm.own.failed);
    return found.length ? found : placed;
  };

  const curves = (all, [id, title, share]) => {
    const lines = trained(all).map(({ arm, place }) => ({ arm, place, points: arm.own.curves[id] })).filter(({ points }) => points);
    if (!lines.length) return null;
    const { limit, cut } = reach(lines.map(({ points }) => Math.max(...points.map(([, value]) => Math.abs(value)))));
    const y = scale(lines.flatMap(({ points }) => points.map(([, value]) => cut(value))), 166, 10);
    const ticks = y.ticks(5), left = room(ticks, share, 44);
    const x = scale(lines.flatMap(({ points }) => points.map(([epoch]) => epoch)), left, 372);
    const drawn = lines.reverse().map(({ arm, place, points }) =>
      titled("path", { class: style(place), d: "M" + points.map(([epoch, value]) => `${x(epoch)} ${y(cut(value))}`).join("L") }, arm.name));
    const epochs = x.ticks(6).filter(Number.isInteger);
    epochs.places = () => 0;
    const end = fixed(limit * (share ? 100 : 1), places([limit * (share ? 100 : 1)])) + (share ? " %" : "");
    return figure(picture(380, 190, `${title} over epochs of ${lines.length} ${noun()}s`, ...rows(ticks, y, left, 372, share),
      ...columns(epochs, x, 182, false), ...drawn), element("b", {}, capitalized(title)), each.checked ? ", a line per trial" : ", means over replicates",
    ...(limit < Infinity ? [`; what lies beyond the axis, ${end}, is drawn at its end`] : []));
  };

  const differences = (all, [id, title, share]) => {
    // Imported runs are paired by the seeds of their file, whatever the order.
    const numbered = (arm) => (arm.own.values[id] || []).map(([r, value]) => [!each.checked && arm.data.seeds ? arm.data.seeds[r] : r, value]);
    const run = (arm) => arm.data.seeds?.[arm.fields.replicate] ?? arm.fields.replicate;
    const first = new Map(numbered(all[0])), firsts = [...first.values()];
    return all.slice(1).map((arm) => {
      const own = numbered(arm);
      // Replicates of other seeds are no pairs.
      if (!each.checked && (arm.fields.seed !== all[0].fields.seed || !own.some(([r]) => first.has(r)))) {
        const values = own.map(([, value]) => value), both = values.length && firsts.length;
        return { name: arm.name, n: null, estimate: both ? mean(values) - mean(firsts) : null, bounds: welch(values, firsts), title, share };
      }
      const values = own.filter(([r]) => first.has(r)).map(([r, value]) => value - first.get(r));
      const t = arm.data.t.length > all[0].data.t.length ? arm.data.t : all[0].data.t;
      const isPair = !each.checked || arm.fields.seed === all[0].fields.seed && run(arm) === run(all[0]);
      return { name: arm.name, n: isPair ? values.length : 0, leavesOut: values.length < Math.max(own.length, first.size), estimate: values.length ? mean(values) : null, bounds: interval(values, t), title, share };
    });
  };

  const cut = (name) => name.length > 40 ? `${name.slice(0, 20)}…${name.slice(-19)}` : name;
  const pixels = (name) => [...name].reduce((sum, letter) =>
    sum + (/[mwMW@%]|[^ -~]/u.test(letter) ? 11 : /[A-Z]/.test(letter) ? 8 : 6), 0);

  const forest = (found, [, title, share], first) => {
    const shown = found.filter(({ estimate }) => estimate !== null);
    if (!shown.length) return null;
    const left = 22 + Math.max(...shown.map(({ name }) => pixels(cut(name)))), width = left + 370;
    const ends = ({ estimate, bounds }) => [estimate, ...(bounds || [])];
    const { limit, cut: within } = reach(shown.map((row) => Math.max(...ends(row).map(Math.abs))));
    const x = scale([0, ...shown.flatMap(ends).map(within)], left, width - 12);
    const bottom = shown.length * 22 + 6, ticks = x.ticks(6);
    const lines = shown.flatMap(({ name, estimate, bounds }, place) => {
      const y = place * 22 + 16;
      return [svg("text", { class: "name e", x: left - 12, y: y + 4 }, cut(name), svg("title", {}, name)),
        ...(bounds ? [svg("path", { class: "c0", d: `M${x(within(bounds[0]))} ${y}H${x(within(bounds[1]))}` })] : []),
        Math.abs(estimate) > limit ? svg("path", { class: "c0", d: `M${x(within(estimate)) - 4} ${y - 4}l8 8m0-8l-8 8` })
          : svg("circle", { class: "c0", cx: x(estimate), cy: y, r: 3.5 })];
    });
    const axis = ticks.flatMap((tick) => [svg("path", { class: "g", d: `M${x(tick)} 4V${bottom}` }), text("m", x(tick), bottom + 15, label(tick, ticks, share).replace("%", ""))]);
    const factor = share ? 100 : 1, crosses = shown.some(({ estimate }) => Math.abs(estimate) > limit) ? ", differences as crosses" : "";
    const beyond = limit < Infinity ? `. What lies beyond the axis, ±${fixed(limit * factor, places([limit * factor]))}, is drawn at its end${crosses}; the table has the numbers.` : "";
    const drawing = picture(width, bottom + 20, `Differences of ${title} to ${first}`, ...axis,
      svg("path", { class: "zero", d: `M${x(0)} 4V${bottom}` }), ...lines);
    return figure(scrolled("Differences", drawing), `${capitalized(title)} minus that of `, element("b", {}, first), `${share ? ", in percentage points" : ""}${each.checked ? "" : `, with 95 % ${found.every(({ n }) => n === null) ? "Welch" : found.some(({ n }) => n === null) ? "Student t and Welch" : "Student t"} intervals`}`, beyond);
  };

  const center = (arm, id) => { const values = (arm.own.values[id] || []).map(([, value]) => value); return values.length ? mean(values) : null; };

  const scatter = (all, x, y) => {
    const points = all.map((arm, place) => ({ arm, place, x: center(arm, x[0]), y: center(arm, y[0]) })).filter((p) => p.x !== null && p.y !== null);
    if (points.length < 2) return element("p", { class: "note" }, `Fewer than two ${noun()}s have both measures.`);
    const up = scale(points.map((p) => p.y), 220, 12), ticks = up.ticks(6), left = room(ticks, y[2], 52);
    const right = scale(points.map((p) => p.x), left, 366);
    return figure(picture(380, 260, `${y[1]} against ${x[1]} of ${points.length} ${noun()}s`, ...rows(ticks, up, left, 372, y[2]),
      ...columns(right.ticks(5), right, 236, x[2]), text("name m", 212, 254, x[1]),
      ...points.map(({ arm, place, x, y }) => titled("circle", { class: style(place), cx: right(x), cy: up(y), r: 4 }, arm.name))), `${capitalized(y[1])} against ${x[1]}`);
  };

  // The value of a field; a dash where others stand in its place, or none beside it.
  const word = (arm, path) => {
    if (arm.fields[path] !== undefined) return arm.fields[path];
    if (["seed", "replicate"].includes(path)) return "–";
    const there = (start) => Object.keys(arm.fields).some((key) => key.startsWith(start)), dot = path.lastIndexOf(".");
    const stands = (start) => there(`${start}.`) || there(`${start}[`);
    // What is no list, or a shorter one, has no such element.
    const list = path.endsWith("]") ? path.slice(0, path.lastIndexOf("[")) : null;
    if (list !== null && !stands(path)) return arm.fields[list] !== undefined || stands(list) ? "–" : word(arm, list);
    return !stands(path) && (dot < 0 || there(path.slice(0, dot + 1))) ? "default" : "–";
  };
  const levels = (all, path) => {
    const found = [...new Set(all.map((arm) => word(arm, path)))];
    return found.every((value) => value !== "" && !Number.isNaN(Number(value))) ? found.sort((a, b) => a - b) : found;
  };
  // As many parts of a path from its end as tell it from the others, two at least.
  const short = (path, others) => {
    const parts = path.split("."), end = (other, count) => other.split(".").slice(-count).join(".");
    let count = 2;
    while (count < parts.length && others.some((other) => other !== path && end(other, count) === end(path, count))) count += 1;
    return end(path, count);
  };

  const parallel = (all, fields, [id, title, share]) => {
    const axes = fields.slice(0, 6), values = all.map((arm) => center(arm, id)), present = values.filter((value) => value !== null);
    if (!axes.length || all.length < 3 || !present.length) return null;
    const width = Math.max(380, (axes.length + 1) * 130), low = Math.min(...present), high = Math.max(...present);
    const x = (place) => 70 + place * (width - 140) / axes.length, y = (share) => 220 - share * 180;
    const of = axes.map((path) => levels(all, path));
    const at = (place, count) => count === 1 ? .5 : place / (count - 1);
    const digits = places(present.map((value) => share ? value * 100 : value));
    const rules = [...axes.map((path) => short(path, fields)), title].flatMap((name, place) =>
      [svg("path", { class: "g", d: `M${x(place)} 40V220` }), text("name m", x(place), 22, name)]);
    // Above the lines, which would strike them through.
    const texts = axes.flatMap((path, place) => of[place].map((word, level) =>
      text("over", x(place) + 5, y(at(level, of[place].length)) + 4, word.length > 16 ? word.slice(0, 15) + "…" : word)));
    texts.push(...[0, .5, 1].map((part) => text("over", x(axes.length) + 5, y(part) + 4, fixed((low + part * (high - low)) * (share ? 100 : 1), digits) + (share ? "%" : ""))));
    const lines = all.map((arm, place) => {
      if (values[place] === null) return null;
      const steps = axes.map((path, axis) => `${x(axis)} ${y(at(of[axis].indexOf(word(arm, path)), of[axis].length))}`);
      return titled("path", { class: style(place), d: "M" + [...steps, `${x(axes.length)} ${y(high > low ? (values[place] - low) / (high - low) : .5)}`].join("L") }, arm.name);
    }).filter(Boolean).reverse();
    const drawing = picture(width, 236, `Parallel coordinates of ${all.length} ${noun()}s`, ...rules, ...lines, ...texts);
    return figure(scrolled("Parallel coordinates", drawing), `One line per ${noun()}, from its fields to its ${title}${fields.length > axes.length ? `, the first ${axes.length} of ${fields.length} fields` : ""}`);
  };

  const heat = (all, fields, [id, title, share]) => {
    if (fields.length !== 2) return null;
    const [down, right] = fields.map((path) => levels(all, path));
    const grid = new Map();
    for (const arm of all) {
      const key = JSON.stringify(fields.map((path) => word(arm, path)));
      if (grid.has(key)) return null;
      grid.set(key, center(arm, id));
    }
    const present = [...grid.values()].filter((value) => value !== null);
    if (down.length < 2 || right.length < 2 || !present.length) return null;
    const low = Math.min(...present), high = Math.max(...present), digits = places(present.map((value) => share ? value * 100 : value));
    const body = down.map((row) => element("tr", {}, element("th", { scope: "row" }, row), ...right.map((column) => {
      const value = grid.get(JSON.stringify([row, column]));
      if (value === undefined || value === null) return element("td", {}, element("span", { class: "none" }, "–"));
      return element("td", { class: `h${high > low ? Math.min(4, Math.floor((value - low) / (high - low) * 5)) : 0}` }, numbered(share ? value * 100 : value, digits, present.map((other) => share ? other * 100 : other)));
    })));
    return scrolled(`${title} by ${fields.join(" and ")}`, element("table", { class: "heat" },
      element("caption", {}, element("span", {}, `${capitalized(title)}${share ? " (%)" : ""}: rows by ${fields[0]}, columns by ${fields[1]}; the stronger the tint, the larger.`)),
      element("thead", {}, element("tr", {}, element("td", {}), ...right.map((column) => element("th", { scope: "col" }, column)))), element("tbody", {}, ...body)));
  };

  const pairing = (found) => {
    const strangers = found.filter(({ n }) => n === null).length;
    const pairs = strangers === found.length ? ", of the means with Welch's interval, since other seeds make no pairs"
      : strangers ? ", at equal replicates; those to other seeds, which make no pairs, are of the means with Welch's interval" : ", at equal replicates";
    return pairs + (found.some(({ leavesOut }) => leavesOut) ? ". Where sides have different replicates, it is over those that both have, and not that of the means" : "");
  };
  const table = (all, fields, [id, title, share], found) => {
    const unit = share ? " (%)" : "", factor = share ? 100 : 1;
    const means = all.map((arm) => center(arm, id)), present = means.filter((v) => v !== null).map((v) => v * factor), digits = places(present);
    const none = () => element("td", {}, element("span", { class: "none" }, "–"));
    const cell = (words, key) => element("td", key === undefined ? {} : { "data-key": key }, words);
    const heads = [capitalized(noun()), ...fields.map((path) => short(path, fields)), title + unit, "n", share ? "Difference (points)" : "Difference", "Interval", "Pairs"];
    const body = all.map((arm, place) => {
      const difference = place ? found[place - 1] : null, value = means[place];
      const bounds = difference?.bounds?.map((bound) => bound * factor);
      return element("tr", place ? {} : { class: "baseline" }, element("th", { scope: "row" }, element("a", { href: arm.link }, arm.name),
          ...(arm.own.lack ? [" ", element("span", { class: "tag warn" }, arm.own.lack)] : [])),
        ...fields.map((path) => arm.fields[path] === undefined ? element("td", {}, element("span", { class: "none" }, word(arm, path))) : cell(arm.fields[path])),
        value === null ? none() : cell(numbered(value * factor, digits, present), value), cell(String((arm.own.values[id] || []).length)),
        difference?.estimate == null ? none() : cell(signedWithin(difference.estimate * factor, bounds, digits), difference.estimate),
        bounds ? cell(bounds.map((bound) => signedWithin(bound, bounds, digits)).join(" to "), difference.bounds[0]) : none(),
        difference?.estimate == null || difference.n === null ? none() : cell(String(difference.n)));
    });
    const made = element("table", { class: "sortable" }, element("caption", {}, element("span", {},
      `Fields that differ stand first; default marks a field that is not written, which is not zero, – one that does not exist there. Differences are to ${all[0].name}, shaded${each.checked ? "" : pairing(found)}.`)),
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))), element("tbody", {}, ...body));
    makeSortable(made);
    return scrolled("Side by side", made);
  };

  const legend = (all) => {
    const others = all.length - 7;
    return [element("ul", { class: "legend" }, ...all.slice(0, 7).map((arm, place) => element("li", { class: `k${place}` }, element("a", { href: arm.link }, arm.name)))),
      ...(others > 0 ? [element("p", { class: "note" }, `The ${others} other${others === 1 ? " is" : "s are"} drawn in grey.`)] : [])];
  };
  const listed = (names) => names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
  const curveNotes = (all) => {
    const curved = all.filter((arm) => Object.keys(arm.own.curves).length), failed = curved.filter((arm) => arm.own.failed);
    const many = each.checked ? [...new Set(all.filter((arm) => !arm.data.runs).map((arm) => arm.data.name))] : [];
    const ids = all.filter((arm) => !arm.data.runs).slice(0, 2).map((arm) => arm.side.slice(0, 8)).join(" ");
    return [
      failed.length && failed.length < curved.length ? element("p", { class: "note" }, `Left out, because the optimiser failed: ${listed(failed.map((arm) => arm.name))}.`) : null,
      many.length ? element("p", { class: "note" }, `There are no curves of single trials of ${listed(many)} here, for there are too many; `, element("code", {}, `dropout-lab compare ${ids} --report`), " draws them.") : null,
    ].filter(Boolean);
  };
  // A server draws any sides with all that was measured of them, as far as an address can name them.
  const beside = (all) => {
    const address = `${out.dataset.comparison}?${all.map((arm) => `side=${encodeURIComponent(arm.side)}`).join("&")}&metric=${encodeURIComponent(measure)}`;
    const fits = out.dataset.comparison && all.length <= 250 && address.length < 8000 && measure.split(".").length === 2;
    return fits ? element("p", {}, element("a", { href: address }, "The same on a page of its own, with any measure against any other")) : null;
  };

  const select = (id, title, measures, value, change) => {
    const made = element("select", { id }, ...measures.map(([key, words]) => element("option", { value: key }, words)));
    made.value = value;
    made.addEventListener("change", () => { change(made.value); draw(); byId(id).focus(); });
    return element("div", {}, element("label", { for: id }, title), made);
  };
  const heading = (words) => element("h2", {}, words);

  // The address keeps what was chosen; what is usual is not written.
  const keep = (...settings) => {
    const parts = chosen.flatMap(([name, index]) => {
      const key = `${name}:${index}`, own = known.get(name)?.configurations[index];
      return each.checked && own && without.get(key)?.size ? kept(key, own).map((replicate) => `${key}:${replicate}`) : [key];
    });
    const address = [...parts, ...(each.checked ? ["each"] : []), ...settings];
    history.replaceState(null, "", chosen.length ? "#" + address.join(",") : location.pathname + location.search);
  };

  const draw = () => {
    const all = arms();
    byId("chosen").textContent = all.length ? `${all.length} chosen` + (all.length === 1 ? "; choose one more to compare" : "") : `Choose ${each.checked ? "a configuration whose trials are compared, or more" : "two or more configurations"}.`;
    if (all.length < 2) { keep(); return out.replaceChildren(); }
    if (each.checked) for (const { data } of all) loadRuns(data);
    const measures = [...new Map(all.flatMap((arm) => arm.data.metrics).map((m) => [m[0], m])).values()];
    if (!measures.length) keep();
    if (!measures.length) return out.replaceChildren(element("p", { class: "note" }, "None of them has a measure."));
    const usual = measures.some(([id]) => id === all[0].data.metric) ? all[0].data.metric : measures[0][0];
    const opposite = (measures.find(([id]) => id.startsWith("training.")) || measures[0])[0];
    if (!measures.some(([id]) => id === measure)) measure = usual;
    if (!measures.some(([id]) => id === across)) across = opposite;
    keep(...(measure === usual ? [] : [`measure=${measure}`]), ...(across === opposite ? [] : [`against=${across}`]));
    const main = measures.find(([id]) => id === measure), other = measures.find(([id]) => id === across);
    const paths = [...new Set(all.flatMap((arm) => Object.keys(arm.fields)))].sort();
    const fields = paths.filter((path) => new Set(all.map((arm) => arm.fields[path])).size > 1);
    const found = differences(all, main);
    const drawn = measures.map((measure) => curves(all, measure)).filter(Boolean);
    out.replaceChildren(...[
      element("div", { class: "tools" }, select("measure", "Measure", measures, measure, (value) => { measure = value; })),
      heading("Side by side"), table(all, fields, main, found),
      heading(each.checked || new Set(all.map((arm) => arm.data)).size > 1 ? "Differences" : "Paired differences"), forest(found, main, all[0].name) || element("p", { class: "note" }, each.checked ? "None of the others has this measure." : "No replicate is common to both."),
      heading(drawn.length ? "Curves" : "Legend"), ...legend(all), ...curveNotes(all), element("div", { class: "charts" }, ...drawn),
      heading("Overview"), heat(all, fields, main), parallel(all, fields, main),
      element("div", { class: "tools" }, select("across", "Against", measures, across, (value) => { across = value; })), scatter(all, other, main), beside(all),
    ].filter(Boolean));
  };

  const isChosen = (name, index) => chosen.some(([other, place]) => other === name && place === index);
  const choose = (name, index, wanted) => {
    chosen = chosen.filter(([other, place]) => other !== name || place !== index);
    without.delete(`${name}:${index}`);
    if (wanted) chosen.push([name, index]);
  };
  const shown = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean), data = known.get(picker.value);
    return (data?.configurations || []).map((own, index) => [own.label, index]).filter(([label]) => wanted.every((word) => label.toLowerCase().includes(word)));
  };
  const showList = () => {
    const name = picker.value;
    list.replaceChildren(...shown().map(([label, index]) => {
      const box = element("input", { type: "checkbox" });
      box.checked = isChosen(name, index);
      box.addEventListener("change", () => { choose(name, index, box.checked); showTrials(); draw(); });
      return element("label", {}, box, ` ${label}`);
    }));
  };
  // Which trials of the chosen configurations are compared; one without any is not chosen any more.
  const showTrials = () => {
    const rows = chosen.filter(([name]) => known.has(name)).map(([name, index]) => {
      const key = `${name}:${index}`, own = known.get(name).configurations[index];
      const boxes = replicates(own).map((replicate) => {
        const box = element("input", { type: "checkbox", "aria-label": `${own.label}, replicate ${replicate}` });
        box.checked = !without.get(key)?.has(replicate);
        box.addEventListener("change", () => {
          const left = without.get(key) ?? new Set();
          if (box.checked) left.delete(replicate); else left.add(replicate);
          without.set(key, left);
          if (!kept(key, own).length) { choose(name, index, false); showChoice(); }
          draw();
        });
        return element("label", {}, box, ` ${replicate}`);
      });
      return element("div", { role: "group", "aria-label": own.label }, element("span", {}, own.label), ...boxes);
    });
    byId("replicates").replaceChildren(...rows);
    byId("trials").hidden = !each.checked || !rows.length;
  };
  const showChoice = () => { showList(); showTrials(); };
  const pick = () => load(picker.value).then(showChoice, () => { byId("chosen").textContent = `The numbers of ${picker.value} cannot be read.`; });

  picker.addEventListener("change", () => { words.value = ""; pick(); });
  words.addEventListener("input", showList);
  each.addEventListener("change", () => { showTrials(); draw(); });
  byId("all").addEventListener("click", () => { for (const [, index] of shown()) if (!isChosen(picker.value, index)) choose(picker.value, index, true); showChoice(); draw(); });
  byId("none").addEventListener("click", () => { chosen = []; without.clear(); showChoice(); draw(); });

  const names = new Set([...picker.options].map((option) => option.value));
  const fragment = () => {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
  };
  const choice = () => fragment().split(",").map((part) => part.split(":"))
    .filter(([name, ...numbers]) => names.has(name) && numbers.length && numbers.every((number) => /^\d+$/.test(number)))
    .map(([name, index, replicate]) => [name, Number(index), replicate === undefined ? null : Number(replicate)]);
  let turn = 0;
  // Shows what the address says, when the page is opened and when its address changes.
  const follow = () => {
    const parts = fragment().split(","), asked = choice(), mine = turn += 1;
    const setting = (name) => parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
    if (asked.length) picker.value = asked[0][0];
    Promise.allSettled([...new Set(asked.map(([name]) => name))].map(load)).then(() => {
      if (mine !== turn) return;
      each.checked = parts.includes("each");
      [measure, across] = [setting("measure"), setting("against")];
      chosen = [];
      without.clear();
      const there = asked.filter(([name, index]) => known.get(name)?.configurations[index]);
      for (const [name, index] of there) if (!isChosen(name, index)) choose(name, index, true);
      for (const [name, index] of chosen) {
        const wanted = there.filter(([other, place]) => other === name && place === index).map(([, , replicate]) => replicate);
        const all = replicates(known.get(name).configurations[index]), left = all.filter((replicate) => !wanted.includes(replicate));
        if (!wanted.includes(null) && left.length < all.length) without.set(`${name}:${index}`, new Set(left));
      }
      if (picker.options.length) pick();
      draw();
    });
  };
  globalThis.addEventListener("hashchange", follow);
  follow();
})();
