-- In files whose headings nobody would recognise, a person says in which line they stand; 0 when there are none.

alter table registry.census_batch add column headings_line integer
  constraint census_batch_headings_line check (headings_line >= 0);
