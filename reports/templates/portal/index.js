"use strict";
// The table is whole without this; with it, it can be searched, filtered and sorted.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const table = document.getElementById("kommuner");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const search = document.getElementById("sok");
  const form = search.form;
  const filters = [...form.querySelectorAll("[data-filter]")];
  const count = document.getElementById("antal");
  const none = document.getElementById("inga");
  const chosen = document.getElementById("resultat");
  const swedish = new Intl.Collator("sv", { numeric: true });
  document.body.classList.add("scripted");

  // "Alingsås" is found by "alingsas", whatever way its ring is written.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

  function show() {
    const wanted = fold(search.value);
    let shown = 0;
    for (const row of rows) {
      const fits = row.dataset.find.includes(wanted)
        && filters.every((each) => !each.value || row.dataset[each.dataset.filter] === each.value);
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} av ${rows.length} kommuner visas.`;
    none.hidden = shown > 0;
    table.parentElement.hidden = shown === 0;
  }

  const cellAt = (row, column) => row.cells[column];

  function compare(column, kind, sign) {
    return (one, other) => {
      const [a, b] = [cellAt(one, column), cellAt(other, column)];
      if (kind === "text") return sign * swedish.compare(a.textContent, b.textContent);
      // What is missing or hidden comes last, whichever way the rest is turned.
      const [x, y] = [a.dataset.value, b.dataset.value];
      if (x === "" || y === "") return (x === "") - (y === "");
      return sign * (Number(x) - Number(y));
    };
  }

  function sort(head) {
    const rising = head.getAttribute("aria-sort") !== "ascending";
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    rows.sort(compare(head.cellIndex, head.dataset.sort, rising ? 1 : -1));
    body.append(...rows);
  }

  for (const head of table.tHead.querySelectorAll("[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }

  function choose() {
    const { title, cells } = data.results[chosen.value];
    table.tHead.querySelector("[data-chosen] button").textContent = title;
    for (const row of rows) {
      const cell = row.querySelector("td[data-chosen]");
      const [text, number] = cells[row.dataset.code] ?? [data.lacking, ""];
      cell.textContent = text;
      cell.dataset.value = number;
    }
    const head = table.tHead.querySelector("[data-chosen]");
    head.removeAttribute("aria-sort");
  }

  function move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const here = event.target.closest("tr");
    if (event.target !== search && !(here && body.contains(here))) return;
    const links = rows.filter((row) => !row.hidden).map((row) => row.cells[0].querySelector("a")).filter(Boolean);
    const at = here ? links.findIndex((link) => link.closest("tr") === here) : -1;
    const next = event.key === "ArrowDown" ? links[at + 1] : links[at - 1] ?? search;
    if (next) { event.preventDefault(); next.focus(); }
  }

  search.addEventListener("input", show);
  for (const each of filters) each.addEventListener("change", show);
  chosen?.addEventListener("change", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { show(); if (chosen) choose(); }));
  document.getElementById("visa-alla").addEventListener("click", () => { form.reset(); search.focus(); });
  document.addEventListener("keydown", move);
  show();
})();
