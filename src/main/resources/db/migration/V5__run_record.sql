-- What a run's record tells besides: a step as it was carried out, and its gate as it stood last.
alter table run_step
  add column definition text,
  add column gate       text;
