-- Sessions ${first} to ${end} - 1, made up like the other rows. Of 20 users 5 have none, 7 have 1, 4 have 2, 3 have 3 and 1 has 6: 30 in all, and
-- nobody is near the limit of 10. One of 150 has expired and was not cleaned yet.
-- Every reference is right by construction: looking each one up again would take half of the time.
set session_replication_role = replica;

create or replace function pg_temp.pick(what text, i bigint, n bigint) returns int language sql immutable parallel safe
  as 'select ((hashtextextended(what, i * 1000003 + ${seed}) & 9223372036854775807) % n)::int';
create or replace function pg_temp.key(what text, i bigint) returns uuid language sql immutable parallel safe
  as 'select md5(what || ${seed} || ''/'' || i)::uuid';

insert into public.atoms_sessions (id, user_id, token_hash, expires_at, created_at, last_activity, metadata)
select pg_temp.key('session', i), pg_temp.key('user', who), encode(sha256(convert_to('session' || ${seed} || '/' || i, 'UTF8')), 'hex'),
       born + interval '24 hours', born,
       least(born + interval '24 hours', born + ('${now}'::timestamptz - born) * (pg_temp.pick('seen', i, 1000) / 1000.0)),
       jsonb_build_object(
         'client', (array['Claude Desktop','Claude Desktop','Claude Desktop','VS Code','VS Code','Cursor','Cursor','Atoms web','GitHub Actions',
                          'Script (httpx 0.28)'])[1 + pg_temp.pick('client', i, 10)],
         'ip', '203.0.113.' || 1 + pg_temp.pick('ip', who, 254))
from (
  select i,
         i / 30 * 20
           + (array[5,6,7,8,9,10,11, 12,12,13,13,14,14,15,15, 16,16,16,17,17,17,18,18,18, 19,19,19,19,19,19])[(1 + i % 30)::int] as who,
         case when i % 150 = 149 then '${now}'::timestamptz - interval '24 hours' - (1 + pg_temp.pick('late', i, 600)) * interval '1 second'
              else '${now}'::timestamptz - pg_temp.pick('age', i, 82800) * interval '1 second' end as born
  from generate_series(${first}::bigint, ${end}::bigint - 1) i) s;

reset session_replication_role;
