-- What the desk's workflows end sessions with: it removes sessions, cancels and ends connections, and does nothing else.
do $$
begin
  if not exists (select from pg_roles where rolname = 'desk_operator') then
    create role desk_operator with login connection limit 2;
    create policy operator_finds on public.atoms_sessions for select to desk_operator using (true);
    create policy operator_ends on public.atoms_sessions for delete to desk_operator using (true);
    create policy operator_finds on public.atoms_users for select to desk_operator using (true);
  end if;
end
$$;
grant usage on schema public to desk_operator;
grant select, delete on public.atoms_sessions to desk_operator;
grant select on public.atoms_users to desk_operator;
grant pg_read_all_stats, pg_signal_backend to desk_operator;

-- A desk keeps two connections, its commands two each, and a backup takes three.
alter role desk_reader connection limit 20;
