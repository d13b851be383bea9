"use strict";
// The choice stands in the address, after #, so that it can be shared; nothing is sent anywhere.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("val");
  if (!form) return;
  const selects = [...form.querySelectorAll("select")];
  const shared = document.getElementById("gemensamma");
  const table = document.getElementById("jamforelse");
  document.body.classList.add("scripted");

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function head(place) {
    const cell = element("th", "", { scope: "col" });
    cell.append(place.report ? element("a", place.name, { href: place.report }) : place.name);
    if (place.fictional) cell.append(" ", element("span", "påhittad", { class: "mark" }));
    return cell;
  }

  function line(title, texts) {
    const row = document.createElement("tr");
    row.append(element("th", title, { scope: "row" }), ...texts.map((text) => element("td", text)));
    return row;
  }

  function results(places) {
    const least = shared.checked ? 2 : 1;
    const rows = [];
    let group = "";
    data.kinds.forEach(([title, of], number) => {
      const texts = places.map((place) => place.results[number]);
      if (texts.filter((text) => text !== undefined).length < Math.min(least, places.length)) return;
      if (of !== group) {
        const row = document.createElement("tr");
        row.append(element("th", of, { colspan: places.length + 1, scope: "colgroup" }));
        rows.push(row);
        group = of;
      }
      rows.push(line(title, texts.map((text) => text ?? data.lacking)));
    });
    return rows;
  }

  function draw() {
    const codes = [...new Set(selects.map((select) => select.value).filter(Boolean))];
    const places = codes.map((code) => data.places[code]);
    history.replaceState(null, "", codes.length ? `#${codes.join(",")}` : location.href.split("#")[0]);
    table.hidden = !places.length;
    document.getElementById("blandat").hidden = !places.some((place) => place.fictional);
    const names = document.createElement("tr");
    names.append(element("th", "Resultat", { scope: "col" }), ...places.map(head));
    table.tHead.replaceChildren(names);
    const about = data.about.map((title, number) => line(title, places.map((place) => place.about[number])));
    const found = results(places);
    table.tBodies[0].replaceChildren(...about, ...found);
    document.getElementById("antal").textContent = told(places, found.length);
  }

  function told(places, found) {
    if (!places.length) return "Ingen kommun är vald.";
    const names = places.map((place) => place.name).join(", ");
    return found ? `Visar ${names}.` : `Visar ${names}. Inga mätta resultat att jämföra.`;
  }

  function read() {
    const codes = decodeURIComponent(location.hash.slice(1)).split(",").filter((code) => code in data.places);
    selects.forEach((select, number) => { select.value = codes[number] ?? ""; });
    draw();
  }

  form.addEventListener("change", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  read();
})();
