-- Who shares blocks of likeness with several people at once. The blocks are counted without a policy, since most of
-- what shares one shares nothing else; then the few who share enough are kept where a live grant of the caller opens
-- their core sheet. Ids only: names are read by the caller, under row-level security.
-- plpgsql, so that the plan is made once a connection: planning cost more than running it.

create function registry.near(tenant uuid, member integer[], block bytea[], except_people uuid[], most integer)
returns table (member_no integer, person_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  if tenant <> current_setting('app.tenant_id')::uuid
     or not 'core' = any (current_setting('app.sheets')::text[]) then
    return;
  end if;
  return query
  with sized as (
    select a.m, a.b, (select count(*) from (
      select from registry.person_block k where k.tenant_id = tenant and k.block = a.b limit 200) few) as n
    from unnest(member, block) as a (m, b)),
  -- A block of hundreds (a common name, a shelter's telephone) says little: of each person the smaller ones, or the four smallest.
  telling as (
    select s.m, s.b from (select *, row_number() over (partition by m order by n, b) as place from sized) s
    where s.n < 200 or s.place <= 4),
  shared as (
    select a.m, k.person_id as p, count(*) as n
    from telling a
    join registry.person_block k on k.tenant_id = tenant and k.block = a.b
    group by a.m, k.person_id
    having count(*) > 1),
  mine as (
    select s.m, s.p, row_number() over (partition by s.m order by s.n desc, s.p) as place
    from shared s
    where s.p <> all (except_people)
      and exists (select from access.my_grants(tenant, 'core') g where g.person_id = s.p)
      and not exists (select 1 from access.person p where p.tenant_id = tenant and p.id = s.p
        and (p.merged_into is not null or p.state <> 'active')))
  select m.m, m.p from mine m where m.place <= most;
end $$;
