import { closeCode } from '@gym/contracts';
import { Counter, defineGauge } from '@gym/service-kit';

export const framesSent = new Counter({
  name: 'gym_frames_sent_total',
  help: 'Frames about events, counted once per socket',
});
const closed = new Counter({
  name: 'gym_sockets_closed_total',
  help: 'Sockets that were closed, by the reason',
  labelNames: ['reason'],
});

const reasons = new Map<number, string>([
  [closeCode.newTicket, 'new_ticket'],
  [closeCode.notAllowed, 'not_allowed'],
  [closeCode.tooSlow, 'too_slow'],
  [closeCode.restarting, 'restarting'],
  [1006, 'lost'],
]);

export function countClosed(code: number): void {
  closed.inc({ reason: reasons.get(code) ?? 'other' });
}

export function measureSockets(open: ReadonlySet<{ readonly holder: object }>): void {
  defineGauge('gym_sockets', 'Open sockets', ['holder'], () => {
    const people = [...open].filter(({ holder }) => 'user_id' in holder).length;
    return [
      [{ holder: 'person' }, people],
      [{ holder: 'spectator' }, open.size - people],
    ];
  });
}
