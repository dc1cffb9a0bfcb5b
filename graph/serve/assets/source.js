"use strict";
// Scrolls to the quote: the one that the server marked (?char=a,b), or the one that the fragment names (#char=a,b), in code
// points of the source.
(function () {
  const text = document.getElementById("text");
  function mark() {
    const place = /^#char=(\d{1,12}),(\d{1,12})$/.exec(location.hash);
    if (place) {
      const characters = Array.from(text.textContent);
      const start = Number(place[1]), end = Number(place[2]);
      if (start > end || end > characters.length) return;
      const quote = document.createElement("mark");
      quote.id = "quote";
      quote.textContent = characters.slice(start, end).join("");
      text.replaceChildren(characters.slice(0, start).join(""), quote, characters.slice(end).join(""));
    }
    const found = document.getElementById("quote");
    if (found) found.scrollIntoView({ block: "center" });
  }
  addEventListener("hashchange", mark);
  mark();
})();
