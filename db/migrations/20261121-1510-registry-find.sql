-- Search by name: who bears all the words (each a range of keys), then who sounds alike, among those of the list whose
-- core sheet a live grant of mine opens. The rarest word goes first, then the most alike; grants and filters are asked
-- of one after another until there are enough, so that a filter finds whoever it fits behind thousands of namesakes.

-- A name's other keys are looked up by person: with the key beside, the index alone answers.
drop index registry.person_key_by_person;
create index person_key_by_person on registry.person_key (tenant_id, person_id, key);

-- The list of people, and what it was asked for: merged, blocked and erased records are in none. It has no settings of
-- its own, so that it is read as part of the query around it; whoever calls it sees what they see.
create function registry.listed(tenant uuid, asked jsonb) returns setof registry.person_core
language sql stable as $$
  select c.* from registry.person_core c
  where c.tenant_id = tenant and c.superseded_at is null
    and not exists (select from access.person p
      where p.tenant_id = tenant and p.id = c.person_id and (p.merged_into is not null or p.state <> 'active'))
    and (asked ->> 'sex' is null or c.sex = asked ->> 'sex')
    and (asked ->> 'nationality' is null or asked ->> 'nationality' = any (c.nationalities))
    and (asked -> 'languages' is null or c.languages @> (asked -> 'languages'))
    -- Days of birth as one number each, 20081121: partial ones count from their first day.
    and (asked ->> 'bornUntil' is null or c.birth_year * 10000 + coalesce(c.birth_month, 1) * 100
      + coalesce(c.birth_day, 1) <= (asked ->> 'bornUntil')::integer)
    and (asked ->> 'bornAfter' is null or c.birth_year * 10000 + coalesce(c.birth_month, 1) * 100
      + coalesce(c.birth_day, 1) > (asked ->> 'bornAfter')::integer)
    and (asked ->> 'registeredFrom' is null and asked ->> 'registeredTo' is null or exists (
      select from registry.registration r where r.tenant_id = tenant and r.person_id = c.person_id
        and r.registered_on between coalesce(asked ->> 'registeredFrom', '-infinity')::date
          and coalesce(asked ->> 'registeredTo', 'infinity')::date))
$$;

-- plpgsql, so that plans are made once a connection.
create function registry.find(tenant uuid, word_from text[], word_to text[], sounds text[], asked jsonb, most integer)
returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  words constant integer := cardinality(word_from);
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
        intersect select c.p from unnest(fits) as c (p) order by 1);
    elsif words > 1 then
      fits := array(select distinct k.person_id from registry.person_key k
        where k.tenant_id = tenant and k.key >= word.f and k.key < word.t);
    else
      -- The word itself, then the longer ones that begin so.
      fits := array(select k.person_id from registry.person_key k
        where k.tenant_id = tenant and k.key >= word.f and k.key < word.t
        group by k.person_id order by min(length(k.key)), k.person_id);
    end if;
  end loop;

  -- The likeness of rules/names.ts, where it tells who is compared at all; among many thousands, who bears a word itself.
  if cardinality(fits) between most + 1 and 2000 * words then
    fits := array(
      select c.p from unnest(fits) as c (p),
        lateral (select count(*) as n from registry.person_key k
          where k.tenant_id = tenant and k.person_id = c.p and k.key >= 'w:' and k.key < 'w;') as has,
        lateral (select sum((
            select max(case when k.key = w.f then 1 else 0.8 + 0.15 * (length(w.f) - 2) / (length(k.key) - 2) end)
            from registry.person_key k
            where k.tenant_id = tenant and k.person_id = c.p and k.key >= w.f and k.key < w.t)) / words as mean
          from unnest(word_from, word_to) as w (f, t)) as fit
      order by fit.mean * (1 - 0.05 * (has.n - words) / has.n) desc, c.p);
  end if;
  found := array(
    select c.p from unnest(fits) with ordinality as c (p, place)
    where exists (select from access.my_grants(tenant, 'core') g where g.person_id = c.p)
      and exists (select from registry.listed(tenant, asked) l where l.person_id = c.p)
    order by c.place limit most);
  return query select c.p from unnest(found) as c (p);

  -- Where a page is full of those who bear the words, those who only sound like them are noise.
  if cardinality(found) >= 50 then
    return;
  end if;
  fits := array(
    select k.person_id from registry.person_key k
    where k.tenant_id = tenant and k.key = any (sounds) and k.person_id <> all (found)
    group by k.person_id order by count(*) desc, k.person_id);
  if cardinality(fits) between most + 1 and 2000 then
    -- Who bears a word as typed, then one that begins with the same two letters.
    fits := array(
      select c.p from unnest(fits) with ordinality as c (p, place)
      order by (
        select sum(case
          when exists (select from registry.person_key k where k.tenant_id = tenant and k.person_id = c.p
            and k.key >= w.f and k.key < w.t) then 2
          when exists (select from registry.person_key k where k.tenant_id = tenant and k.person_id = c.p
            and k.key >= left(w.f, 4) and k.key < left(w.f, 4) || right(w.t, 1)) then 1
          else 0 end)
        from unnest(word_from, word_to) as w (f, t)) desc, c.place);
  end if;
  return query
    select c.p from unnest(fits) with ordinality as c (p, place)
    where exists (select from access.my_grants(tenant, 'core') g where g.person_id = c.p)
      and exists (select from registry.listed(tenant, asked) l where l.person_id = c.p)
    order by c.place limit most - cardinality(found);
end $$;
