-- What lists and the duplicate warning read at every turn. In plpgsql, so that a connection plans each once; without
-- rights of their own, so that row-level security answers for whoever asks.

-- What stands beside a name in a list: the code, the first registration and the household.
create function registry.beside(tenant uuid, people uuid[])
returns table (person_id uuid, code text, registered_on date, household_id uuid, size integer)
language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
  select p.id,
    (select c.code from registry.person_code c where c.tenant_id = tenant and c.person_id = p.id order by c.given_at desc limit 1),
    (select r.registered_on from registry.registration r where r.tenant_id = tenant and r.person_id = p.id order by r.at limit 1),
    m.household_id,
    (select count(*)::integer from registry.household_member o
      where o.tenant_id = tenant and o.household_id = m.household_id and o.until_at is null)
  from unnest(people) as p (id)
  left join registry.household_member m on m.tenant_id = tenant and m.person_id = p.id and m.until_at is null;
end $$;

-- Who is found by name, the likeliest first, with what a list tells of each.
create function registry.found(tenant uuid, word_from text[], word_to text[], sounds text[], asked jsonb, most integer)
returns table (person_id uuid, given_names text, surname_1 text, surname_2 text, chosen_name text, birth_year smallint,
  birth_month smallint, birth_day smallint, birth_precision text, sex text, nationalities text[], languages jsonb)
language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
  select c.person_id, c.given_names, c.surname_1, c.surname_2, c.chosen_name, c.birth_year, c.birth_month, c.birth_day,
    c.birth_precision, c.sex, c.nationalities, c.languages
  from registry.find(tenant, word_from, word_to, sounds, asked, most) with ordinality as f (id, place)
  join registry.person_core c on c.tenant_id = tenant and c.person_id = f.id and c.superseded_at is null
  order by f.place;
end $$;
alter function registry.find(uuid, text[], text[], text[], jsonb, integer) rows 100;

-- Who is compared with whom: of each member asked about, the files of mine that share most blocks.
create function registry.alike(tenant uuid, member integer[], block bytea[], except_people uuid[], most integer)
returns table (member_no integer, person_id uuid, given_names text, surname_1 text, surname_2 text, chosen_name text,
  birth_year smallint, birth_month smallint, birth_day smallint, birth_precision text, sex text, nationalities text[], phone_hash bytea)
language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
  select n.member_no, c.person_id, c.given_names, c.surname_1, c.surname_2, c.chosen_name, c.birth_year, c.birth_month, c.birth_day,
    c.birth_precision, c.sex, c.nationalities,
    (select k.phone_hash from registry.person_contact k
      where k.tenant_id = tenant and k.person_id = c.person_id and k.superseded_at is null)
  from registry.near(tenant, member, block, except_people, most) n
  join registry.person_core c on c.tenant_id = tenant and c.person_id = n.person_id and c.superseded_at is null;
end $$;
alter function registry.near(uuid, integer[], bytea[], uuid[], integer) rows 60;
