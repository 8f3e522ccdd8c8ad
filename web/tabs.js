import { el } from './dom.js';

let bars = 0;

/**
 * Tabs, of which one is shown: arrow keys go from one to the next (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/).
 * @param {string} label
 * @param {(key: string) => void} choose
 */
export function tabBar(label, choose) {
  bars += 1;
  const name = `tab-${bars}`;
  const bar = el('div', { class: 'tabs', role: 'tablist', 'aria-label': label, hidden: true, onclick, onkeydown });
  const panel = el('div', { id: name, class: 'panel' });

  /**
   * @param {[string, string][]} tabs keys and titles
   * @param {string} chosen
   */
  function show(tabs, chosen) {
    const present = [...bar.querySelectorAll('button')].map(({ dataset }) => dataset['tab']);
    if (present.join(' ') !== tabs.map(([key]) => key).join(' ')) {
      bar.replaceChildren(
        ...tabs.map(([key, title]) =>
          el(
            'button',
            { type: 'button', role: 'tab', id: `${name}-${key}`, 'data-tab': key, 'aria-controls': name },
            title,
          ),
        ),
      );
    }
    for (const button of bar.querySelectorAll('button')) {
      const isChosen = button.dataset['tab'] === chosen;
      button.setAttribute('aria-selected', String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
    }
    bar.hidden = tabs.length < 2;
    for (const [attribute, value] of Object.entries({ role: 'tabpanel', 'aria-labelledby': `${name}-${chosen}` })) {
      if (bar.hidden) panel.removeAttribute(attribute);
      else panel.setAttribute(attribute, value);
    }
  }

  function onclick(/** @type {Event} */ { target }) {
    const key = target instanceof HTMLElement ? target.dataset['tab'] : undefined;
    if (key !== undefined) choose(key);
  }

  function onkeydown(/** @type {KeyboardEvent} */ event) {
    const buttons = [...bar.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (at === -1 || step === undefined) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next?.focus();
    choose(next?.dataset['tab'] ?? '');
  }

  return { bar, panel, show };
}
