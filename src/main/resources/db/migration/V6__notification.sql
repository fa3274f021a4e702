-- What people outside are to hear, one row for each channel; written in one transaction with what it tells.
create table notification (
  id           bigint generated always as identity primary key,
  -- The same whenever it is sent again.
  key          text        not null unique,
  environment  text        not null,
  channel      text        not null,
  kind         text        not null,
  subject      text        not null,
  notice       text        not null,
  state        text        not null default 'waiting',
  why          text        not null default '',
  attempts     int         not null default 0,
  -- Whether an attempt may have arrived although nobody knows.
  unsure       boolean     not null default false,
  -- How often a desk ended while it was sending.
  lost         int         not null default 0,
  -- Who is sending it now, and until when that is believed.
  sender       text,
  sender_until timestamptz,
  created_at   timestamptz not null,
  due_at       timestamptz not null,
  give_up_at   timestamptz not null,
  ended_at     timestamptz
);

create index notification_due on notification (environment, channel, due_at) where state = 'waiting';

create index notification_of on notification (kind, subject, id);
