// No test is a measurement: on a busy machine each takes the time it takes.
jest.setTimeout(120_000);
