import { Client } from 'pg';

/** Hashes of `correct horse 1`, made by Werkzeug 3.1.3 and 2.2.3. */
export interface OldHashes {
  scrypt: string;
  pbkdf2: string;
}

/** As SQLAlchemy made the tables of the old services: times without a zone, hardly any constraint. */
const schemas = {
  auth: `create table users (id serial primary key, email varchar(120) not null, password_hash varchar(255),
    role varchar(20), is_active boolean, is_approved boolean, is_banned boolean, created_at timestamp)`,
  users: `create table users (id serial primary key, email varchar(120), full_name varchar(200), role varchar(20),
    is_approved boolean, is_banned boolean, is_root_admin boolean, created_at timestamp)`,
  tournaments: `create table tournaments (id serial primary key, name varchar(200), start_date timestamp,
      max_participants integer, tournament_type varchar(50), status varchar(20), created_at timestamp);
    create table participants (id serial primary key, tournament_id integer, user_id integer, name varchar(200),
      seed integer, status varchar(20), created_at timestamp);
    create table brackets (id serial primary key, tournament_id integer, round integer, match_number integer,
      participant1_id integer, participant2_id integer, winner_id integer, score varchar(50), created_at timestamp)`,
};

const made = `'2024-03-01 10:20:30.123456'`;
/** Members with the ids from 1001 on, so that there is something to be in the middle of. */
export const crowd = 20_000;

const rows = {
  auth: ({ scrypt, pbkdf2 }: OldHashes): string => `
    insert into users values
      (1, 'chief@old.test', '${scrypt}', 'admin', true, true, false, ${made}),
      (2, 'Tess@Old.Test', '${scrypt}', 'trainer', true, true, false, ${made}),
      (3, 'ann@old.test', '${pbkdf2}', 'member', true, true, false, ${made}),
      (4, 'bad@old.test', '${scrypt}', 'member', true, true, true, ${made}),
      (5, 'new@old.test', '${scrypt}', 'trainer', true, false, false, ${made}),
      (6, 'gone@old.test', '${scrypt}', 'member', false, true, null, ${made}),
      (7, 'ANN@old.test', '${scrypt}', 'member', true, true, false, ${made}),
      (8, 'lost@old.test', '${scrypt}', 'member', true, true, false, null),
      (9, 'odd@old.test', 'sha1$abc$def', 'member', true, true, false, ${made}),
      (10, 'li@old.test', '${scrypt}', 'member', true, true, false, ${made}),
      (11, 'boss@old.test', '${scrypt}', 'owner', true, true, false, ${made}),
      (12, 'two@old.test', '${scrypt}', 'member', true, true, false, ${made});
    insert into users select 1000 + n, 'm' || n || '@old.test', '${scrypt}', 'member', true, true, false, ${made}
      from generate_series(1, ${crowd}) n`,
  users: (): string => `
    insert into users values
      (1, 'chief@old.test', 'The Chief', 'admin', true, false, true, ${made}),
      (2, 'tess@old.test', 'Tess Trainer', 'trainer', true, false, false, ${made}),
      (3, 'ann@old.test', 'Ann', 'member', true, false, false, ${made}),
      (4, 'bad@old.test', 'Bad', 'member', true, true, false, ${made}),
      (5, 'new@old.test', 'New', 'trainer', false, false, false, ${made}),
      (6, 'gone@old.test', 'Gone', 'member', true, false, false, ${made}),
      (7, 'ANN@old.test', 'Other Ann', 'member', true, false, false, ${made}),
      (9, 'odd@old.test', 'Odd', 'member', true, false, false, ${made}),
      (10, 'li@old.test', '李小龍 🥋', 'member', true, false, false, ${made}),
      (11, 'boss@old.test', 'Boss', 'owner', true, false, false, ${made}),
      (12, 'two@old.test', 'Two Minds', 'member', true, true, false, ${made}),
      (900000, 'ghost@old.test', 'Ghost', 'member', true, false, false, ${made});
    insert into users select 1000 + n, 'm' || n || '@old.test', 'Member ' || n, 'member', true, false, false, ${made}
      from generate_series(1, ${crowd}) n`,
  tournaments: (): string => `
    insert into tournaments values
      (1, 'Played', ${made}, 4, 'single_elimination', 'completed', ${made}),
      (2, 'Three of them', ${made}, 8, 'single_elimination', 'active', ${made}),
      (3, 'Open', ${made}, 8, 'swiss', 'setup', ${made}),
      (4, 'Nobody knows', ${made}, 8, 'single_elimination', 'cancelled', ${made}),
      (5, 'Overfull', ${made}, 2, 'single_elimination', 'setup', ${made});
    insert into participants values
      (1, 1, 2, 'Tess', 1, 'approved', ${made}), (2, 1, 3, 'Ann', 2, 'approved', ${made}),
      (3, 1, 777, 'Orphan', 3, 'approved', ${made}), (4, 1, 10, '李', 3, 'approved', ${made}),
      (5, 2, 3, 'Ann', null, 'approved', ${made}), (6, 2, 10, '李', null, 'approved', ${made}),
      (7, 2, null, 'Guest', null, 'approved', ${made}),
      (8, 3, 3, 'Ann', null, 'pending', ${made}), (9, 3, 3, 'Ann again', null, 'pending', ${made}),
      (10, 3, 7, 'Other Ann', null, 'approved', ${made}),
      (11, 99, 3, 'Lost', null, 'approved', ${made}), (12, 4, 3, 'Cancelled', null, 'approved', ${made}),
      (13, 3, 6, 'Left', null, 'withdrawn', ${made}),
      (14, 5, 2, 'Tess', null, 'approved', ${made}), (15, 5, 3, 'Ann', null, 'approved', ${made}),
      (16, 5, 10, '李', null, 'approved', ${made});
    insert into brackets values
      (1, 1, 1, 1, 1, 4, 1, '3:1', ${made}), (2, 1, 1, 2, 2, 3, 2, null, ${made}), (3, 1, 2, 1, 1, 2, 1, '2:0', ${made}),
      (4, 2, 1, 1, 5, null, 5, null, ${made}), (5, 2, 1, 2, 6, 7, null, null, ${made}),
      (6, 2, 2, 1, 5, null, null, null, ${made}),
      (7, 99, 1, 1, 11, null, null, null, ${made}), (8, 3, 1, 1, 8, 11, null, null, ${made})`,
};

/** Fills three empty databases as the old services left theirs. */
export async function buildOldSystem(urls: Record<keyof typeof schemas, string>, hashes: OldHashes): Promise<void> {
  for (const name of ['auth', 'users', 'tournaments'] as const) {
    const client = new Client({ connectionString: urls[name] });
    await client.connect();
    await client.query(schemas[name]);
    await client.query(rows[name](hashes));
    await client.end();
  }
}
