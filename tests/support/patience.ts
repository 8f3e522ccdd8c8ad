// Real processes start and recover in these tests, on machines that do other things too.
jest.setTimeout(120_000);
