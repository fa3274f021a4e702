alter table atoms_users enable row level security;
alter table atoms_workspaces enable row level security;
alter table atoms_entities enable row level security;
alter table atoms_relationships enable row level security;
alter table atoms_sessions enable row level security;
create index idx_workspaces_owner_id on atoms_workspaces(owner_id);
