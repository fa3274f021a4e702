-- Made-up rows, the same for the same seed and instant: every choice is a hash of the seed, the table and the row's number.
-- ${...} are replaced by numbers, and ${now} by an instant, before this runs.
-- Every reference is right by construction: looking each one up again would take half of the time.
set session_replication_role = replica;

create or replace function pg_temp.pick(what text, i bigint, n bigint) returns int language sql immutable parallel safe
  as 'select ((hashtextextended(what, i * 1000003 + ${seed}) & 9223372036854775807) % n)::int';
create or replace function pg_temp.key(what text, i bigint) returns uuid language sql immutable parallel safe
  as 'select md5(what || ${seed} || ''/'' || i)::uuid';

insert into public.atoms_users (id, email, created_at, updated_at)
select pg_temp.key('user', i),
       f[1 + j % 60] || '.' || l[1 + j / 60] || case when i >= 6000 then (i / 6000)::text else '' end
         || '@' || d[1 + pg_temp.pick('domain', i, 8)],
       born, least('${now}'::timestamptz, born + pg_temp.pick('touched', i, 200) * interval '1 day')
from (values (
  array['alex','amara','anna','arjun','ava','ben','bruno','carla','chen','clara','dana','daniel','diego','elif','elena','emil','eva','farid',
        'finn','grace','hana','hugo','ines','ivan','jana','jonas','julia','kai','karim','lara','lena','leo','lin','lucas','maria','marta',
        'maya','milan','mina','nadia','nico','nora','olga','omar','paul','priya','rosa','rui','samir','sara','sofia','tariq','theo','tom',
        'uma','vera','viktor','yara','yuki','zoe'],
  array['abbott','adeyemi','almeida','alvarez','andersen','baker','bauer','becker','bianchi','blake','brandt','brown','castro','chandra',
        'clarke','costa','cruz','dahl','demir','diaz','dubois','eriksen','evans','fischer','fontaine','foster','garcia','gomez','green',
        'gupta','haas','hansen','hughes','ito','iyer','jansen','jensen','kaya','keller','khan','kim','koch','kowalski','larsen','laurent',
        'lee','lind','lopez','ma','marino','martin','mendes','meyer','moreau','mori','moyo','nakamura','nilsson','novak','okafor','okoro',
        'olsen','ortiz','park','patel','pereira','petrov','quinn','raman','reyes','rossi','roth','ruiz','sato','schmidt','silva','singh',
        'smith','sousa','stone','suzuki','tanaka','taylor','thomas','torres','varga','vega','vogel','wagner','walker','wang','weber',
        'wilson','wolfe','wong','wright','yamada','young','zhang','ziegler'],
  array['northwind.example','fabrikam.example','contoso.example','tailspin.example','litware.example','adventure.example','wingtip.example',
        'atoms.example'])) names (f, l, d),
  lateral (
    select i, (i * 2671 % 6000)::int as j, '${now}'::timestamptz - (30 + pg_temp.pick('born', i, 500)) * interval '1 day'
             - pg_temp.pick('minute', i, 1440) * interval '1 minute' as born
    from generate_series(0::bigint, ${users} - 1) i) u;

insert into public.atoms_workspaces (id, name, owner_id, created_at, updated_at)
select pg_temp.key('workspace', i),
       (array['Payments','Onboarding','Mobile','Platform','Search','Billing','Identity','Reporting','Field trials','Hardware'])
         [1 + pg_temp.pick('area', i, 10)] || ' '
         || (array['core','next','rework','2026','pilot','compliance','research','delivery'])[1 + pg_temp.pick('phase', i, 8)]
         || case when i >= 40 then ' ' || (i / 40 + 1)::text else '' end,
       pg_temp.key('user', pg_temp.pick('owner', i, ${users})),
       '${now}'::timestamptz - (20 + pg_temp.pick('born', i + 7, 300)) * interval '1 day',
       '${now}'::timestamptz - pg_temp.pick('touched', i + 7, 20 * 1440) * interval '1 minute'
from generate_series(0::bigint, ${workspaces} - 1) i;

insert into public.atoms_entities (id, workspace_id, type, name, metadata, created_at, updated_at)
select pg_temp.key('entity', i), pg_temp.key('workspace', pg_temp.pick('workspace', i, ${workspaces})), type,
       initcap(type) || ' ' || lpad(i::text, 5, '0') || ': '
         || (array['sign-in','export','import','search','audit trail','rate limit','cache','upload','session','payment','report','alert'])
              [1 + pg_temp.pick('subject', i, 12)] || ' '
         || (array['latency','errors','wording','limits','rollout','recovery','access','format'])[1 + pg_temp.pick('aspect', i, 8)],
       jsonb_build_object(
         'status', (array['draft','active','active','active','review','done'])[1 + pg_temp.pick('status', i, 6)],
         'priority', (array['low','medium','medium','high'])[1 + pg_temp.pick('priority', i, 4)],
         'revision', 1 + pg_temp.pick('revision', i, 12)),
       '${now}'::timestamptz - interval '20 days' - pg_temp.pick('born', i, 300 * 1440) * interval '1 minute',
       '${now}'::timestamptz - pg_temp.pick('touched', i, 20 * 1440) * interval '1 minute'
from (select i, (array['requirement','requirement','requirement','document','test','test','component','decision','risk'])
                  [1 + pg_temp.pick('type', i, 9)] as type
      from generate_series(0::bigint, ${entities} - 1) i) e;

insert into public.atoms_relationships (id, source_id, target_id, type, metadata, created_at)
select pg_temp.key('relationship', i), pg_temp.key('entity', source),
       pg_temp.key('entity', (source + 1 + pg_temp.pick('target', i, ${entities} - 1)) % ${entities}),
       (array['depends_on','implements','verifies','blocks','relates_to','relates_to'])[1 + pg_temp.pick('link', i, 6)],
       jsonb_build_object('confidence', 50 + pg_temp.pick('confidence', i, 51)),
       '${now}'::timestamptz - pg_temp.pick('linked', i, 20 * 1440) * interval '1 minute'
from (select i, pg_temp.pick('source', i, ${entities}) as source from generate_series(0::bigint, ${relationships} - 1) i) r;

reset session_replication_role;
