-- What became of each time at which a backup was due. Whoever writes the line takes the turn.
create table backup_due (
  environment text        not null,
  due_at      timestamptz not null,
  host        text        not null,
  taken_at    timestamptz not null,
  attempts    integer     not null,
  run_id      text        not null,
  state       text        not null check (state in ('begun', 'done', 'failed')),
  again_at    timestamptz,
  why         text        not null,
  primary key (environment, due_at)
);
