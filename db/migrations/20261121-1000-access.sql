-- Access comes first: tenants, the kernels of organization and person, who works where, who may open
-- which sheet of whom and why, every deed and showing of personal data, and the seals over them.
-- Grants come only from the definer functions below, which check; the application role cannot insert one.

create schema access;
create schema auth;

-- What Citus would distribute by tenant; nothing on plain PostgreSQL.
create function access.distribute(t regclass) returns void language plpgsql as $$
begin
  if exists (select 1 from pg_extension where extname = 'citus') then
    execute format('select create_distributed_table(%L, ''tenant_id'')', t::text);
  end if;
end $$;

-- Shared catalogue: a municipality's running of the strategy, a state council's desk, the federal unit's desk.
create table access.tenant (
  id uuid primary key,
  kind text not null constraint tenant_kind check (kind in ('municipality', 'state_council', 'federal_unit')),
  name text not null constraint tenant_name check (length(name) between 1 and 200),
  state_code text constraint tenant_state_code check (state_code ~ '^[0-3][0-9]$'),
  cvegeo text constraint tenant_cvegeo check (cvegeo ~ '^[0-9]{5}$'),
  parent_id uuid constraint tenant_parent references access.tenant (id),
  time_zone text not null default 'America/Mexico_City',
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  constraint tenant_place check (
    (kind = 'municipality' and cvegeo is not null and state_code = left(cvegeo, 2))
    or (kind = 'state_council' and state_code is not null and cvegeo is null)
    or (kind = 'federal_unit' and state_code is null and cvegeo is null))
);

-- The tenant's key, wrapped by the master key that lives outside the database.
create table access.tenant_key (
  tenant_id uuid not null constraint tenant_key_tenant references access.tenant (id),
  id uuid not null,
  wrapped_key bytea not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint tenant_key_pk primary key (tenant_id, id)
);
select access.distribute('access.tenant_key');

create table access.organization (
  tenant_id uuid not null constraint organization_tenant references access.tenant (id),
  id uuid not null,
  kind text not null constraint organization_kind check (kind in (
    'municipal_government', 'state_government', 'federal_government', 'shelter', 'cso', 'international', 'company',
    'university', 'school', 'health_service', 'human_rights_commission', 'asylum_authority', 'child_protection',
    'victims_commission', 'search_commission', 'council',
    'immigration_enforcement', 'police', 'military', 'prosecutor', 'consulate', 'foreign_government')),
  name text not null constraint organization_name check (length(name) between 1 and 200),
  -- Null: no agreement. Its grants are live only before this moment.
  agreement_until timestamptz,
  constraint organization_pk primary key (tenant_id, id),
  -- The firewall: a grant carries the kind of its grantee, so that a check can refuse it.
  constraint organization_of_kind unique (tenant_id, id, kind)
);
select access.distribute('access.organization');

create table access.person (
  tenant_id uuid not null constraint person_tenant references access.tenant (id),
  id uuid not null,
  state text not null default 'active' constraint person_state check (state in ('active', 'blocked', 'erased')),
  merged_into uuid,
  wrapped_key bytea,
  created_at timestamptz not null default now(),
  constraint person_pk primary key (tenant_id, id),
  constraint person_survivor foreign key (tenant_id, merged_into) references access.person (tenant_id, id),
  constraint person_not_into_itself check (merged_into <> id),
  constraint person_key_until_erased check (wrapped_key is not null or state = 'erased')
);
create index person_merged on access.person (tenant_id, merged_into) where merged_into is not null;
-- The few who are in no list, found without walking the many.
create index person_not_listed on access.person (tenant_id, id) where merged_into is not null or state <> 'active';
select access.distribute('access.person');

-- Who works where, as what. Account ids are those of the identity library; ids only, no foreign key.
create table access.membership (
  tenant_id uuid not null constraint membership_tenant references access.tenant (id),
  id uuid not null,
  account_id uuid not null,
  organization_id uuid not null,
  name text not null constraint membership_name check (length(name) between 1 and 200),
  role text not null constraint membership_role check (role in (
    'operator', 'tenant_administrator', 'coordinator', 'case_worker', 'intake_worker', 'protection_worker',
    'shelter_staff', 'analyst', 'data_officer', 'liaison')),
  granted_by uuid,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by uuid,
  constraint membership_pk primary key (tenant_id, id),
  constraint membership_organization foreign key (tenant_id, organization_id) references access.organization (tenant_id, id),
  constraint membership_not_by_oneself check (granted_by <> account_id),
  constraint membership_order check (ended_at >= started_at)
);
create unique index membership_once on access.membership (tenant_id, account_id, organization_id, role) where ended_at is null;
select access.distribute('access.membership');

create table access.invitation (
  tenant_id uuid not null constraint invitation_tenant references access.tenant (id),
  id uuid not null,
  organization_id uuid not null,
  role text not null,
  name text not null constraint invitation_name check (length(name) between 1 and 200),
  email text not null constraint invitation_email check (email = lower(email) and length(email) between 3 and 200),
  token_hash bytea not null,
  invited_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  constraint invitation_pk primary key (tenant_id, id),
  constraint invitation_organization foreign key (tenant_id, organization_id) references access.organization (tenant_id, id)
);
select access.distribute('access.invitation');

create table access.person_grant (
  tenant_id uuid not null constraint person_grant_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  -- An organization's id, or (protection) one named account's.
  grantee_id uuid not null,
  organization_id uuid not null,
  organization_kind text not null,
  sheets text[] not null,
  purpose text not null constraint person_grant_purpose check (purpose in (
    'reception', 'accompaniment', 'protection', 'shelter', 'referral', 'duplicates', 'emergency')),
  ground text not null constraint person_grant_ground check (ground in (
    'consent', 'legal_duty', 'emergency', 'health_care', 'rights_defence', 'best_interest')),
  consent_id uuid,
  source text not null constraint person_grant_source check (source in (
    'registration', 'stay', 'case_team', 'accepted_referral', 'duplicates', 'break_glass')),
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  ended_at timestamptz,
  ended_reason text,
  given_by uuid,
  constraint person_grant_pk primary key (tenant_id, id),
  constraint person_grant_person foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint person_grant_grantee foreign key (tenant_id, organization_id, organization_kind)
    references access.organization (tenant_id, id, kind),
  constraint person_grant_firewall check (organization_kind not in (
    'immigration_enforcement', 'police', 'military', 'prosecutor', 'consulate', 'foreign_government')),
  constraint person_grant_consent check ((ground = 'consent') = (consent_id is not null)),
  constraint person_grant_order check (valid_until > valid_from),
  constraint person_grant_sheets check (cardinality(sheets) > 0 and sheets <@ array[
    'core', 'contact', 'identity', 'documents', 'household', 'needs', 'health', 'work', 'school', 'assessment',
    'protection', 'notes'])
);
create index person_grant_asked on access.person_grant (tenant_id, person_id, grantee_id);
create index person_grant_mine on access.person_grant (tenant_id, grantee_id, person_id) where ended_at is null;
create index person_grant_by_consent on access.person_grant (tenant_id, consent_id) where consent_id is not null;
select access.distribute('access.person_grant');

-- A look in an emergency: hours, with its reason, told to the data officer and to the person.
create table access.break_glass (
  tenant_id uuid not null constraint break_glass_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  grant_id uuid not null,
  account_id uuid not null,
  organization_id uuid not null,
  reason_sealed bytea not null,
  at timestamptz not null default now(),
  until timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by uuid,
  constraint break_glass_pk primary key (tenant_id, id),
  constraint break_glass_person foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint break_glass_grant foreign key (tenant_id, grant_id) references access.person_grant (tenant_id, id),
  constraint break_glass_hours check (until <= at + interval '24 hours'),
  constraint break_glass_other_eyes check (reviewed_by <> account_id)
);
select access.distribute('access.break_glass');

-- Ids and verbs only: erasing a person leaves the chain valid and the person unlinkable.
create table access.event (
  tenant_id uuid not null constraint event_tenant references access.tenant (id),
  id uuid not null,
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  account_id uuid,
  organization_id uuid,
  verb text not null constraint event_verb check (verb ~ '^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)+$'),
  outcome text not null default 'done' constraint event_outcome check (outcome ~ '^[a-z_]{2,60}$'),
  subject_id uuid,
  person_ids uuid[] not null default '{}',
  shown text constraint event_shown check (shown in ('listed', 'opened')),
  constraint event_pk primary key (tenant_id, id)
);
create index event_in_time on access.event (tenant_id, at);
create index event_by_account on access.event (tenant_id, account_id, at);
select access.distribute('access.event');

-- Who looked, one row a person, fanned out from events by the worker.
create table access.sighting (
  tenant_id uuid not null constraint sighting_tenant references access.tenant (id),
  person_id uuid not null,
  event_id uuid not null,
  at timestamptz not null,
  account_id uuid,
  organization_id uuid,
  verb text not null,
  shown text not null,
  constraint sighting_pk primary key (tenant_id, person_id, event_id)
);
create index sighting_in_time on access.sighting (tenant_id, at);
select access.distribute('access.sighting');

create table access.event_seal (
  tenant_id uuid not null constraint event_seal_tenant references access.tenant (id),
  position bigint not null,
  event_id uuid not null,
  salt bytea not null,
  hash bytea not null,
  constraint event_seal_pk primary key (tenant_id, position),
  constraint event_seal_once unique (tenant_id, event_id)
);
select access.distribute('access.event_seal');

create table access.seal (
  tenant_id uuid not null constraint seal_tenant references access.tenant (id),
  position bigint not null,
  head bytea not null,
  signature bytea not null,
  at timestamptz not null default now(),
  constraint seal_pk primary key (tenant_id, position)
);
select access.distribute('access.seal');

-- A command said twice is done once: the request's hash and the id of what came of it.
create table access.command (
  tenant_id uuid not null constraint command_tenant references access.tenant (id),
  id uuid not null,
  account_id uuid not null,
  verb text not null,
  body_hash bytea not null,
  result_id uuid not null,
  at timestamptz not null default now(),
  constraint command_pk primary key (tenant_id, id)
);
select access.distribute('access.command');

-- Enter as someone: every policy reads these settings. The organization and the account count as grantees
-- only while the organization's agreement is live.
create function access.enter(tenant uuid, organization uuid, account uuid, verb text, sheets text[])
returns void language plpgsql as $$
declare
  nil constant uuid := '00000000-0000-0000-0000-000000000000';
  live boolean;
begin
  execute 'set local citus.propagate_set_commands = ''local''';
  execute format('set local app.tenant_id = %L', tenant);
  execute format('set local app.organization_id = %L', coalesce(organization, nil));
  execute format('set local app.account_id = %L', coalesce(account, nil));
  execute format('set local app.verb = %L', verb);
  execute format('set local app.sheets = %L', sheets);
  live := exists (select 1 from access.organization o
                  where o.tenant_id = tenant and o.id = organization and o.agreement_until > now());
  -- Two settings and not a list: the planner counts a list as ten, and then hashes every grant for one person.
  execute format('set local app.grantee_organization = %L', case when live then organization else nil end);
  execute format('set local app.grantee_account = %L', case when live then coalesce(account, nil) else nil end);
end $$;

-- Whether the one who entered counts as a grantee at all.
create function access.agreed() returns boolean language sql stable as $$
  select current_setting('app.grantee_organization')::uuid <> '00000000-0000-0000-0000-000000000000'
$$;

-- Whose sheet a live grant of mine opens, for functions that run as the owner and for counts. Read as part of the query
-- around it, like a view.
create function access.my_grants(tenant uuid, sheet text) returns table (person_id uuid) language sql stable as $$
  select g.person_id from access.person_grant g
  where g.tenant_id = tenant
    and g.grantee_id in (current_setting('app.grantee_organization')::uuid, current_setting('app.grantee_account')::uuid)
    and sheet = any (g.sheets) and g.ended_at is null and g.valid_from <= now() and g.valid_until > now()
$$;

-- What a sign-in needs before any tenant is entered: what this account may act as.
create function access.memberships_of(tenant uuid, account uuid)
returns table (organization_id uuid, organization_name text, name text, roles text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.organization_id, o.name, max(m.name), array_agg(m.role order by m.role)
  from access.membership m
  join access.organization o on o.tenant_id = m.tenant_id and o.id = m.organization_id
  where m.tenant_id = tenant and m.account_id = account and m.ended_at is null
  group by m.organization_id, o.name
  order by o.name
$$;

-- Names of the accounts that ever worked here, for lists of who looked and who may see.
create function access.names_of(tenant uuid, accounts uuid[])
returns table (account_id uuid, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.account_id, max(m.name) from access.membership m
  where tenant = current_setting('app.tenant_id')::uuid and m.tenant_id = tenant and m.account_id = any (accounts)
  group by m.account_id
$$;

-- An invitation becomes a membership by its token, before anybody is signed in. It holds once and until it expires.
create function access.open_invitation(tenant uuid, token bytea)
returns table (id uuid, organization_name text, role text, name text, email text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select i.id, o.name, i.role, i.name, i.email from access.invitation i
  join access.organization o on o.tenant_id = tenant and o.id = i.organization_id
  where i.tenant_id = tenant and i.token_hash = token and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
$$;

create function access.accept_invitation(tenant uuid, token bytea, account uuid, membership uuid)
returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  i access.invitation;
begin
  update access.invitation v set accepted_at = now()
  where v.tenant_id = tenant and v.token_hash = token and v.accepted_at is null and v.revoked_at is null and v.expires_at > now()
  returning v.* into i;
  if i.id is null then
    raise exception using errcode = 'IG006', message = 'no such invitation';
  end if;
  insert into access.membership (tenant_id, id, account_id, organization_id, name, role, granted_by)
  values (tenant, membership, account, i.organization_id, i.name, i.role, i.invited_by);
  return i.organization_id;
end $$;

-- A grant is born only here or in the functions below.
create function access.insert_grant(
  tenant uuid, grant_id uuid, person uuid, grantee uuid, organization uuid, sheets text[], purpose text,
  ground text, consent uuid, source text, from_at timestamptz, until_at timestamptz, by_account uuid)
returns void language plpgsql as $$
declare
  organization_kind text;
begin
  select o.kind into organization_kind from access.organization o where o.tenant_id = tenant and o.id = organization;
  if organization_kind is null then
    raise exception using errcode = 'IG002', message = 'unknown organization';
  end if;
  insert into access.person_grant (tenant_id, id, person_id, grantee_id, organization_id, organization_kind, sheets,
    purpose, ground, consent_id, source, valid_from, valid_until, given_by)
  values (tenant, grant_id, person, grantee, organization, organization_kind, sheets, purpose, ground, consent, source,
    from_at, until_at, by_account);
end $$;

-- A new person, and the first grant: to the organization that registers. An existing id is refused by the key,
-- so nobody can grant themselves somebody else's file by this door.
create function access.register_person(
  tenant uuid, person uuid, wrapped bytea, grant_id uuid, sheets text[], purpose text, ground text, consent uuid,
  until_at timestamptz)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := nullif(current_setting('app.organization_id'), '')::uuid;
begin
  if tenant <> current_setting('app.tenant_id')::uuid
     or current_setting('app.verb') not in ('person.register', 'census.import') then
    raise exception using errcode = 'IG001', message = 'not this door';
  end if;
  insert into access.person (tenant_id, id, wrapped_key) values (tenant, person, wrapped);
  perform access.insert_grant(tenant, grant_id, person, organization, organization, sheets, purpose, ground, consent,
    'registration', now(), until_at, current_setting('app.account_id')::uuid);
end $$;

-- Whether the one who entered holds a live grant to all these sheets of this person.
create function access.holds(tenant uuid, person uuid, wanted text[])
returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select tenant = current_setting('app.tenant_id')::uuid and wanted <@ coalesce((
    select array_agg(distinct s)
    from access.person_grant g, unnest(g.sheets) s
    where g.tenant_id = tenant and g.person_id = person
      and g.grantee_id in (current_setting('app.grantee_organization')::uuid, current_setting('app.grantee_account')::uuid)
      and g.ended_at is null and g.valid_from <= now() and g.valid_until > now()), '{}')
$$;

-- Share with another organization or a named account of one: only sheets one holds oneself, and never to oneself.
-- Protection sheets may be handed on by whoever holds 'assessment': a trained worker asks, the protection worker reads.
create function access.give_grant(
  tenant uuid, grant_id uuid, person uuid, grantee uuid, organization uuid, sheets text[], purpose text, ground text,
  consent uuid, source text, until_at timestamptz)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  needed text[] := array(select distinct case when s = 'protection' then 'assessment' else s end from unnest(sheets) s);
begin
  if tenant <> current_setting('app.tenant_id')::uuid
     or current_setting('app.verb') not in ('grant.give', 'consent.give', 'interview.start', 'flag.raise')
     or grantee = current_setting('app.account_id')::uuid
     or not access.holds(tenant, person, needed) then
    raise exception using errcode = 'IG001', message = 'not held';
  end if;
  if grantee <> organization and not exists (
      select 1 from access.membership m where m.tenant_id = tenant and m.account_id = grantee
        and m.organization_id = organization and m.ended_at is null) then
    raise exception using errcode = 'IG002', message = 'no such member';
  end if;
  perform access.insert_grant(tenant, grant_id, person, grantee, organization, sheets, purpose, ground, consent, source,
    now(), until_at, current_setting('app.account_id')::uuid);
end $$;

-- The accounts that read special items for an organization.
create function access.protection_workers(tenant uuid, organization uuid)
returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select distinct m.account_id from access.membership m
  where tenant = current_setting('app.tenant_id')::uuid and m.tenant_id = tenant
    and m.organization_id = organization and m.role = 'protection_worker' and m.ended_at is null
$$;

-- End one grant: by one who may open the file (grant.end), or by the data officer (grant.revoke).
create function access.end_grant(tenant uuid, which uuid, reason text)
returns uuid language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  subject uuid;
begin
  if tenant <> current_setting('app.tenant_id')::uuid or current_setting('app.verb') not in ('grant.end', 'grant.revoke') then
    raise exception using errcode = 'IG001', message = 'not this door';
  end if;
  select g.person_id into subject from access.person_grant g
  where g.tenant_id = tenant and g.id = which and g.ended_at is null
    and (current_setting('app.verb') = 'grant.revoke' or access.holds(tenant, g.person_id, array['core']));
  if subject is null then
    raise exception using errcode = 'IG002', message = 'no such grant';
  end if;
  update access.person_grant set ended_at = now(), ended_reason = reason where tenant_id = tenant and id = which;
  return subject;
end $$;

-- Withdrawing a consent ends the grants that stand on it, and only those.
create function access.end_grants_of_consent(tenant uuid, consent uuid)
returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  ended integer;
begin
  if tenant <> current_setting('app.tenant_id')::uuid or current_setting('app.verb') <> 'consent.withdraw' then
    raise exception using errcode = 'IG001', message = 'not this door';
  end if;
  update access.person_grant set ended_at = now(), ended_reason = 'consent_withdrawn'
  where tenant_id = tenant and consent_id = consent and ended_at is null;
  get diagnostics ended = row_count;
  return ended;
end $$;

-- Who can see this file, for one who may see it, or the data officer.
create function access.grants_of(tenant uuid, person uuid)
returns setof access.person_grant language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select g.* from access.person_grant g
  where g.tenant_id = tenant and g.person_id = person and tenant = current_setting('app.tenant_id')::uuid
    and (access.holds(tenant, person, array['core']) or current_setting('app.verb') = 'grant.review')
$$;

-- Break-glass: the person is found by code, or by full name and birth date, before this door; here the grant is made.
create function access.break_glass(tenant uuid, glass uuid, grant_id uuid, person uuid, reason bytea, hours integer)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  organization uuid := current_setting('app.organization_id')::uuid;
  account uuid := current_setting('app.account_id')::uuid;
begin
  if tenant <> current_setting('app.tenant_id')::uuid or current_setting('app.verb') <> 'glass.break'
     or not access.agreed() then
    raise exception using errcode = 'IG001', message = 'not this door';
  end if;
  if hours not between 1 and 24 then
    raise exception using errcode = 'IG003', message = 'hours';
  end if;
  if (select count(*) from access.break_glass b
      where b.tenant_id = tenant and b.account_id = account and b.at > now() - interval '1 hour') >= 3 then
    raise exception using errcode = 'IG004', message = 'too many';
  end if;
  perform access.insert_grant(tenant, grant_id, person, account, organization,
    array['core', 'contact', 'household', 'needs', 'health'], 'emergency', 'emergency', null, 'break_glass', now(),
    now() + make_interval(hours => hours), account);
  insert into access.break_glass (tenant_id, id, person_id, grant_id, account_id, organization_id, reason_sealed, until)
  values (tenant, glass, person, grant_id, account, organization, reason, now() + make_interval(hours => hours));
end $$;

-- The identity library's own tables (password, sessions, second factor). Ids are ours.
create table auth."user" (
  id uuid primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "twoFactorEnabled" boolean,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table auth.session (
  id uuid primary key,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  token text not null unique,
  "expiresAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index session_by_user on auth.session ("userId");
create table auth.account (
  id uuid primary key,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  "accountId" text not null,
  "providerId" text not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index account_by_user on auth.account ("userId");
create table auth.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
-- Where an account works, to be asked before a tenant is entered; ids only.
create table auth.place (
  account_id uuid not null references auth."user" (id) on delete cascade,
  tenant_id uuid not null references access.tenant (id),
  primary key (account_id, tenant_id)
);
-- What a session acts as; chosen at sign-in, changed by the person.
create table auth.session_place (
  session_id uuid primary key references auth.session (id) on delete cascade,
  tenant_id uuid not null,
  organization_id uuid not null,
  language text not null default 'es',
  -- For the idle lock.
  seen_at timestamptz not null default now(),
  -- Set by idleness or by hand; the password opens it again.
  locked_at timestamptz
);
-- Wrong passwords in a row, by keyed hash of the address, so that the table names nobody.
create table auth.lockout (
  address_hash bytea primary key,
  failures integer not null default 0,
  last_at timestamptz not null default now(),
  locked_until timestamptz
);
