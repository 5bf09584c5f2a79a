"use strict";
(() => {
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const make = (name, properties, parts) => {
    const element = Object.assign(document.createElement(name), properties || {});
    (parts || []).forEach((part) => element.append(part));
    return element;
  };
  const rows = all("table.figures tbody tr[id]").map((row) => {
    const tag = row.querySelector(".tag");
    const group = row.closest(".group").querySelector(":scope > h2, :scope > h3");
    const lead = row.querySelector("td.lead");
    return {
      row,
      rating: tag ? tag.textContent.replace(/[^A-Za-z ]/g, "").trim() : "",
      group: group.textContent,
      leads: lead ? lead.textContent.split(";").map((one) => one.trim()).filter(Boolean) : [],
      words: row.textContent.toLowerCase(),
    };
  });
  if (rows.length === 0) return;
  const each = (list) => Array.from(new Set(list));
  const status = make("p", { className: "tools-status" });
  status.setAttribute("role", "status");
  const search = make("input", { type: "search", id: "tool-search", autocomplete: "off" });
  const choice = (id, name, values) => {
    const select = make("select", { id }, [make("option", { value: "", textContent: "All" })]);
    values.forEach((value) => select.append(make("option", { value, textContent: value })));
    return { select, field: make("p", {}, [make("label", { htmlFor: id, textContent: name }), select]) };
  };
  const order = ["Red", "Amber", "Green", "Not rated", "No data"];
  const ratings = order.filter((rating) => rows.some((row) => row.rating === rating));
  const boxes = ratings.map((rating, at) => make("input", { type: "checkbox", id: "tool-rating-" + at, value: rating, checked: true }));
  const group = choice("tool-group", "Group", each(rows.map((row) => row.group)));
  const lead = choice("tool-lead", "Lead", each(rows.flatMap((row) => row.leads)).sort());
  // Teams and other groups of breakdowns: their heads stand in the matrices below the tables.
  const matrices = all(".matrices").map((block) => {
    const table = block.querySelector("table.matrix");
    return table ? { block, table, by: block.querySelector("h2, h3, h4, h5").textContent, heads: all("thead th", table).slice(1).map((head) => head.textContent) } : null;
  }).filter(Boolean);
  const part = choice("tool-part", "Team or other group", []);
  each(matrices.map((matrix) => matrix.by)).forEach((by) => {
    const names = each(matrices.filter((matrix) => matrix.by === by).flatMap((matrix) => matrix.heads));
    part.select.append(make("optgroup", { label: by }, names.map((name) => make("option", { value: by + "|" + name, textContent: name }))));
  });
  const apart = () => {
    const [by, name] = part.select.value.split("|");
    const ids = new Set();
    matrices.forEach((matrix) => {
      const at = matrix.by === by ? matrix.heads.indexOf(name) + 1 : 0;
      matrix.block.hidden = by === "" ? false : at === 0;
      all("tr", matrix.table).forEach((row) => {
        Array.from(row.children).slice(1).forEach((cell, place) => { cell.hidden = at === 0 ? false : place + 1 !== at; });
        const link = row.querySelector("a");
        const told = at === 0 ? "" : row.children[at].textContent.trim();
        if (link) {
          if (told !== "") ids.add(link.getAttribute("href").slice(1));
        }
      });
    });
    return by === "" ? null : ids;
  };
  const clear = make("button", { type: "button", textContent: "Show all" });
  const legend = make("legend", { textContent: "Rating" });
  const tools = make("form", { className: "tools" }, [
    make("p", {}, [make("label", { htmlFor: "tool-search", textContent: "Search" }), search]),
    make("fieldset", {}, [legend].concat(boxes.map((box) => make("span", {}, [box, make("label", { htmlFor: box.id, textContent: box.value })])))),
    group.field,
    lead.field,
    matrices.length === 0 ? "" : part.field,
    clear,
    status,
  ]);
  tools.setAttribute("role", "search");
  tools.setAttribute("aria-label", "Promises");
  const show = () => {
    const wanted = boxes.filter((box) => box.checked).map((box) => box.value);
    const words = search.value.toLowerCase().split(" ").filter(Boolean);
    const counted = apart();
    const fits = (found) => [
      wanted.includes(found.rating),
      [found.group, ""].includes(group.select.value),
      [...found.leads, ""].includes(lead.select.value),
      words.every((word) => found.words.includes(word)),
      counted ? counted.has(found.row.id) : true,
    ].every(Boolean);
    const shown = rows.filter((found) => {
      const fit = fits(found);
      found.row.hidden = !fit;
      if (found.opened) found.opened.hidden = !fit;
      return fit;
    });
    all(".group").forEach((block) => {
      block.hidden = !rows.some((found) => block.contains(found.row) ? !found.row.hidden : false);
    });
    all("table.figures").forEach((table) => {
      const here = rows.filter((found) => table.contains(found.row) ? !found.row.hidden : false);
      const counts = ["Green", "Amber", "Red", "Not rated", "No data"]
        .map((rating) => [here.filter((found) => found.rating === rating).length, rating.toLowerCase()])
        .filter((count) => count[0] > 0);
      const tally = table.querySelector("caption").lastChild;
      if (tally) tally.textContent = counts.map((count) => count.join(" ")).join(", ");
    });
    status.textContent = shown.length + " of " + rows.length + " promises are shown." + (counted ? " The tables below them have the figures of " + part.select.value.split("|")[1] + " alone." : "");
  };
  tools.addEventListener("input", show);
  tools.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    search.value = "";
    boxes.forEach((box) => { box.checked = true; });
    group.select.value = "";
    lead.select.value = "";
    part.select.value = "";
    show();
    search.focus();
  });
  const number = (text) => {
    const found = text.replace(/,/g, "").match(/-?[0-9.]+/);
    return found ? Number(found[0]) : Number.NEGATIVE_INFINITY;
  };
  const kinds = { title: (text) => text, figure: number, before: number, rating: (text) => order.findIndex((one) => text.includes(one)) };
  all("table.figures").forEach((table) => {
    all("thead th", table).forEach((head, at) => {
      const kind = Object.keys(kinds).find((name) => head.classList.contains(name));
      if (!kind) return;
      const button = make("button", { type: "button", className: "sort", textContent: head.textContent });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const value = (row) => kinds[kind](row.children[at].textContent.trim());
        all("tbody", table).forEach((body) => {
          const sorted = all(":scope > tr[id]", body).sort((one, other) => {
            const [a, b] = [value(one), value(other)];
            const way = a === b ? 0 : (a > b ? 1 : -1);
            return down ? -way : way;
          });
          sorted.forEach((row) => {
            const opened = rows.find((found) => found.row === row).opened;
            body.append(row);
            if (opened) body.append(opened);
          });
        });
      });
    });
  });
  rows.forEach((found) => {
    const entry = document.getElementById(found.row.id.replace(/-row$/, ""));
    const chart = entry ? entry.querySelector("svg.chart") : null;
    const trend = found.row.querySelector("td.trend");
    if ([chart, trend].some((one) => !one)) return;
    const title = found.row.querySelector(".name").textContent;
    const button = make("button", { type: "button", className: "open", textContent: "Chart" });
    button.setAttribute("aria-label", "Chart of " + title);
    button.setAttribute("aria-expanded", "false");
    trend.append(button);
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!open));
      if (open) {
        found.opened.remove();
        found.opened = null;
        return;
      }
      const copy = chart.cloneNode(true);
      const says = copy.querySelector("desc").textContent;
      all("title, desc", copy).forEach((part) => part.remove());
      copy.removeAttribute("aria-labelledby");
      copy.setAttribute("aria-label", "Chart of " + title + ". " + says);
      const cell = make("td", { colSpan: found.row.children.length, className: "opened" }, [copy]);
      found.opened = make("tr", {}, [cell]);
      found.row.after(found.opened);
    });
  });
  const first = document.querySelector(".group");
  first.before(tools);
  show();
})();
