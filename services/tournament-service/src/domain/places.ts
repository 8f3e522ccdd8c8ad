/** Places that are free, in the tournament and in its categories. A category that is not named has no limit. */
export interface Places {
  free: number;
  categories: Map<number, number>;
}

export interface Queued {
  id: number;
  category_id: number | null;
  is_checked_in: boolean;
}

export function placesOf(
  tournament: { max_participants: number; participant_count: number },
  categories: { id: number; max_participants: number | null; participant_count: number }[],
): Places {
  return {
    free: tournament.max_participants - tournament.participant_count,
    categories: new Map(
      categories.flatMap(({ id, max_participants, participant_count }) =>
        max_participants === null ? [] : [[id, max_participants - participant_count]],
      ),
    ),
  };
}

/** Takes a place if there is one. @returns whether there was */
export function takePlace(places: Places, categoryId: number | null): boolean {
  const inCategory = categoryId === null ? undefined : places.categories.get(categoryId);
  if (places.free <= 0 || (inCategory !== undefined && inCategory <= 0)) return false;
  places.free -= 1;
  if (categoryId !== null && inCategory !== undefined) places.categories.set(categoryId, inCategory - 1);
  return true;
}

/**
 * Who moves up: everybody for whom there is a place, the first in line first, those who are there before those who are
 * not. Nobody is left waiting for a place that is free.
 * @param waiting in the order they wait
 */
export function moveUp(places: Places, waiting: Queued[]): number[] {
  const line = [...waiting.filter((item) => item.is_checked_in), ...waiting.filter((item) => !item.is_checked_in)];
  return line.filter((item) => takePlace(places, item.category_id)).map((item) => item.id);
}
