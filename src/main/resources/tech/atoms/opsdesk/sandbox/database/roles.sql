-- Roles as a hosted Supabase has them. Run once by the superuser (supabase_admin), who stays internal.
-- Passwords are set afterwards, by statement, so that none stands in a script.
create role postgres with login nosuperuser createdb createrole replication bypassrls;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
grant execute on function pg_reload_conf() to postgres;

create role anon with nologin noinherit;
create role authenticated with nologin noinherit;
create role service_role with nologin noinherit bypassrls;
create role authenticator with login noinherit;
grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to postgres;

-- What the desk reads with: sees every statistic and every row, writes nothing.
create role desk_reader with login bypassrls;
grant pg_monitor, pg_read_all_data to desk_reader;
alter role desk_reader set default_transaction_read_only = on;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';

alter database postgres owner to postgres;

create schema extensions authorization postgres;
grant usage on schema extensions to public;
alter database postgres set search_path = "$user", public, extensions;

create extension pg_stat_statements with schema extensions;
grant execute on all functions in schema extensions to postgres;

-- Some builds of the embedded server come without uuid-ossp; the specification's defaults need this one function of it.
do $$
begin
  create extension "uuid-ossp" with schema extensions;
exception when others then
  create function extensions.uuid_generate_v4() returns uuid language sql volatile parallel safe
    as 'select pg_catalog.gen_random_uuid()';
end
$$;
