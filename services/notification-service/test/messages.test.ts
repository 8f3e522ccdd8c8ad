import { createLogger } from '@gym/service-kit';
import { sendMessage } from '../src/messages.js';

const log = createLogger('test', { level: 'silent', json: false });
const message = { user_id: 5, event_type: 'news', message: 'Hi' };
const works = (): Promise<void> => Promise.resolve();
const fails = (): Promise<void> => Promise.reject(new Error('the sidecar is away'));

test('when a message cannot be kept, the sender hears that it did not work, and nobody sees it', async () => {
  const publish = jest.fn(works);
  await expect(sendMessage({ publish, lists: { keep: fails }, log }, message)).rejects.toMatchObject({
    status: 503,
    headers: { 'retry-after': expect.any(String) },
  });
  expect(publish).not.toHaveBeenCalled();
});

test('a message that is kept and cannot be shown at once is sent all the same: sent again it would be there twice', async () => {
  const answer = await sendMessage({ publish: fails, lists: { keep: works }, log }, message);
  expect(answer).toEqual({ detail: 'The message was sent to user 5.' });
});
