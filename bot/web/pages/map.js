"use strict";
// The outline and the picture of a map point at each other: what has the focus, or the pointer, in one is marked in the
// other. Without this everything can be opened all the same.
(() => {
  const map = document.getElementById("map");
  if (!map) return;
  const twins = (id) => document.querySelectorAll(`[data-line="${CSS.escape(id)}"]`);
  const mark = (event) => {
    const here = event.target.closest("[data-line]");
    for (const one of document.querySelectorAll("[data-line].at")) one.classList.remove("at");
    if (!here) return;
    for (const one of twins(here.dataset.line)) {
      one.classList.add("at");
      if (event.type === "focusin" && map.contains(one)) shown(one);
    }
  };
  // The picture alone is moved: the outline, which has the focus, stays where it is.
  const shown = (box) => {
    const inside = map.getBoundingClientRect(), at = box.getBoundingClientRect();
    const by = (low, high, first, last) => (first < low ? first - low - 24 : last > high ? last - high + 24 : 0);
    map.scrollBy(by(inside.left, inside.right, at.left, at.right), by(inside.top, inside.bottom, at.top, at.bottom));
  };
  document.addEventListener("focusin", mark);
  document.addEventListener("pointerover", mark);
  // A line that was opened is shown on the picture too, and its card has the focus.
  const line = new URLSearchParams(location.search).get("line");
  if (!line) return;
  for (const one of twins(line)) {
    one.classList.add("at");
    if (map.contains(one)) shown(one);
  }
  document.getElementById("line")?.focus();
})();
