-- Where the strategy runs in this installation: one row a tenant, with its stage, who runs it and how many work there.
-- Policies show a tenant only its own rows, so the list comes through this door: under the operator's verb alone, and
-- with nothing about the people who are registered, not even how many.

create function directory.tenants()
returns table (id uuid, kind text, name text, cvegeo text, municipality text, state text, demo boolean, since date,
  stage text, stage_from date, organization text, organizations integer, accounts integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.kind, t.name, t.cvegeo, m.name, s.name, t.demo,
    coalesce(first.from_day, (t.created_at at time zone t.time_zone)::date),
    now_at.stage, now_at.from_day, runs.name, coalesce(agreed.n, 0), coalesce(working.n, 0)
  from access.tenant t
  left join directory.municipality m on m.cvegeo = t.cvegeo
  left join directory.state s on s.code = t.state_code
  left join (select g.tenant_id, min(g.from_day) as from_day
    from directory.tenant_stage g group by g.tenant_id) first on first.tenant_id = t.id
  -- Of the day it is there: a stage that was said ahead has not begun.
  left join directory.tenant_stage now_at on now_at.tenant_id = t.id
    and daterange(now_at.from_day, now_at.until_day) @> (now() at time zone t.time_zone)::date
  -- The body it was added with; ids are in the order of time.
  left join (select distinct on (o.tenant_id) o.tenant_id, o.name
    from access.organization o
    where o.kind in ('municipal_government', 'state_government', 'federal_government', 'council')
    order by o.tenant_id, o.id) runs on runs.tenant_id = t.id
  left join (select o.tenant_id, count(*)::integer as n
    from access.organization o where o.agreement_until > now() group by o.tenant_id) agreed on agreed.tenant_id = t.id
  left join (select w.tenant_id, count(distinct w.account_id)::integer as n
    from access.membership w where w.ended_at is null group by w.tenant_id) working on working.tenant_id = t.id
  where current_setting('app.verb') = 'tenant.list'
$$;
