-- Loading a census: a batch names who loads what for whom, which notice was given and how, what a named worker said
-- of the file's columns and questions, and on which legal ground each sensitive column may be kept. Its rows wait
-- sealed under the tenant's key until each has its outcome, and what was not created is gone after thirty days.
-- A key for every row once created makes the second loading of a file create nothing.

create table registry.census_batch (
  tenant_id uuid not null constraint census_batch_tenant references access.tenant (id),
  id uuid not null,
  organization_id uuid not null,
  account_id uuid not null,
  version integer not null default 1,
  state text not null constraint census_batch_state check (state in (
    'received', 'surveyed', 'unreadable', 'planning', 'planned', 'importing', 'done', 'stopped', 'cancelled')),
  -- Why the file cannot be read, or why the work stopped.
  problem text constraint census_batch_problem check (problem ~ '^[a-z_]{2,60}$'),
  -- Who sent the file, in a few words; part of every row's key.
  source text not null default '' constraint census_batch_source check (length(source) <= 100),
  census_day date,
  notice_id uuid,
  notice_language text constraint census_batch_language check (notice_language in ('es', 'ht', 'en', 'fr', 'pt')),
  notice_how text constraint census_batch_how check (notice_how in ('read_on_screen', 'read_aloud', 'on_paper', 'poster', 'given_at_the_census')),
  interpreter_sealed bytea,
  answers jsonb not null default '{}',
  -- What a person said of the columns, by heading; null until somebody did.
  uses jsonb,
  file_name_sealed bytea,
  file_key_sealed bytea,
  file_bytes bigint not null,
  file_sha256 bytea not null,
  -- Headings, columns with examples, and what the survey found.
  detail_sealed bytea,
  rows_total integer,
  rows_done integer not null default 0,
  create_count integer not null default 0,
  hold_count integer not null default 0,
  refuse_count integer not null default 0,
  ignore_count integer not null default 0,
  created_count integer not null default 0,
  families_total integer,
  families_done integer not null default 0,
  reasons jsonb not null default '{}',
  -- Whoever works on it says so every few seconds; when that ends, another takes over.
  lease_by uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz not null,
  constraint census_batch_pk primary key (tenant_id, id),
  constraint census_batch_organization foreign key (tenant_id, organization_id) references access.organization (tenant_id, id),
  constraint census_batch_notice foreign key (tenant_id, notice_id) references directory.notice (tenant_id, id),
  constraint census_batch_notice_whole check ((notice_id is null) = (notice_language is null) and (notice_id is null) = (notice_how is null))
);
create index census_batch_recent on registry.census_batch (tenant_id, organization_id, created_at);
select access.distribute('registry.census_batch');

create table registry.census_ground (
  tenant_id uuid not null constraint census_ground_tenant references access.tenant (id),
  batch_id uuid not null,
  organization_id uuid not null,
  field text not null constraint census_ground_field check (field ~ '^[a-zA-Z]{2,40}$'),
  ground text not null constraint census_ground_code check (ground in (
    'legal_duty', 'emergency', 'health_care', 'rights_defence', 'best_interest')),
  chosen_by uuid not null,
  at timestamptz not null default now(),
  constraint census_ground_pk primary key (tenant_id, batch_id, field),
  constraint census_ground_of foreign key (tenant_id, batch_id) references registry.census_batch (tenant_id, id)
);
select access.distribute('registry.census_ground');

create table registry.census_row (
  tenant_id uuid not null constraint census_row_tenant references access.tenant (id),
  batch_id uuid not null,
  line integer not null,
  organization_id uuid not null,
  outcome text not null constraint census_row_outcome check (outcome in ('create', 'hold', 'refuse', 'ignore')),
  state text not null default 'planned' constraint census_row_state check (state in ('planned', 'done')),
  reasons text[] not null default '{}',
  -- The row's words, to count how often the file says them; and with the count, its key.
  words_hash bytea,
  row_key bytea,
  -- The first line of those registered as one family.
  unit integer,
  -- The cells as they came and what was read of them; gone once the person is registered.
  body_sealed bytea,
  expires_at timestamptz not null,
  constraint census_row_pk primary key (tenant_id, batch_id, line),
  constraint census_row_of foreign key (tenant_id, batch_id) references registry.census_batch (tenant_id, id)
);
create index census_row_by_outcome on registry.census_row (tenant_id, batch_id, outcome, line);
create index census_row_to_do on registry.census_row (tenant_id, batch_id, unit) where outcome = 'create' and state = 'planned';
create index census_row_by_words on registry.census_row (tenant_id, batch_id, words_hash);
select access.distribute('registry.census_row');

-- Files too long to be compared whole are compared by blocks of likeness, as people are.
create table registry.census_block (
  tenant_id uuid not null constraint census_block_tenant references access.tenant (id),
  batch_id uuid not null,
  organization_id uuid not null,
  block bytea not null,
  line integer not null,
  constraint census_block_pk primary key (tenant_id, batch_id, block, line),
  constraint census_block_of foreign key (tenant_id, batch_id) references registry.census_batch (tenant_id, id)
);
select access.distribute('registry.census_block');

-- What was said of a file's columns, for the next file with the same headings.
create table registry.census_mapping (
  tenant_id uuid not null constraint census_mapping_tenant references access.tenant (id),
  signature bytea not null,
  uses jsonb not null,
  confirmed_by uuid not null,
  at timestamptz not null default now(),
  constraint census_mapping_pk primary key (tenant_id, signature)
);
select access.distribute('registry.census_mapping');

-- Rows that became people. A keyed hash and no person: it says that the row was loaded, and leads to nobody.
create table registry.census_key (
  tenant_id uuid not null constraint census_key_tenant references access.tenant (id),
  key bytea not null,
  batch_id uuid not null,
  constraint census_key_pk primary key (tenant_id, key)
);
select access.distribute('registry.census_key');

-- Which household came of a source's family number, so that a corrected row joins its family.
create table registry.census_household (
  tenant_id uuid not null constraint census_household_tenant references access.tenant (id),
  key bytea not null,
  household_id uuid not null,
  constraint census_household_pk primary key (tenant_id, key),
  constraint census_household_of foreign key (tenant_id, household_id) references registry.household (tenant_id, id)
);
select access.distribute('registry.census_household');
