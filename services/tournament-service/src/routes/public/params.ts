import { publicApi } from '@gym/contracts';
import { z } from 'zod';

export const publicParams = z.object({ slug: publicApi.publicName });

/** What an answer about one tournament shows. */
export const tagsOf = ({ id }: { id: number }): string[] => [`tournaments:${id}`];
