/** For the container engine: the process answers, and has finished its start. */
const { ok } = await fetch(`http://127.0.0.1:${process.env.APP_PORT}/healthz`);
process.exit(ok ? 0 : 1);
