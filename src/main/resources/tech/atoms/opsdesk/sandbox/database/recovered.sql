-- What was written between the target of a recovery and the stop of the server is gone. The values of rows that were changed
-- then are not known any more: they stay, and the time of their change is put back.
begin;
lock table public.atoms_users, public.atoms_workspaces, public.atoms_entities, public.atoms_relationships, public.atoms_sessions
  in access exclusive mode;
create temporary table gone_users on commit drop as
  select id from public.atoms_users where created_at > '${target}' and created_at <= '${stopped}';
create temporary table gone_workspaces on commit drop as
  select id from public.atoms_workspaces where created_at > '${target}' and created_at <= '${stopped}'
  or owner_id in (select id from gone_users);
create temporary table gone_entities on commit drop as
  select id from public.atoms_entities where created_at > '${target}' and created_at <= '${stopped}'
  or workspace_id in (select id from gone_workspaces);
delete from public.atoms_relationships where created_at > '${target}' and created_at <= '${stopped}'
  or source_id in (select id from gone_entities) or target_id in (select id from gone_entities);
-- Nobody has seen the tokens of sessions that never were.
delete from sandbox.seen_tokens where token_hash in (
  select token_hash from public.atoms_sessions where created_at > '${target}' and created_at <= '${stopped}'
    or user_id in (select id from gone_users));
delete from public.atoms_sessions where created_at > '${target}' and created_at <= '${stopped}'
  or user_id in (select id from gone_users);
delete from public.atoms_entities where id in (select id from gone_entities);
delete from public.atoms_workspaces where id in (select id from gone_workspaces);
delete from public.atoms_users where id in (select id from gone_users);
update public.atoms_users set updated_at = '${target}' where updated_at > '${target}' and updated_at <= '${stopped}';
update public.atoms_workspaces set updated_at = '${target}' where updated_at > '${target}' and updated_at <= '${stopped}';
update public.atoms_entities set updated_at = '${target}' where updated_at > '${target}' and updated_at <= '${stopped}';
update public.atoms_sessions set last_activity = '${target}' where last_activity > '${target}' and last_activity <= '${stopped}';
commit;
