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
