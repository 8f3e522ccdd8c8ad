import { Agent } from 'node:http';
import express from 'express';
import httpProxy from 'http-proxy';
import { z } from 'zod';

/**
 * What many would put in front of services without Dapr: Express and http-proxy, straight to the service. Started as a
 * process of its own; tells its port.
 */
const order = z.object({ target: z.string(), token: z.string() });

process.once('message', (message) => {
  const { target, token } = order.parse(message);
  // Without an agent it opens a connection for each request, and closes that of the client with it.
  const agent = new Agent({ keepAlive: true });
  const proxy = httpProxy.createProxyServer({ target, agent, headers: { 'dapr-api-token': token } });
  proxy.on('error', (error) => console.error(error));
  const app = express();
  app.use((req, res) => proxy.web(req, res));
  const server = app.listen(0, '127.0.0.1', () => process.send?.(server.address()));
});
