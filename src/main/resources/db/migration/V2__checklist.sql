-- What a check found last, for every deployment it was found for ('' where that was not known).
create table finding (
  environment text        not null,
  check_id    text        not null,
  deployment  text        not null,
  at          timestamptz not null,
  outcome     text        not null,
  body        text        not null,
  primary key (environment, check_id, deployment)
);

-- One row whenever the outcome of a check changed.
create table finding_history (
  id          bigint generated always as identity primary key,
  environment text        not null,
  check_id    text        not null,
  deployment  text        not null,
  at          timestamptz not null,
  outcome     text        not null,
  found       text        not null
);

create index finding_history_newest on finding_history (environment, check_id, id desc);

-- Counts what people did to an item, and who did it last. Whoever changes the item names the version that he saw.
create table item_version (
  environment text        not null,
  item        text        not null,
  version     bigint      not null,
  by_name     text        not null,
  what        text        not null,
  at          timestamptz not null,
  primary key (environment, item)
);

create table tick (
  environment        text        not null,
  item               text        not null,
  by_name            text        not null,
  login              text        not null,
  at                 timestamptz not null,
  deployment         text,
  deployment_version text,
  note               text        not null,
  file_name          text,
  file_sha256        text,
  file_bytes         bigint,
  primary key (environment, item)
);

create table attachment (
  sha256  text  primary key,
  content bytea not null
);

create table waiver (
  environment text        not null,
  item        text        not null,
  reason      text        not null check (reason <> ''),
  approver    text        not null check (approver <> ''),
  until       date        not null,
  by_name     text        not null,
  login       text        not null,
  at          timestamptz not null,
  primary key (environment, item)
);

create table sign_off (
  environment        text        not null,
  item               text        not null,
  role               text        not null,
  by_name            text        not null,
  login              text        not null,
  at                 timestamptz not null,
  deployment         text        not null,
  deployment_version text        not null,
  results            text        not null,
  hash               text        not null,
  note               text        not null,
  primary key (environment, item)
);

-- The audit trail: one chain for the whole store. Each row carries the hash of the one before; no row has two successors.
create table audit (
  seq         bigint      primary key check (seq > 0),
  at          timestamptz not null,
  environment text        not null,
  actor       text        not null,
  login       text        not null,
  host        text        not null,
  action      text        not null,
  subject     text        not null,
  outcome     text        not null check (outcome in ('done', 'refused', 'failed')),
  detail      text        not null,
  previous    text        not null unique,
  hash        text        not null unique
);

create index audit_environment on audit (environment, seq desc);

-- The newest row, once more: rows that were cut off the end are missed by it.
create table audit_head (
  one  boolean primary key default true check (one),
  seq  bigint  not null,
  hash text    not null
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_keeps_rows before update or delete on audit
  for each row execute function audit_is_append_only();

create trigger audit_keeps_all before truncate on audit
  for each statement execute function audit_is_append_only();

revoke update, delete, truncate on audit from public;
