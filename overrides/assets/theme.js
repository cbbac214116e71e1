// The theme fetches and indexes the whole guide for its search whenever a page opens.
// Here that waits until a reader turns to the search, or has come with something to search for.
(() => {
  if (new URLSearchParams(location.search).has("q")) return;
  const { open, send } = XMLHttpRequest.prototype;
  const patient = new WeakSet();

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (String(url).endsWith("/search_index.json")) patient.add(this);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (!patient.has(this)) return send.apply(this, body);
    const search = document.querySelector("[data-md-component=search]");
    const turn = () => patient.delete(this) && send.apply(this, body);
    for (const sign of ["focusin", "pointerover"]) search.addEventListener(sign, turn, { once: true });
    document.querySelector("#__search").addEventListener("change", turn, { once: true });
  };
})();

// The theme gives each button for copying a landmark of its own; a page with three of them has three too many.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "presentation");
}).observe(document, { childList: true, subtree: true });
