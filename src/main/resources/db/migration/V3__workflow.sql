-- One row for every run of a workflow, with the plan that it was started from.
create table run (
  id          text        primary key,
  environment text        not null,
  workflow    text        not null,
  target      text        not null,
  plan        text        not null,
  state       text        not null,
  why         text        not null,
  reason      text        not null,
  by_name     text        not null,
  login       text        not null,
  host        text        not null,
  owner       text        not null,
  beat_at     timestamptz not null,
  created_at  timestamptz not null,
  ended_at    timestamptz
);

create index run_newest on run (environment, created_at desc);

-- What has become of each step; written before and after everything that is done.
create table run_step (
  run_id     text        not null references run on delete cascade,
  seq        int         not null,
  step       text        not null,
  name       text        not null,
  state      text        not null,
  attempts   int         not null,
  detail     text        not null,
  started_at timestamptz,
  ended_at   timestamptz,
  primary key (run_id, seq)
);

-- What a run has said, in order.
create table run_log (
  id     bigint generated always as identity primary key,
  run_id text        not null references run on delete cascade,
  at     timestamptz not null,
  text   text        not null
);

create index run_log_of on run_log (run_id, id);

-- One change at a time: the run that holds an environment.
create table change_lock (
  environment text        primary key,
  run_id      text        not null references run,
  since       timestamptz not null
);
