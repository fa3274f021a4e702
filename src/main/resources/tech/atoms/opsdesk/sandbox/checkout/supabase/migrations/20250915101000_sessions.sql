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
