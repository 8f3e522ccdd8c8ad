import { ApiError } from '../../api.js';

/**
 * What somebody has typed as a number; undefined: it is none.
 * @param {string} typed
 */
export function numberIn(typed) {
  const text = typed.trim().replace(',', '.');
  return text === '' || !Number.isFinite(Number(text)) ? undefined : Number(text);
}

/**
 * The refusal of fields that have no number in them.
 * @param {...string} names
 */
export function noNumber(...names) {
  const errors = names.map((name) => ({ pointer: `#/${name}`, message: 'must be a number' }));
  return new ApiError({ status: 400, detail: 'A number is missing.', errors });
}
