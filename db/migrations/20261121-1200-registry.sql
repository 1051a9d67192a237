-- The registry: people in sheets, households as a history, notices shown and consents given, codes and name keys,
-- and pairs that look alike. Facts are dated and sourced; a correction supersedes, it never overwrites.
-- Not collected, by design: fingerprints, face templates, religion, political opinion, smuggler, route, crossing
-- detail, social-media accounts, telephone location. `irregular` is not a code anywhere.

create schema registry;

-- Which notice was shown, in which language and how, before anything is saved.
create table registry.notice_shown (
  tenant_id uuid not null constraint notice_shown_tenant references access.tenant (id),
  id uuid not null,
  notice_id uuid not null,
  language text not null constraint notice_shown_language check (language in ('es', 'ht', 'en', 'fr', 'pt')),
  how text not null constraint notice_shown_how check (how in ('read_on_screen', 'read_aloud', 'on_paper', 'poster', 'given_at_the_census')),
  interpreter_sealed bytea,
  at timestamptz not null,
  account_id uuid not null,
  constraint notice_shown_pk primary key (tenant_id, id),
  constraint notice_shown_of foreign key (tenant_id, notice_id) references directory.notice (tenant_id, id)
);
select access.distribute('registry.notice_shown');

create table registry.registration (
  tenant_id uuid not null constraint registration_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  notice_shown_id uuid not null,
  organization_id uuid not null,
  place_id uuid,
  channel text not null constraint registration_channel check (channel in ('shelter', 'office', 'drive', 'street', 'self', 'census', 'birth')),
  registered_on date not null,
  at timestamptz not null default now(),
  account_id uuid not null,
  constraint registration_pk primary key (tenant_id, id),
  constraint registration_of foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint registration_notice foreign key (tenant_id, notice_shown_id) references registry.notice_shown (tenant_id, id)
);
create index registration_by_person on registry.registration (tenant_id, person_id);
select access.distribute('registry.registration');

create table registry.person_core (
  tenant_id uuid not null constraint person_core_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  version integer not null constraint person_core_version check (version >= 1),
  given_names text constraint person_core_given check (length(given_names) between 1 and 300),
  surname_1 text constraint person_core_surname_1 check (length(surname_1) between 1 and 300),
  surname_2 text constraint person_core_surname_2 check (length(surname_2) between 1 and 300),
  chosen_name text constraint person_core_chosen check (length(chosen_name) between 1 and 300),
  -- For lists in the order of names; accents and case folded by the registry's rules.
  sort_key text collate "C",
  birth_year smallint constraint person_core_birth_year check (birth_year between 1890 and 2200),
  birth_month smallint constraint person_core_birth_month check (birth_month between 1 and 12),
  birth_day smallint constraint person_core_birth_day check (birth_day between 1 and 31),
  birth_precision text not null constraint person_core_birth_precision check (birth_precision in ('day', 'month', 'year', 'about', 'unknown')),
  sex text not null constraint person_core_sex check (sex in ('female', 'male', 'x', 'not_known')),
  nationalities text[] not null default '{}' constraint person_core_nationalities check (cardinality(nationalities) <= 5),
  country_of_birth text constraint person_core_country check (country_of_birth ~ '^[A-Z]{3}$'),
  civil_status text constraint person_core_civil_status check (civil_status in ('single', 'married', 'union', 'separated', 'divorced', 'widowed')),
  languages jsonb not null default '[]',
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  organization_id uuid not null,
  source text not null constraint person_core_source check (source in ('person', 'relative', 'document', 'census', 'worker')),
  superseded_at timestamptz,
  constraint person_core_pk primary key (tenant_id, id),
  constraint person_core_of foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint person_core_named check (given_names is not null or surname_1 is not null or chosen_name is not null or sort_key is null),
  constraint person_core_birth check (
    case birth_precision
      when 'day' then birth_year is not null and birth_month is not null and birth_day is not null
      when 'month' then birth_year is not null and birth_month is not null and birth_day is null
      when 'unknown' then birth_year is null and birth_month is null and birth_day is null
      else birth_year is not null and birth_month is null and birth_day is null
    end)
);
create unique index person_core_current on registry.person_core (tenant_id, person_id) where superseded_at is null;
create unique index person_core_versions on registry.person_core (tenant_id, person_id, version);
create index person_core_by_name on registry.person_core (tenant_id, sort_key, person_id) where superseded_at is null;
select access.distribute('registry.person_core');

-- The other sheets of one row a person: a sealed body whose shape the contract says, and its history.
create table registry.person_contact (
  tenant_id uuid not null constraint person_contact_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  phone_hash bytea,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint person_contact_pk primary key (tenant_id, id),
  constraint person_contact_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create unique index person_contact_current on registry.person_contact (tenant_id, person_id) where superseded_at is null;
select access.distribute('registry.person_contact');

create table registry.person_identity (
  tenant_id uuid not null constraint person_identity_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  ground_id uuid not null,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint person_identity_pk primary key (tenant_id, id),
  constraint person_identity_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create unique index person_identity_current on registry.person_identity (tenant_id, person_id) where superseded_at is null;
select access.distribute('registry.person_identity');

create table registry.person_health (
  tenant_id uuid not null constraint person_health_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  ground_id uuid not null,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint person_health_pk primary key (tenant_id, id),
  constraint person_health_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create unique index person_health_current on registry.person_health (tenant_id, person_id) where superseded_at is null;
select access.distribute('registry.person_health');

create table registry.person_work (
  tenant_id uuid not null constraint person_work_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint person_work_pk primary key (tenant_id, id),
  constraint person_work_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create unique index person_work_current on registry.person_work (tenant_id, person_id) where superseded_at is null;
select access.distribute('registry.person_work');

-- What a place must offer this person, without the reason.
create table registry.person_need (
  tenant_id uuid not null constraint person_need_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  need text not null constraint person_need_code check (need in (
    'step_free', 'ground_floor', 'near_bathroom', 'quiet', 'power_for_device', 'cold_storage', 'special_diet', 'cot',
    'apart_from_men', 'own_room', 'with_own_group', 'interpreter', 'sign_language')),
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint person_need_pk primary key (tenant_id, id),
  constraint person_need_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create unique index person_need_current on registry.person_need (tenant_id, person_id, need) where superseded_at is null;
select access.distribute('registry.person_need');

-- Documents and procedures held, population group and stay type: what tells a migration status, sealed, as a history.
create table registry.person_document (
  tenant_id uuid not null constraint person_document_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  number_hash bytea,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint person_document_pk primary key (tenant_id, id),
  constraint person_document_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index person_document_by_person on registry.person_document (tenant_id, person_id);
select access.distribute('registry.person_document');

create table registry.person_situation (
  tenant_id uuid not null constraint person_situation_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint person_situation_pk primary key (tenant_id, id),
  constraint person_situation_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create unique index person_situation_current on registry.person_situation (tenant_id, person_id) where superseded_at is null;
select access.distribute('registry.person_situation');

-- Counts by population group and the like, under a keyed pseudonym: nothing here leads to a file.
create table registry.fact (
  tenant_id uuid not null constraint fact_tenant references access.tenant (id),
  pseudonym bytea not null,
  kind text not null constraint fact_kind check (kind in ('population_group', 'stay_type', 'origin_class')),
  code text not null constraint fact_code check (code ~ '^[a-z_]{2,40}$' and code <> 'irregular'),
  from_day date not null,
  constraint fact_pk primary key (tenant_id, kind, pseudonym, from_day)
);
select access.distribute('registry.fact');

-- Put down once a day, the last word of a day standing; nobody reads one, and only counting reads them all.
create function registry.put_facts(tenant uuid, kinds text[], pseudonyms bytea[], codes text[], day date)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tenant <> current_setting('app.tenant_id')::uuid
     or current_setting('app.verb') not in ('person.register', 'census.import', 'person.edit') then
    raise exception using errcode = 'IG001', message = 'not this door';
  end if;
  insert into registry.fact (tenant_id, pseudonym, kind, code, from_day)
  select tenant, f.pseudonym, f.kind, f.code, day from unnest(pseudonyms, kinds, codes) as f (pseudonym, kind, code)
  on conflict on constraint fact_pk do update set code = excluded.code;
end $$;

create table registry.household (
  tenant_id uuid not null constraint household_tenant references access.tenant (id),
  id uuid not null,
  created_at timestamptz not null default now(),
  constraint household_pk primary key (tenant_id, id)
);
select access.distribute('registry.household');

create table registry.household_member (
  tenant_id uuid not null constraint household_member_tenant references access.tenant (id),
  id uuid not null,
  household_id uuid not null,
  person_id uuid not null,
  role text not null constraint household_member_role check (role in (
    'head', 'partner', 'child', 'parent', 'sibling', 'grandchild', 'grandparent', 'niece_nephew', 'other_relative', 'not_related')),
  from_at timestamptz not null,
  until_at timestamptz,
  recorded_by uuid not null,
  constraint household_member_pk primary key (tenant_id, id),
  constraint household_member_household foreign key (tenant_id, household_id) references registry.household (tenant_id, id),
  constraint household_member_person foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint household_member_order check (until_at >= from_at),
  -- A person belongs to one household at a time.
  constraint household_member_one_at_a_time exclude using gist (tenant_id with =, person_id with =, tstzrange(from_at, until_at) with &&)
);
create index household_member_by_household on registry.household_member (tenant_id, household_id);
create unique index household_one_head on registry.household_member (tenant_id, household_id) where role = 'head' and until_at is null;
select access.distribute('registry.household_member');

create table registry.consent (
  tenant_id uuid not null constraint consent_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  purpose text not null constraint consent_purpose check (purpose in (
    'sensitive_identity', 'sensitive_health', 'share_with_organization', 'contact_by_message', 'job_matching')),
  organization_id uuid,
  notice_shown_id uuid not null,
  language text not null,
  method text not null constraint consent_method check (method in ('signature', 'e_signature', 'authentication', 'witnessed_oral', 'witnessed_thumb')),
  interpreter_sealed bytea,
  representative_id uuid,
  representative_sealed bytea,
  child_assent text constraint consent_child_assent check (child_assent in ('given', 'not_given', 'too_young')),
  given_at timestamptz not null default now(),
  given_to uuid not null,
  withdrawn_at timestamptz,
  withdrawn_to uuid,
  constraint consent_pk primary key (tenant_id, id),
  constraint consent_of foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint consent_notice foreign key (tenant_id, notice_shown_id) references registry.notice_shown (tenant_id, id)
);
create index consent_by_person on registry.consent (tenant_id, person_id);
select access.distribute('registry.consent');

-- Why a sensitive field may be stored: an express consent, or a ground of the law chosen by a named worker.
create table registry.legal_ground (
  tenant_id uuid not null constraint legal_ground_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  field text not null constraint legal_ground_field check (field in ('identity', 'health')),
  ground text not null constraint legal_ground_code check (ground in (
    'consent', 'legal_duty', 'emergency', 'health_care', 'rights_defence', 'best_interest')),
  consent_id uuid,
  chosen_by uuid not null,
  at timestamptz not null default now(),
  constraint legal_ground_pk primary key (tenant_id, id),
  constraint legal_ground_of foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint legal_ground_consent check ((ground = 'consent') = (consent_id is not null))
);
select access.distribute('registry.legal_ground');
alter table registry.person_identity add constraint person_identity_ground
  foreign key (tenant_id, ground_id) references registry.legal_ground (tenant_id, id);
alter table registry.person_health add constraint person_health_ground
  foreign key (tenant_id, ground_id) references registry.legal_ground (tenant_id, id);

-- A short opaque code with a check character, for the card.
create table registry.person_code (
  tenant_id uuid not null constraint person_code_tenant references access.tenant (id),
  code text not null constraint person_code_shape check (code ~ '^[0-9A-Z]{6,16}$'),
  person_id uuid not null,
  given_at timestamptz not null default now(),
  constraint person_code_pk primary key (tenant_id, code),
  constraint person_code_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index person_code_by_person on registry.person_code (tenant_id, person_id);
select access.distribute('registry.person_code');

-- Name keys: found by equality and range, so that an index serves under row-level security.
create table registry.person_key (
  tenant_id uuid not null constraint person_key_tenant references access.tenant (id),
  key text collate "C" not null,
  person_id uuid not null,
  constraint person_key_pk primary key (tenant_id, key, person_id),
  constraint person_key_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index person_key_by_person on registry.person_key (tenant_id, person_id);
select access.distribute('registry.person_key');

-- Blocks of likeness, by keyed hash.
create table registry.person_block (
  tenant_id uuid not null constraint person_block_tenant references access.tenant (id),
  block bytea not null,
  person_id uuid not null,
  constraint person_block_pk primary key (tenant_id, block, person_id),
  constraint person_block_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index person_block_by_person on registry.person_block (tenant_id, person_id);
select access.distribute('registry.person_block');

create table registry.duplicate_pair (
  tenant_id uuid not null constraint duplicate_pair_tenant references access.tenant (id),
  id uuid not null,
  person_a uuid not null,
  person_b uuid not null,
  likeness double precision not null constraint duplicate_pair_likeness check (likeness between 0 and 1),
  reasons text[] not null default '{}',
  found_at timestamptz not null default now(),
  state text not null default 'open' constraint duplicate_pair_state check (state in ('open', 'same', 'not_same')),
  decided_at timestamptz,
  decided_by uuid,
  constraint duplicate_pair_pk primary key (tenant_id, id),
  constraint duplicate_pair_ordered check (person_a < person_b),
  constraint duplicate_pair_once unique (tenant_id, person_a, person_b),
  constraint duplicate_pair_a foreign key (tenant_id, person_a) references access.person (tenant_id, id),
  constraint duplicate_pair_b foreign key (tenant_id, person_b) references access.person (tenant_id, id)
);
select access.distribute('registry.duplicate_pair');

-- Tenant-wide candidates of one person: for the worker alone, after the registration's event.
create function registry.duplicate_candidates(tenant uuid, person uuid, most integer)
returns table (person_id uuid, shared integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.person_id, count(*)::integer
  from registry.person_block b
  join registry.person_block o on o.tenant_id = tenant and o.block = b.block and o.person_id <> person
  join access.person p on p.tenant_id = tenant and p.id = o.person_id and p.merged_into is null and p.state = 'active'
  where b.tenant_id = tenant and b.person_id = person
  group by o.person_id
  order by count(*) desc, o.person_id
  limit most
$$;

-- What the matcher compares, of the people named: for the worker alone.
create function registry.likeness_facts(tenant uuid, people uuid[])
returns table (person_id uuid, given_names text, surname_1 text, surname_2 text, chosen_name text,
  birth_year smallint, birth_month smallint, birth_day smallint, birth_precision text, sex text, nationalities text[],
  phone_hash bytea, household_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.person_id, c.given_names, c.surname_1, c.surname_2, c.chosen_name, c.birth_year, c.birth_month, c.birth_day,
    c.birth_precision, c.sex, c.nationalities,
    (select k.phone_hash from registry.person_contact k
      where k.tenant_id = tenant and k.person_id = c.person_id and k.superseded_at is null),
    (select m.household_id from registry.household_member m
      where m.tenant_id = tenant and m.person_id = c.person_id and m.until_at is null)
  from registry.person_core c
  where c.tenant_id = tenant and c.person_id = any (people) and c.superseded_at is null
$$;

-- The pair reaches the desk; a decision once made stands.
create function registry.put_duplicate(tenant uuid, pair uuid, one uuid, other uuid, likeness double precision, reasons text[])
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into registry.duplicate_pair (tenant_id, id, person_a, person_b, likeness, reasons)
  values (tenant, pair, least(one, other), greatest(one, other), likeness, reasons)
  on conflict (tenant_id, person_a, person_b) do nothing
$$;

-- The desk opens both files of an open pair for a working day, core only, to compare them.
create function registry.open_pair(tenant uuid, pair uuid, grant_a uuid, grant_b uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  p registry.duplicate_pair;
  organization uuid := current_setting('app.organization_id')::uuid;
  account uuid := current_setting('app.account_id')::uuid;
begin
  if tenant <> current_setting('app.tenant_id')::uuid or current_setting('app.verb') <> 'duplicate.open' then
    raise exception using errcode = 'IG001', message = 'not this door';
  end if;
  select * into p from registry.duplicate_pair d where d.tenant_id = tenant and d.id = pair and d.state = 'open';
  if p.id is null then
    raise exception using errcode = 'IG002', message = 'no such pair';
  end if;
  perform access.insert_grant(tenant, grant_a, p.person_a, account, organization, array['core', 'contact', 'household'], 'duplicates',
    'legal_duty', null, 'duplicates', now(), now() + interval '8 hours', account);
  perform access.insert_grant(tenant, grant_b, p.person_b, account, organization, array['core', 'contact', 'household'], 'duplicates',
    'legal_duty', null, 'duplicates', now(), now() + interval '8 hours', account);
end $$;

-- Break-glass finds one person by the card's code, or by full name and birth date; nothing else, and no more.
create function registry.find_for_glass(tenant uuid, by_code text, name_sort_key text, year integer, month integer, day integer)
returns uuid language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  found uuid[];
begin
  if tenant <> current_setting('app.tenant_id')::uuid or current_setting('app.verb') <> 'glass.break' then
    raise exception using errcode = 'IG001', message = 'not this door';
  end if;
  if by_code is not null then
    select array_agg(c.person_id) into found from registry.person_code c where c.tenant_id = tenant and c.code = by_code;
  else
    select array_agg(c.person_id) into found from registry.person_core c
    where c.tenant_id = tenant and c.sort_key = name_sort_key and c.birth_precision = 'day' and c.birth_year = year
      and c.birth_month = month and c.birth_day = day and c.superseded_at is null;
  end if;
  return case when cardinality(found) = 1 then found[1] end;
end $$;
