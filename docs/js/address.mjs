// The page's own address. A scenario stands in its fragment, which browsers keep to themselves: no host is told.
// Links that were made earlier have it as a query. Inside, a scenario is written as a query.

const asked = ({ hash, search }) => (/^#v=/.test(hash) ? `?${hash.slice(1)}` : search);

// The scenario that the address asks for; empty for the default.
export const scenario = () => asked(location);

export const addressOf = (search) => `${location.pathname}${search.replace("?", "#")}`;

// Where a plain click on a link within this page leads: to another scenario, or to a part of the page.
export function destination(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return {};
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname !== location.pathname) return {};
  return asked(url) ? { search: asked(url) } : { part: document.getElementById(url.hash.slice(1)) };
}

// Writes the scenario into the address; what is there of a part of the page gives way to it.
export function rewrite(search) {
  if (search === scenario() && !location.search) return;
  try {
    history.replaceState(history.state, "", addressOf(search)); // the theme keeps the scroll position in the state
  } catch {
    // Safari allows a hundred changes in half a minute; the next answer writes the address again.
  }
}
