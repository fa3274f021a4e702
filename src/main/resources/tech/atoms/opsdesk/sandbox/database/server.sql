-- What the sandbox's server remembers besides the specification's tables: tokens that have had a session, so that one whose
-- session was revoked stays refused when the server starts again.
create schema if not exists sandbox authorization postgres;
create table if not exists sandbox.seen_tokens (
  token_hash text primary key,
  forget_at timestamp with time zone not null
);
alter table sandbox.seen_tokens owner to postgres;
grant usage on schema sandbox to service_role;
grant select, insert, delete on sandbox.seen_tokens to service_role;
-- Which migrations have been applied, as Supabase's own command line keeps it.
create schema if not exists supabase_migrations authorization postgres;
create table if not exists supabase_migrations.schema_migrations (
  version text primary key,
  statements text[],
  name text
);
alter table supabase_migrations.schema_migrations owner to postgres;
insert into supabase_migrations.schema_migrations(version, name)
  select * from (values
    ('20250901080000', 'tables'),
    ('20250901080500', 'entities'),
    ('20250915101000', 'sessions'),
    ('20251020093000', 'row_security')) applied(version, name)
  where not exists (select from supabase_migrations.schema_migrations);
