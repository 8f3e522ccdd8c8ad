import { byId, el } from '../dom.js';
import { follow } from './follow.js';
import { sayResults, showFailure, showHead } from './head.js';
import { update } from '../morph.js';
import { panelsOf } from './panels.js';

/** All there is, one below the other: for a frame in a page of somebody else, for a phone, and for paper. */
follow((view) => {
  showHead(view);
  sayResults(view);
  const panels = panelsOf(view);
  update(
    byId('main'),
    panels.length === 0
      ? [el('p', {}, 'Nothing has been drawn yet.')]
      : panels.map(({ key, title, node }) =>
          el('section', { class: 'panel', 'data-key': key }, el('h2', {}, title), node),
        ),
  );
}, showFailure);
