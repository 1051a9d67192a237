-- Assessment: interviews saved as they go, results with their arithmetic, decisions and contests, red flags.
-- Everything special lies in tables of its own, on the sheet 'protection': the case team's tables hold nothing whose
-- presence, number, size or emptiness depends on a special answer, a band or a flag. Whoever meets the person may put
-- something into those tables; only named protection staff, by a grant of their own, may take it out.

create schema assessment;

-- The published monthly line, in centavos a person: a parameter of the instrument, loaded, with its source.
create table assessment.poverty_line (
  month text not null constraint poverty_line_month check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  area text not null constraint poverty_line_area check (area in ('urban', 'rural')),
  centavos integer not null constraint poverty_line_centavos check (centavos > 0),
  source text not null constraint poverty_line_source check (length(source) between 1 and 300),
  constraint poverty_line_pk primary key (month, area)
);

-- One filled questionnaire. The version counts what the case team does to it: finishing, deciding.
create table assessment.assessment (
  tenant_id uuid not null constraint assessment_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  organization_id uuid not null,
  instrument text not null,
  instrument_version text not null,
  definition_hash text not null constraint assessment_definition_hash check (definition_hash ~ '^[0-9a-f]{64}$'),
  phase text not null constraint assessment_phase check (phase in ('assessment', 'follow_up')),
  setting text not null constraint assessment_setting check (setting in ('desk', 'seated', 'private')),
  language text not null constraint assessment_language check (language in ('es', 'ht', 'en', 'fr', 'pt')),
  version integer not null default 1,
  started_at timestamptz not null,
  started_by uuid not null,
  finished_at timestamptz,
  finished_by uuid,
  confirmed_at timestamptz,
  confirmed_by uuid,
  constraint assessment_pk primary key (tenant_id, id),
  constraint assessment_of foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint assessment_finished check ((finished_at is null) = (finished_by is null) and finished_at >= started_at),
  constraint assessment_confirmed check ((confirmed_at is null) = (confirmed_by is null)
    and (confirmed_at is null or finished_at is not null))
);
create index assessment_by_person on assessment.assessment (tenant_id, person_id, started_at);
-- A person has one interview under way; whoever starts another takes that one up.
create unique index assessment_one_open on assessment.assessment (tenant_id, person_id) where finished_at is null;
select access.distribute('assessment.assessment');

-- Who sat down with the person, where, and what could follow: once each time the interview is taken up.
create table assessment.session (
  tenant_id uuid not null constraint session_tenant references access.tenant (id),
  id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  account_id uuid not null,
  setting text not null constraint session_setting check (setting in ('desk', 'seated', 'private')),
  respondent text not null constraint session_respondent check (respondent in ('self', 'representative')),
  interpreter text not null constraint session_interpreter check (interpreter in ('none', 'professional', 'family')),
  service_now boolean not null,
  language text not null constraint session_language check (language in ('es', 'ht', 'en', 'fr', 'pt')),
  at timestamptz not null,
  constraint session_pk primary key (tenant_id, id),
  constraint session_assessment foreign key (tenant_id, assessment_id) references assessment.assessment (tenant_id, id),
  constraint session_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index session_by_assessment on assessment.session (tenant_id, assessment_id, account_id, at);
select access.distribute('assessment.session');

-- What was said, one row each time an item is answered; the interview is their fold. Nothing is changed in place.
create table assessment.answer (
  tenant_id uuid not null constraint answer_tenant references access.tenant (id),
  id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  item text not null constraint answer_item check (item ~ '^[A-Z0-9-]{2,12}$'),
  body_sealed bytea not null,
  at timestamptz not null,
  account_id uuid not null,
  constraint answer_pk primary key (tenant_id, id),
  constraint answer_assessment foreign key (tenant_id, assessment_id) references assessment.assessment (tenant_id, id),
  constraint answer_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index answer_by_assessment on assessment.answer (tenant_id, assessment_id, at);
select access.distribute('assessment.answer');

-- The same for special items. Which item it was is sealed too: that some are asked at all would tell.
create table assessment.special_answer (
  tenant_id uuid not null constraint special_answer_tenant references access.tenant (id),
  id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  at timestamptz not null,
  account_id uuid not null,
  constraint special_answer_pk primary key (tenant_id, id),
  constraint special_answer_assessment foreign key (tenant_id, assessment_id) references assessment.assessment (tenant_id, id),
  constraint special_answer_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index special_answer_by_person on assessment.special_answer (tenant_id, person_id, at);
select access.distribute('assessment.special_answer');

-- The shareable result: the facts and answers it was computed from, and its units. Never anything special.
create table assessment.result (
  tenant_id uuid not null constraint result_tenant references access.tenant (id),
  id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  at timestamptz not null,
  constraint result_pk primary key (tenant_id, id),
  constraint result_once unique (tenant_id, assessment_id),
  constraint result_assessment foreign key (tenant_id, assessment_id) references assessment.assessment (tenant_id, id),
  constraint result_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index result_by_person on assessment.result (tenant_id, person_id, at);
select access.distribute('assessment.result');

-- The full result: score, band and what they stand on. The newest of an assessment counts.
create table assessment.protection_result (
  tenant_id uuid not null constraint protection_result_tenant references access.tenant (id),
  id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  at timestamptz not null,
  constraint protection_result_pk primary key (tenant_id, id),
  constraint protection_result_assessment foreign key (tenant_id, assessment_id)
    references assessment.assessment (tenant_id, id),
  constraint protection_result_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index protection_result_by_person on assessment.protection_result (tenant_id, person_id, at);
select access.distribute('assessment.protection_result');

-- A worker confirms or, with a reason, decides otherwise: the index never decides alone.
create table assessment.decision (
  tenant_id uuid not null constraint decision_tenant references access.tenant (id),
  id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  kind text not null constraint decision_kind check (kind in ('confirmed', 'overridden')),
  body_sealed bytea,
  at timestamptz not null,
  account_id uuid not null,
  constraint decision_pk primary key (tenant_id, id),
  constraint decision_reason check (kind = 'confirmed' or body_sealed is not null),
  constraint decision_assessment foreign key (tenant_id, assessment_id) references assessment.assessment (tenant_id, id),
  constraint decision_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index decision_by_assessment on assessment.decision (tenant_id, assessment_id, at);
select access.distribute('assessment.decision');

-- The same over the full result, among protection staff. Whether it was confirmed or changed is sealed with the reason.
create table assessment.protection_decision (
  tenant_id uuid not null constraint protection_decision_tenant references access.tenant (id),
  id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  at timestamptz not null,
  account_id uuid not null,
  constraint protection_decision_pk primary key (tenant_id, id),
  constraint protection_decision_assessment foreign key (tenant_id, assessment_id)
    references assessment.assessment (tenant_id, id),
  constraint protection_decision_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index protection_decision_by_person on assessment.protection_decision (tenant_id, person_id, at);
select access.distribute('assessment.protection_decision');

-- The person does not agree, in their own words, and is owed an answer.
create table assessment.contest (
  tenant_id uuid not null constraint contest_tenant references access.tenant (id),
  id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null,
  words_sealed bytea not null,
  at timestamptz not null,
  account_id uuid not null,
  answer_sealed bytea,
  answered_at timestamptz,
  answered_by uuid,
  constraint contest_pk primary key (tenant_id, id),
  constraint contest_answer check ((answered_at is null) = (answer_sealed is null) and (answered_at is null) = (answered_by is null)),
  constraint contest_assessment foreign key (tenant_id, assessment_id) references assessment.assessment (tenant_id, id),
  constraint contest_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index contest_by_assessment on assessment.contest (tenant_id, assessment_id, at);
select access.distribute('assessment.contest');

-- A red flag: seen or heard, never asked. Which one it is and when it is due are sealed; its deadline would name it.
create table assessment.red_flag (
  tenant_id uuid not null constraint red_flag_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  raised_at timestamptz not null,
  raised_by uuid not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  taken_sealed bytea,
  constraint red_flag_pk primary key (tenant_id, id),
  constraint red_flag_acknowledged check ((acknowledged_at is null) = (acknowledged_by is null)
    and (acknowledged_at is not null or taken_sealed is null)),
  constraint red_flag_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index red_flag_by_person on assessment.red_flag (tenant_id, person_id, raised_at);
select access.distribute('assessment.red_flag');

-- What the case team sees of those flags it may act on: the support to give and by when, never the flag.
create table assessment.urgent_support (
  tenant_id uuid not null constraint urgent_support_tenant references access.tenant (id),
  id uuid not null,
  person_id uuid not null,
  body_sealed bytea not null,
  due_at timestamptz not null,
  at timestamptz not null,
  closed_at timestamptz,
  constraint urgent_support_pk primary key (tenant_id, id),
  constraint urgent_support_of foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index urgent_support_due on assessment.urgent_support (tenant_id, person_id) where closed_at is null;
select access.distribute('assessment.urgent_support');

-- Protection staff are let in when an interview starts or a flag is raised: each by a grant of the account, for the
-- same sheets, ground and time either way, so that the grant does not tell which it was. Where the organization has
-- none, those of the tenant's municipal offices and child protection: a flag nobody can read helps nobody. Answers how
-- many can read it now.
create function assessment.alert_protection(tenant uuid, person uuid, until_at timestamptz)
returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  own uuid := current_setting('app.organization_id')::uuid;
  here boolean;
  sheets text[];
  worker record;
  alerted integer := 0;
begin
  if tenant <> current_setting('app.tenant_id')::uuid
     or current_setting('app.verb') not in ('interview.start', 'flag.raise')
     or not access.holds(tenant, person, array['core']) then
    raise exception using errcode = 'IG001', message = 'not held';
  end if;
  here := exists (select 1 from access.membership m where m.tenant_id = tenant and m.organization_id = own
    and m.role = 'protection_worker' and m.ended_at is null);
  sheets := array['core', 'contact', 'household', 'needs', 'assessment', 'protection']
    || case when here then array['documents', 'health'] else '{}' end;
  for worker in
    select distinct m.account_id, m.organization_id from access.membership m
    join access.organization o on o.tenant_id = tenant and o.id = m.organization_id and o.agreement_until > now()
    where m.tenant_id = tenant and m.role = 'protection_worker' and m.ended_at is null
      and case when here then m.organization_id = own else o.kind in ('municipal_government', 'child_protection') end
  loop
    if not exists (select 1 from access.person_grant g where g.tenant_id = tenant and g.person_id = person
        and g.grantee_id = worker.account_id and 'protection' = any (g.sheets)
        and g.ended_at is null and g.valid_from <= now() and g.valid_until > now()) then
      perform access.insert_grant(tenant, gen_random_uuid(), person, worker.account_id, worker.organization_id, sheets,
        'protection', 'rights_defence', null, 'case_team', now(), until_at, current_setting('app.account_id')::uuid);
    end if;
    alerted := alerted + 1;
  end loop;
  return alerted;
end $$;
