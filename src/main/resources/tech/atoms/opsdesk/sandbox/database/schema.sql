-- The specification's tables and indexes (section 3.1), owned by "postgres". Its row-level security (section 8.1) follows.
set role postgres;
set search_path = public, extensions;

create table atoms_users (
  id uuid primary key default uuid_generate_v4(),
  email text unique not null,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now()
);

create table atoms_workspaces (
  id uuid primary key default uuid_generate_v4(),
  name text not null,
  owner_id uuid references atoms_users(id),
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now()
);

create table atoms_entities (
  id uuid primary key default uuid_generate_v4(),
  workspace_id uuid references atoms_workspaces(id),
  type text not null,
  name text not null,
  metadata jsonb default '{}',
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now()
);

create table atoms_relationships (
  id uuid primary key default uuid_generate_v4(),
  source_id uuid references atoms_entities(id),
  target_id uuid references atoms_entities(id),
  type text not null,
  metadata jsonb default '{}',
  created_at timestamp with time zone default now()
);

create table atoms_sessions (
  id uuid primary key default uuid_generate_v4(),
  user_id uuid references atoms_users(id),
  token_hash text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone default now(),
  last_activity timestamp with time zone default now(),
  metadata jsonb default '{}'
);

create index idx_sessions_user_id on atoms_sessions(user_id);
create index idx_sessions_token_hash on atoms_sessions(token_hash);
create index idx_sessions_expires_at on atoms_sessions(expires_at);
create index idx_entities_workspace_id on atoms_entities(workspace_id);
create index idx_entities_type on atoms_entities(type);
create index idx_relationships_source on atoms_relationships(source_id);
create index idx_relationships_target on atoms_relationships(target_id);
-- The specification forgets this one: a foreign key without an index (docs/specification-defects.md).
create index idx_workspaces_owner_id on atoms_workspaces(owner_id);

-- Who is asking, as the API in front of the database tells it with every request.
create schema auth;
create function auth.uid() returns uuid language sql stable as $$
  select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
grant usage on schema auth to anon, authenticated, service_role;

grant usage on schema public to anon, authenticated, service_role;
grant select on all tables in schema public to anon;
grant select, insert, update, delete on all tables in schema public to authenticated;
grant all on all tables in schema public to service_role;

alter table atoms_users enable row level security;
alter table atoms_workspaces enable row level security;
alter table atoms_entities enable row level security;
alter table atoms_relationships enable row level security;
alter table atoms_sessions enable row level security;

create policy users_read_self on atoms_users for select to authenticated
  using (id = (select auth.uid()));
create policy workspaces_by_owner on atoms_workspaces for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy entities_by_workspace on atoms_entities for all to authenticated
  using (exists (select from atoms_workspaces w where w.id = workspace_id))
  with check (exists (select from atoms_workspaces w where w.id = workspace_id));
create policy relationships_by_entity on atoms_relationships for all to authenticated
  using (exists (select from atoms_entities e where e.id = source_id))
  with check (exists (select from atoms_entities e where e.id = source_id)
          and exists (select from atoms_entities e where e.id = target_id));
create policy sessions_read_own on atoms_sessions for select to authenticated
  using (user_id = (select auth.uid()));
create policy sessions_end_own on atoms_sessions for delete to authenticated
  using (user_id = (select auth.uid()));

reset search_path;
reset role;
