-- Whether a server is kept warm; nothing here: as the profile says.
create table keep_warm_switch (
  id          bigint generated always as identity primary key,
  environment text        not null,
  at          timestamptz not null,
  switched_on boolean     not null,
  by_name     text        not null,
  login       text        not null,
  reason      text        not null
);

create index keep_warm_switch_newest on keep_warm_switch (environment, id desc);

-- Which desk took the newest turn, and what the newest count of cold starts was taken from.
create table keep_warm_turn (
  environment text primary key,
  pinged_at   timestamptz,
  read_at     timestamptz,
  began       double precision,
  total       double precision,
  kept_warm   boolean
);

-- What became of each request.
create table keep_warm_ping (
  environment text        not null,
  at          timestamptz not null,
  host        text        not null,
  took_ms     bigint,
  trouble     text        not null
);

create index keep_warm_ping_newest on keep_warm_ping (environment, at desc);

-- Cold starts that a server has counted between two reads.
create table keep_warm_count (
  environment text             not null,
  from_at     timestamptz      not null,
  until_at    timestamptz      not null,
  kept_warm   boolean          not null,
  cold_starts double precision not null,
  primary key (environment, from_at)
);
