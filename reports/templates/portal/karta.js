"use strict";
// The map is coloured by its first layer without this; with it, another can be chosen.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const map = document.getElementById("karta");
  const paths = [...map.querySelectorAll("path[id]")];
  const rows = new Map([...document.querySelectorAll("#karttabell tbody tr")].map((row) => [row.dataset.code, row]));
  const select = document.getElementById("lager");
  const told = document.getElementById("vald");
  const code = (path) => path.id.slice(1);
  document.body.classList.add("scripted");

  function legend(classes) {
    const list = document.getElementById("teckenforklaring");
    const swatch = list.querySelector("svg");
    list.replaceChildren(...classes.map(([tone, words]) => {
      const item = document.createElement("li");
      const drawn = swatch.cloneNode(true);
      drawn.firstElementChild.setAttribute("class", tone);
      item.append(drawn, ` ${words}`);
      return item;
    }));
  }

  function colour() {
    const layer = data[select.value];
    for (const path of paths) {
      const [tone, words] = layer.cells[code(path)] ?? ["saknas", layer.lacking];
      const row = rows.get(code(path));
      path.setAttribute("class", tone);
      path.querySelector("title").textContent = `${row.cells[0].textContent}: ${words}`;
      row.cells[2].textContent = words;
    }
    legend(layer.classes);
    for (const id of ["karta-rubrik", "kartkolumn"]) document.getElementById(id).textContent = layer.title;
    document.getElementById("karta-not").textContent = layer.note;
    document.getElementById("karta-summa").textContent = layer.summary;
    told.textContent = "";
  }

  function point(path) {
    for (const each of document.querySelectorAll(".current")) each.classList.remove("current");
    path.classList.add("current");
    rows.get(code(path)).classList.add("current");
    told.textContent = path.querySelector("title").textContent;
  }

  function step(event) {
    const at = paths.indexOf(document.activeElement);
    if (at < 0) return;
    const link = rows.get(code(paths[at])).querySelector("a");
    if (event.key === "Enter" && link) { link.click(); return; }
    const turn = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const place = { Home: 0, End: paths.length - 1 }[event.key] ?? (turn && at + turn);
    if (place === undefined || !paths[place]) return;
    event.preventDefault();
    paths[at].setAttribute("tabindex", "-1");
    paths[place].setAttribute("tabindex", "0");
    paths[place].focus();
  }

  select.addEventListener("change", colour);
  map.addEventListener("keydown", step);
  for (const path of paths) {
    path.addEventListener("focus", () => point(path));
    path.addEventListener("pointerenter", () => point(path));
    path.addEventListener("click", () => point(path));
  }
})();
