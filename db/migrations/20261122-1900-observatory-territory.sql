-- The newest published figures of each municipality of one's territory: for a state council those of its state, for the
-- federal unit all. Policies show a tenant only its own rows, so they come through this door: protected tables alone,
-- under the verb of reading figures, and without the organizations that registered, which are not the reader's.

create function observatory.territory()
returns table (id uuid, name text, day date, tables jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, t.name, newest.day, (
    select jsonb_agg(p.body order by p.place) from observatory.published_table p
    where p.tenant_id = t.id and p.cut_off_id = newest.id and p.name <> 'people:organization')
  from access.tenant me
  join access.tenant t on t.kind = 'municipality' and t.demo = me.demo
    and (me.kind = 'federal_unit' or me.kind = 'state_council' and t.state_code = me.state_code)
  left join lateral (
    select c.id, c.day from observatory.cut_off c
    where c.tenant_id = t.id and c.state = 'ready'
    order by c.day desc limit 1) newest on true
  where me.id = current_setting('app.tenant_id')::uuid and current_setting('app.verb') = 'figures.read'
$$;
