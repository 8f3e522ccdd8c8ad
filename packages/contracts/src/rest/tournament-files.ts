import { z } from 'zod';
import { pathId } from '../fields.js';

/** What a tournament can be taken along as. Which draw: `category_id`, or the only one. */
export const exportFile = z
  .enum(['participants.csv', 'matches.csv', 'standings.csv', 'brackets-model.json', 'trf16.txt', 'calendar.ics'])
  .describe('brackets-model: for brackets-manager and its viewer; trf16: for pairing programs of chess (Swiss stages)');
export type ExportFile = z.infer<typeof exportFile>;
export const exportQuery = z.strictObject({
  category_id: pathId.optional(),
  participant_id: pathId.optional().describe('of a calendar: only the matches of this participant'),
});
export const exportedText = z.string();
