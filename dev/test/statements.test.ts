import { statementsIn } from '../src/test-run/statements.js';

const log = `2026-11-25 08:54:51.527 UTC [14] @ LOG:  starting PostgreSQL
2026-11-25 08:54:51.533 UTC [15] auth_service@auth_db LOG:  statement: begin
2026-11-25 08:54:51.533 UTC [15] auth_service@auth_db LOG:  execute <unnamed>: select id
\t     from users where id = $1
2026-11-25 08:54:51.534 UTC [15] auth_service@auth_db LOG:  execute <unnamed>: select id
\t     from users where id = $1
2026-11-25 08:54:51.534 UTC [15] auth_service@auth_db LOG:  execute <unnamed>: select pg_try_advisory_lock($1)
2026-11-25 08:54:51.535 UTC [16] user_service@user_db LOG:  statement: delete from users
2026-11-25 08:54:51.536 UTC [16] user_service@user_db ERROR:  deadlock detected
`;

test('every statement is found once, with all its lines, for its database', () => {
  expect(statementsIn(log, 'auth_db')).toEqual(['select id\n     from users where id = $1']);
  expect(statementsIn(log, 'user_db')).toEqual(['delete from users']);
  expect(statementsIn(log, 'tournament_db')).toEqual([]);
});
