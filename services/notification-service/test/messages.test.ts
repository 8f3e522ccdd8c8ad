import { sendMessage } from '../src/messages.js';

test('when no replica can be told, the sender hears that it did not work and may try again', async () => {
  const publish = (): Promise<void> => Promise.reject(new Error('the sidecar is away'));
  await expect(sendMessage({ publish }, { user_id: 5, event_type: 'news', message: 'Hi' })).rejects.toMatchObject({
    status: 503,
    headers: { 'retry-after': expect.any(String) },
  });
});
