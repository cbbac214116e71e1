// Puts new HTML in place of old and keeps every node that stays the same:
// focus, selection, scroll position and what the reader has unfolded survive.

const held = new WeakMap(); // by place: the HTML it shows

export function put(place, html) {
  if (held.get(place) === html) return;
  held.set(place, html);
  const template = document.createElement("template");
  template.innerHTML = html;
  align(place, template.content);
}

function align(old, fresh) {
  const named = new Map([...old.children].filter(({ id }) => id).map((child) => [child.id, child]));
  let next = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    const kept = node.id ? named.get(node.id) : next;
    if (!kept || !alike(kept, node)) {
      old.insertBefore(node, next);
      continue;
    }
    if (kept === next) next = next.nextSibling;
    else old.insertBefore(kept, next);
    renew(kept, node);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

const alike = (one, other) => one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");

function renew(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (fresh.hasAttribute("data-later")) return; // not known yet: what is shown stays until it is
  if (old.isEqualNode(fresh)) return;
  const isReaders = (name) => name === "open" && old.nodeName === "DETAILS";
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isReaders(name)) old.removeAttribute(name);
  }
  for (const { name, value, namespaceURI } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isReaders(name)) old.setAttributeNS(namespaceURI, name, value);
  }
  align(old, fresh);
}
