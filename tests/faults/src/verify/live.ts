import { tournamentsApi, type EventFrame } from '@gym/contracts';
import { tokenOf } from '../load/session.js';
import { grouped, type Check } from './check.js';

interface Told {
  seq: number;
  type: string;
  tournament: number;
  time: string;
}

/** Types that make a frame for the watchers of a tournament. */
const shownTypes = [
  'gym.tournament.changed.v1',
  'gym.tournament.deleted.v1',
  'gym.participant.requested.v1',
  'gym.participant.approved.v1',
  'gym.bracket.generated.v1',
  'gym.match.finished.v1',
  'gym.bracket.corrected.v1',
  'gym.tournament.completed.v1',
];

/** The name of a frame says of what type its event was; of a request watchers hear no more than that there is something. */
const isOf = ({ event }: EventFrame, type: string): boolean =>
  type === 'gym.participant.requested.v1' ? event === 'tournament.changed' : type === `gym.${event}.v1`;

export const streams: Check = {
  name: 'every live connection heard what happened in order, once, and without a gap',
  async run({ databases, watchers }, complain) {
    const told = await databases.rows<Told>(
      'tournament-db',
      `select seq, event->>'type' as type, (event->'data'->'payload'->>'tournament_id')::int as tournament,
         event->>'time' as time
       from outbox where event->>'type' = any($1) order by seq`,
      [shownTypes],
    );
    const byTournament = grouped(told, ({ tournament }) => tournament);
    let frames = 0;
    for (const { tournament, frames: heard } of watchers.flatMap((watcher) => watcher.streams)) {
      frames += heard.length;
      const said = byTournament.get(tournament) ?? [];
      let at: number | undefined;
      for (const frame of heard) {
        const index = said.findIndex(
          ({ seq, type, time }) =>
            isOf(frame, type) && time === frame.time && seq % 1000 === frame.seq - Date.parse(time) * 1000,
        );
        const where = `tournament ${tournament}: ${frame.event} of ${frame.time}`;
        if (index === -1) complain('mismatch', `${where} was shown and never told`);
        else if (at !== undefined && index === at) complain('doubled', `${where} came twice`);
        else if (at !== undefined && index < at) complain('order', `${where} came after a later one`);
        else if (at !== undefined && index > at + 1)
          complain('lost', `${where} came ${index - at - 1} frames too early`);
        if (index !== -1) at = Math.max(at ?? index, index);
      }
    }
    if (frames === 0) complain('lost', 'no live connection heard anything');
  },
};

export const views: Check = {
  name: 'what screens show in the end is what the server has',
  async run({ watchers, world }, complain) {
    const token = (await tokenOf(world, world.admin)) ?? '';
    for (const watcher of watchers) {
      for (const [tournament, shown] of watcher.views()) {
        const path = `/api/tournaments/${tournament}/bracket`;
        const answer = await world.api.send({ method: 'GET', path, token });
        if (answer.status === 404) continue;
        for (const match of tournamentsApi.bracketView.parse(answer.body).bracket) {
          const winner = shown.get(match.id) ?? null;
          // Who opened the page before the draw has no matches to show.
          if (match.is_bye || winner === match.winner_id) continue;
          complain('lost', `match ${match.id} is won by ${match.winner_id}, the screen shows ${winner}`);
        }
      }
    }
  },
};
