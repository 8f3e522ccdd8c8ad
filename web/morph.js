/**
 * Makes what an element shows like `children` and leaves alone what is the same already, so that the focus, what is open
 * and how far something is scrolled survive an update. An element is found again by its `data-key`, one without by its
 * place. Elements that stay keep the listeners they have: listen on what is around them.
 * @param {Element} place
 * @param {(Node | false | null | undefined)[]} children
 */
export function update(place, children) {
  const keyed = new Map([...place.children].map((child) => [keyOf(child), child]));
  const wanted = new Set(children.map((node) => node instanceof Node && keyOf(node)));
  // What goes away goes first: what has to be moved to its place loses the focus.
  for (const [key, child] of keyed) if (key !== null && !wanted.has(key)) child.remove();
  let at = place.firstChild;
  for (const node of children) {
    if (!(node instanceof Node)) continue;
    const key = keyOf(node);
    const found = key === null ? at : keyed.get(key);
    if (found == null || keyOf(found) !== key) place.insertBefore(node, at);
    else {
      if (found === at) at = at.nextSibling;
      else place.insertBefore(found, at);
      become(found, node);
    }
  }
  while (at !== null) {
    const rest = at;
    at = at.nextSibling;
    rest.remove();
  }
}

/**
 * @param {ChildNode} old
 * @param {Node} wanted
 */
function become(old, wanted) {
  if (old.isEqualNode(wanted)) return;
  if (!(old instanceof Element) || !(wanted instanceof Element) || old.tagName !== wanted.tagName) {
    old.replaceWith(wanted);
    return;
  }
  for (const name of old.getAttributeNames()) {
    // Whether something is open is up to whoever reads it.
    if (!wanted.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  update(old, [...wanted.childNodes]);
}

/** @param {Node} node */
function keyOf(node) {
  return node instanceof Element ? node.getAttribute('data-key') : null;
}
