-- Observatory: figures as they stood at a cut-off. Counting reads together what no account may, in functions for the
-- worker alone; counts are all that leaves: exact ones for the tenant's own coordination, sealed, and protected ones.

create schema observatory;

-- A day's figures are taken once: two of one day would tell, by subtraction, who came between.
create table observatory.cut_off (
  tenant_id uuid not null constraint cut_off_tenant references access.tenant (id),
  id uuid not null,
  day date not null,
  state text not null default 'counting' constraint cut_off_state check (state in ('counting', 'ready', 'failed')),
  taken_at timestamptz not null,
  taken_by uuid not null,
  finished_at timestamptz,
  constraint cut_off_pk primary key (tenant_id, id),
  constraint cut_off_finished check ((state = 'counting') = (finished_at is null))
);
create unique index cut_off_once_a_day on observatory.cut_off (tenant_id, day) where state <> 'failed';
select access.distribute('observatory.cut_off');

-- What may be published: small counts hidden, and as many others as keep them from being worked out.
create table observatory.published_table (
  tenant_id uuid not null constraint published_table_tenant references access.tenant (id),
  cut_off_id uuid not null,
  name text not null constraint published_table_name check (name ~ '^[a-zA-Z0-9_:+-]{1,60}$'),
  place smallint not null,
  body jsonb not null,
  constraint published_table_pk primary key (tenant_id, cut_off_id, name),
  constraint published_table_of foreign key (tenant_id, cut_off_id) references observatory.cut_off (tenant_id, id)
);
select access.distribute('observatory.published_table');

-- The same, exact: for the tenant's own coordination.
create table observatory.internal_table (
  tenant_id uuid not null constraint internal_table_tenant references access.tenant (id),
  cut_off_id uuid not null,
  name text not null constraint internal_table_name check (name ~ '^[a-zA-Z0-9_:+-]{1,60}$'),
  place smallint not null,
  body_sealed bytea not null,
  constraint internal_table_pk primary key (tenant_id, cut_off_id, name),
  constraint internal_table_of foreign key (tenant_id, cut_off_id) references observatory.cut_off (tenant_id, id)
);
select access.distribute('observatory.internal_table');

-- People counted, a thousand at a time: what they are counted by, never a name.
create function registry.people_to_count(tenant uuid, after uuid, most integer)
returns table (person_id uuid, birth_year smallint, birth_month smallint, birth_day smallint, birth_precision text,
  sex text, nationality text, country_of_birth text, channel text, organization_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, c.birth_year, c.birth_month, c.birth_day, c.birth_precision, c.sex, c.nationalities[1], c.country_of_birth,
    first.channel, first.organization_id
  from access.person p
  join registry.person_core c on c.tenant_id = tenant and c.person_id = p.id and c.superseded_at is null
  join lateral (
    select r.channel, r.organization_id from registry.registration r
    where r.tenant_id = tenant and r.person_id = p.id
    order by r.at, r.id limit 1) first on true
  where p.tenant_id = tenant and p.state = 'active' and p.merged_into is null and p.id > after
  order by p.id
  limit most
$$;

create function registry.facts_to_count(tenant uuid, pseudonyms bytea[])
returns table (kind text, pseudonym bytea, code text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct on (f.kind, f.pseudonym) f.kind, f.pseudonym, f.code
  from registry.fact f
  where f.tenant_id = tenant and f.pseudonym = any (pseudonyms)
  order by f.kind, f.pseudonym, f.from_day desc
$$;

-- Shareable results alone, under the one file they now belong to, with the key that opens them.
create function assessment.results_to_count(tenant uuid, people uuid[])
returns table (person_id uuid, owner_id uuid, wrapped_key bytea, instrument text, instrument_version text, body_sealed bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(p.merged_into, p.id), p.id, p.wrapped_key, a.instrument, a.instrument_version, r.body_sealed
  from access.person p
  join assessment.result r on r.tenant_id = tenant and r.person_id = p.id
  join assessment.assessment a on a.tenant_id = tenant and a.id = r.assessment_id
  where p.tenant_id = tenant and (p.id = any (people) or p.merged_into = any (people))
  order by r.at, r.id
$$;
