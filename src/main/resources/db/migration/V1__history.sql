-- Everything lives in the schema that the connection names (opsdesk), so that a team's own database can hold it beside other things.

create table series (
  id          integer generated always as identity primary key,
  environment text  not null,
  metric      text  not null,
  labels      jsonb not null default '{}',
  unique (environment, metric, labels)
);

-- Raw samples, kept 48 h. Partitions (6 h) are made when the first sample of their time arrives.
create table sample (
  series integer          not null,
  at     timestamptz      not null,
  value  double precision not null,
  primary key (series, at)
) partition by range (at);

-- Rolling a minute up reads all series of one minute; rows lie on disk in the order of time, so a block-range index suffices.
create index sample_at on sample using brin (at) with (pages_per_range = 32, autosummarize = on);

-- One row per series and minute, kept 30 days. Partitions hold a day.
create table rollup_minute (
  series integer          not null,
  at     timestamptz      not null,
  min    double precision not null,
  max    double precision not null,
  sum    double precision not null,
  count  bigint           not null,
  -- A series' month is read from this index alone; its rows lie far apart in the table, one in every minute's page.
  primary key (series, at) include (min, max, sum, count)
) partition by range (at);

-- One row per series and hour, kept 13 months. Partitions hold a month.
create table rollup_hour (like rollup_minute including all) partition by range (at);

-- Minutes and hours whose rollup does not hold all their samples yet. Written in the transaction that stores the samples,
-- so that a crash between storing and rolling up loses nothing. Until its turn comes, a bucket is read from the level below.
create table open_bucket (
  width   text        not null check (width in ('minute', 'hour')),
  at      timestamptz not null,
  touched bigint      not null default 1,
  primary key (width, at)
);

create table state_change (
  id          bigint generated always as identity primary key,
  environment text        not null,
  at          timestamptz not null,
  subject     text        not null,
  from_state  text        not null,
  to_state    text        not null,
  why         text        not null
);

create index state_change_newest on state_change (environment, at desc, id desc);
