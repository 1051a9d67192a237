-- Who waits, and for what: of each file the day it began and what came of it, read once for all files of a caseload.
-- Row-level security asks for a grant at every row it meets; here the grants are read once, and everything is joined
-- to them, so that the day of a large registry opens as soon as that of a small one.

-- The one predicate of my live grants, with the sheets each opens.
create function access.my_grants(tenant uuid) returns table (person_id uuid, sheets text[]) language sql stable as $$
  select g.person_id, g.sheets from access.person_grant g
  where g.tenant_id = tenant
    and g.grantee_id in (current_setting('app.grantee_organization')::uuid, current_setting('app.grantee_account')::uuid)
    and g.ended_at is null and g.valid_from <= now() and g.valid_until > now()
$$;

create or replace function access.my_grants(tenant uuid, sheet text) returns table (person_id uuid) language sql stable as $$
  select g.person_id from access.my_grants(tenant) g where sheet = any (g.sheets)
$$;

-- Files whose sheet a live grant of mine opens. Waiting counts from registration, also one taken down on paper and
-- loaded later, or from what came up after the last decision: starting an interview takes nobody's place away, and who
-- is due again waits from that day. What was merged into a file counts as far as its own grants open it.
create function assessment.waiting(tenant uuid, sheet text, again_after integer)
returns table (file uuid, due_at timestamptz, state text, waiting_since timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp set work_mem = '32MB' as $$
  with recursive
  mine as (select current_setting('app.sheets')::text[] as sheets),
  granted as materialized (
    select g.person_id, bool_or(sheet = any (g.sheets)) as opens,
      bool_or('assessment' = any (g.sheets)) and 'assessment' = any ((select sheets from mine)::text[]) as assessed,
      bool_or('core' = any (g.sheets)) and 'core' = any ((select sheets from mine)::text[]) as known
    from access.my_grants(tenant) g
    where tenant = current_setting('app.tenant_id')::uuid and sheet = any ((select sheets from mine)::text[])
    group by g.person_id),
  files as materialized (
    select p.id, p.created_at, g.known from granted g
    join access.person p on p.tenant_id = tenant and p.id = g.person_id and p.merged_into is null and p.state = 'active'
    where g.opens),
  climbed as (
    select p.id, p.merged_into, p.created_at, g.known from granted g
    join access.person p on p.tenant_id = tenant and p.id = g.person_id and p.merged_into is not null and p.state = 'active'
    union all
    select c.id, p.merged_into, c.created_at, c.known from climbed c
    join access.person p on p.tenant_id = tenant and p.id = c.merged_into and p.merged_into is not null and p.state = 'active'
    join granted g on g.person_id = p.id),
  joined as materialized (
    select c.id, f.id as file, c.created_at, c.known from climbed c join files f on f.id = c.merged_into),
  -- A day without an hour, read as the same day in every zone of the country.
  began as (
    select f.id as file, min(least(f.created_at, case when f.known then r.registered_on + time '18:00' at time zone 'UTC' end)) as at
    from files f left join registry.registration r on r.tenant_id = tenant and r.person_id = f.id
    group by f.id),
  began_before as (
    select j.file, min(least(j.created_at, case when j.known then r.registered_on + time '18:00' at time zone 'UTC' end)) as at
    from joined j left join registry.registration r on r.tenant_id = tenant and r.person_id = j.id
    group by j.file),
  assessed as (
    select coalesce(j.file, a.person_id) as file,
      min(a.started_at) filter (where a.finished_at is null) as open_since,
      min(a.started_at) filter (where a.finished_at is not null and a.confirmed_at is null
        and not exists (select from assessment.assessment n where n.tenant_id = tenant and n.person_id = a.person_id
          and n.finished_at > a.finished_at)) as unconfirmed_since,
      max(a.confirmed_at) as confirmed_at,
      max(a.finished_at) + again_after * interval '1 day' as due_again
    from assessment.assessment a
    join granted g on g.person_id = a.person_id and g.assessed
    left join joined j on j.id = a.person_id
    where a.tenant_id = tenant
    group by 1),
  urgent as (
    select coalesce(j.file, s.person_id) as file, min(s.due_at) as due_at
    from assessment.urgent_support s
    join granted g on g.person_id = s.person_id and g.assessed
    left join joined j on j.id = s.person_id
    where s.tenant_id = tenant and s.closed_at is null
    group by 1),
  contested as (
    select coalesce(j.file, c.person_id) as file, min(c.at) as at
    from assessment.contest c
    join granted g on g.person_id = c.person_id and g.assessed
    left join joined j on j.id = c.person_id
    where c.tenant_id = tenant and c.answered_at is null
    group by 1)
  select b.file, u.due_at,
    case when c.at is not null then 'contested'
      when a.open_since is not null then 'interviewing'
      when a.unconfirmed_since is not null then 'to_confirm'
      when a.file is null then 'to_interview'
      when a.due_again <= now() then 'to_reassess'
      else 'confirmed' end,
    case when a.confirmed_at is null then least(b.at, before.at)
      else coalesce(least(c.at, a.open_since, a.unconfirmed_since),
        case when a.due_again <= now() then a.due_again end, a.confirmed_at) end
  from began b
  left join began_before before on before.file = b.file
  left join assessed a on a.file = b.file
  left join urgent u on u.file = b.file
  left join contested c on c.file = b.file
$$;
