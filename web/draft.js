/**
 * Keeps what is typed into a form until it has been sent, as phones throw away pages that nobody looks at.
 * @param {HTMLFormElement} form
 * @param {string} name of what is being entered
 * @returns {() => void} forgets it
 */
export function keepDraft(form, name) {
  const key = `draft:${name}`;
  const stored = sessionStorage.getItem(key);
  if (stored !== null) fill(form, JSON.parse(stored));
  form.addEventListener('input', () => {
    sessionStorage.setItem(key, JSON.stringify([...new FormData(form)]));
  });
  return () => sessionStorage.removeItem(key);
}

/**
 * @param {HTMLFormElement} form
 * @param {[string, string][]} values
 */
function fill(form, values) {
  for (const [name, value] of values) {
    const control = form.elements.namedItem(name);
    if (control === null || !('value' in control)) continue;
    control.value = value;
    // As if it was typed: a further field may depend on it.
    if (control instanceof EventTarget) control.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
