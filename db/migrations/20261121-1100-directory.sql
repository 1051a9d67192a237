-- The directory: states and municipalities, the stage of the strategy in each tenant, what organizations are,
-- where they work, what they agreed to and the privacy notice each one shows.
-- No live agreement, no live grant: signing writes the kernel's agreement_until, ending clears it.

create schema directory;

create table directory.state (
  code text primary key constraint state_code check (code ~ '^[0-3][0-9]$'),
  name text not null,
  abbreviation text not null,
  iso text not null constraint state_iso check (iso ~ '^MX-[A-Z]{3}$'),
  curp text not null constraint state_curp check (curp ~ '^[A-Z]{2}$'),
  pcode text not null
);

create table directory.municipality (
  cvegeo text primary key constraint municipality_cvegeo check (cvegeo ~ '^[0-9]{5}$'),
  state_code text not null constraint municipality_state references directory.state (code),
  name text not null,
  pcode text not null,
  head_town text,
  population integer constraint municipality_population check (population >= 0),
  latitude double precision constraint municipality_latitude check (latitude between -90 and 90),
  longitude double precision constraint municipality_longitude check (longitude between -180 and 180),
  constraint municipality_in_state check (left(cvegeo, 2) = state_code)
);

create table directory.tenant_stage (
  tenant_id uuid not null constraint tenant_stage_tenant references access.tenant (id),
  id uuid not null,
  stage text not null constraint tenant_stage_stage check (stage in ('design', 'pilot', 'scale_up')),
  from_day date not null,
  until_day date,
  constraint tenant_stage_pk primary key (tenant_id, id),
  constraint tenant_stage_order check (until_day > from_day),
  constraint tenant_stage_one_at_a_time exclude using gist (tenant_id with =, daterange(from_day, until_day) with &&)
);
select access.distribute('directory.tenant_stage');

create table directory.organization (
  tenant_id uuid not null constraint organization_profile_tenant references access.tenant (id),
  organization_id uuid not null,
  sector text not null constraint organization_sector check (sector in ('public', 'private', 'civil_society', 'international', 'academia')),
  government_level text constraint organization_level check (government_level in ('federal', 'state', 'municipal')),
  data_role text not null constraint organization_data_role check (data_role in ('controller', 'processor')),
  legal_regime text not null constraint organization_legal_regime check (legal_regime in ('public', 'private', 'immunity')),
  cvegeo text,
  phone text,
  email text,
  website text,
  contact_name text,
  version integer not null default 1,
  closed_at timestamptz,
  constraint organization_profile_pk primary key (tenant_id, organization_id),
  constraint organization_profile_of foreign key (tenant_id, organization_id) references access.organization (tenant_id, id),
  constraint organization_level_when_public check ((sector = 'public') = (government_level is not null))
);
select access.distribute('directory.organization');
alter table directory.organization add constraint organization_profile_municipality
  foreign key (cvegeo) references directory.municipality (cvegeo);

create table directory.place (
  tenant_id uuid not null constraint place_tenant references access.tenant (id),
  id uuid not null,
  organization_id uuid not null,
  kind text not null constraint place_kind check (kind in ('office', 'shelter', 'community_centre', 'clinic', 'school', 'company', 'port_of_entry', 'other')),
  name text not null constraint place_name check (length(name) between 1 and 200),
  cvegeo text,
  address text,
  latitude double precision,
  longitude double precision,
  -- The address of a shelter for people at risk never leaves the staff's view.
  address_public boolean not null default false,
  capacity integer constraint place_capacity check (capacity >= 0),
  version integer not null default 1,
  closed_at timestamptz,
  constraint place_pk primary key (tenant_id, id),
  constraint place_of foreign key (tenant_id, organization_id) references access.organization (tenant_id, id)
);
select access.distribute('directory.place');
alter table directory.place add constraint place_municipality foreign key (cvegeo) references directory.municipality (cvegeo);

create table directory.agreement (
  tenant_id uuid not null constraint agreement_tenant references access.tenant (id),
  id uuid not null,
  organization_id uuid not null,
  kind text not null constraint agreement_kind check (kind in ('collaboration', 'data_sharing', 'processor_contract', 'loan_for_use', 'other')),
  reference text,
  signed_on date not null,
  valid_until date not null,
  ended_at timestamptz,
  ended_reason text,
  signed_by uuid not null,
  constraint agreement_pk primary key (tenant_id, id),
  constraint agreement_of foreign key (tenant_id, organization_id) references access.organization (tenant_id, id),
  constraint agreement_order check (valid_until > signed_on)
);
select access.distribute('directory.agreement');

create table directory.notice (
  tenant_id uuid not null constraint notice_tenant references access.tenant (id),
  id uuid not null,
  organization_id uuid not null,
  version text not null constraint notice_version check (length(version) between 1 and 40),
  published_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint notice_pk primary key (tenant_id, id),
  constraint notice_of foreign key (tenant_id, organization_id) references access.organization (tenant_id, id),
  constraint notice_version_once unique (tenant_id, organization_id, version)
);
create unique index notice_one_in_force on directory.notice (tenant_id, organization_id) where retired_at is null;
select access.distribute('directory.notice');

create table directory.notice_text (
  tenant_id uuid not null constraint notice_text_tenant references access.tenant (id),
  notice_id uuid not null,
  language text not null constraint notice_text_language check (language in ('es', 'ht', 'en', 'fr', 'pt')),
  short_text text not null,
  full_text text not null,
  -- A native speaker; without one, consent in this language needs a named interpreter.
  reviewed_by text,
  reviewed_on date,
  constraint notice_text_pk primary key (tenant_id, notice_id, language),
  constraint notice_text_of foreign key (tenant_id, notice_id) references directory.notice (tenant_id, id)
);
select access.distribute('directory.notice_text');
