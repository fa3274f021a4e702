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
