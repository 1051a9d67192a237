-- Search by name: who bears all the words (each a range of keys), then who sounds alike, among those whose core sheet
-- a live grant of mine opens. The rarest word goes first; grants are asked only of those whose names fit.
-- plpgsql, so that plans are made once a connection.

-- A name's other keys are looked up by person: with the key beside, the index alone answers.
drop index registry.person_key_by_person;
create index person_key_by_person on registry.person_key (tenant_id, person_id, key);

create function registry.find(tenant uuid, word_from text[], word_to text[], sounds text[], most integer)
returns table (person_id uuid, by_word boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  word record;
  fits uuid[];
  found uuid[];
begin
  if tenant <> current_setting('app.tenant_id')::uuid
     or not 'core' = any (current_setting('app.sheets')::text[]) then
    return;
  end if;
  for word in
    select w.f, w.t from unnest(word_from, word_to) as w (f, t)
    order by (select count(*) from (
      select from registry.person_key k where k.tenant_id = tenant and k.key >= w.f and k.key < w.t limit 500) few)
  loop
    if cardinality(fits) <= 500 then
      fits := array(select c.p from unnest(fits) as c (p) where exists (select from registry.person_key k
        where k.tenant_id = tenant and k.person_id = c.p and k.key >= word.f and k.key < word.t));
    elsif fits is not null then
      fits := array(select k.person_id from registry.person_key k
        where k.tenant_id = tenant and k.key >= word.f and k.key < word.t
        intersect select c.p from unnest(fits) as c (p));
    elsif cardinality(word_from) > 1 then
      fits := array(select distinct k.person_id from registry.person_key k
        where k.tenant_id = tenant and k.key >= word.f and k.key < word.t);
    else
      -- One word, and it may be a common one: as many as are shown, and hardly a row more.
      fits := array(select distinct o.p from (
        select k.person_id as p from registry.person_key k
        where k.tenant_id = tenant and k.key >= word.f and k.key < word.t
          and exists (select from access.person_grant g
            where g.tenant_id = tenant and g.person_id = k.person_id
              and g.grantee_id in (current_setting('app.grantee_organization')::uuid, current_setting('app.grantee_account')::uuid)
              and 'core' = any (g.sheets) and g.ended_at is null and g.valid_from <= now() and g.valid_until > now())
        limit 2 * most) o);
    end if;
  end loop;
  found := array(select c.p from unnest(fits) as c (p)
    where exists (select from access.person_grant g
      where g.tenant_id = tenant and g.person_id = c.p
        and g.grantee_id in (current_setting('app.grantee_organization')::uuid, current_setting('app.grantee_account')::uuid)
        and 'core' = any (g.sheets) and g.ended_at is null and g.valid_from <= now() and g.valid_until > now())
    limit most);
  return query select c.p, true from unnest(found) as c (p);
  return query
    select distinct a.p, false from (
      select k.person_id as p from registry.person_key k
      where k.tenant_id = tenant and k.key = any (sounds) and k.person_id <> all (found)
        and exists (select from access.person_grant g
          where g.tenant_id = tenant and g.person_id = k.person_id
            and g.grantee_id in (current_setting('app.grantee_organization')::uuid, current_setting('app.grantee_account')::uuid)
            and 'core' = any (g.sheets) and g.ended_at is null and g.valid_from <= now() and g.valid_until > now())
      -- Where a page is full of those who bear the words, those who only sound like them are noise.
      limit case when cardinality(found) < 50 then most - cardinality(found) else 0 end) a;
end $$;
