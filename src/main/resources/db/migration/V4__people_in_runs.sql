-- What a run says has a level and the step that says it; read from a line on.
alter table run_log add column level text not null default 'INFO', add column step text not null default '';

-- A person asks for a run's end; what a gate waits for; whether the run takes back what it did.
alter table run
  add column cancel text not null default '',
  add column gate   text,
  add column back   boolean not null default false;

-- What people said at the gates of a run: ticks, typed confirmations, bypasses.
create table run_said (
  id      bigint generated always as identity primary key,
  run_id  text        not null references run on delete cascade,
  step    text        not null,
  kind    text        not null,
  text    text        not null,
  by_name text        not null,
  login   text        not null,
  at      timestamptz not null
);

create index run_said_of on run_said (run_id, id);

-- Approvals hold for one plan, whichever run carries it out, and end by themselves.
create table approval (
  id          bigint generated always as identity primary key,
  environment text        not null,
  plan_hash   text        not null,
  role        text        not null,
  by_name     text        not null,
  login       text        not null,
  at          timestamptz not null,
  until_at    timestamptz not null
);

create index approval_of on approval (plan_hash, environment);

-- While a freeze lasts nothing is changed.
create table change_freeze (
  id          bigint generated always as identity primary key,
  environment text        not null,
  from_at     timestamptz not null,
  until_at    timestamptz not null,
  reason      text        not null,
  by_name     text        not null,
  login       text        not null
);

create index change_freeze_of on change_freeze (environment, until_at);

-- Until when a person may change an environment that is read-only otherwise.
create table change_unlock (
  environment text        not null,
  login       text        not null,
  until_at    timestamptz not null,
  reason      text        not null,
  primary key (environment, login)
);
