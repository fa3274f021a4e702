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
