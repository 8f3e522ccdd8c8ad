/** Signs that are not letters, digits or marks of them end a word. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const slug = (words ?? []).join('-').slice(0, 60).replace(/-+$/, '');
  return slug.length >= 3 && /[a-z]/.test(slug) ? slug : `tournament${slug === '' ? '' : `-${slug}`}`;
}

/** Slugs to try for a tournament, the nicest first; somebody may have taken the last one too, but hardly. */
export function slugCandidates(name: string, id: number): string[] {
  const slug = slugOf(name);
  return [slug, `${slug}-${id}`, `tournament-${id}`, `${slug}-${id}-of-its-own`];
}
