// The page's own address: which click leads to another scenario of it, and how it is rewritten.

// Where a plain click on a link leads, if that is this page with a query.
export function destination(event) {
  const link = event.target.closest("a[href]");
  if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const { origin, pathname, search, hash } = new URL(link.href);
  const isHere = origin === location.origin && pathname === location.pathname && search;
  return isHere ? { search, hash } : undefined;
}

export function rewrite(search) {
  const address = `${location.pathname}${search}${location.hash}`;
  if (address === location.pathname + location.search + location.hash) return;
  try {
    history.replaceState(history.state, "", address); // the theme keeps the scroll position in the state
  } catch {
    // Safari allows a hundred changes in half a minute; the next answer writes the address again.
  }
}
