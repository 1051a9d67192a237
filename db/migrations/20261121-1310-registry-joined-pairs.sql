-- A pair that was joined can be opened again at the desk, so that whoever joined two people by mistake can look and part them.
create or replace function registry.open_pair(tenant uuid, pair uuid, grant_a uuid, grant_b uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  p registry.duplicate_pair;
  organization uuid := current_setting('app.organization_id')::uuid;
  account uuid := current_setting('app.account_id')::uuid;
begin
  if tenant <> current_setting('app.tenant_id')::uuid or current_setting('app.verb') <> 'duplicate.open' then
    raise exception using errcode = 'IG001', message = 'not this door';
  end if;
  select * into p from registry.duplicate_pair d where d.tenant_id = tenant and d.id = pair and d.state in ('open', 'same');
  if p.id is null then
    raise exception using errcode = 'IG002', message = 'no such pair';
  end if;
  perform access.insert_grant(tenant, grant_a, p.person_a, account, organization, array['core', 'contact', 'household'], 'duplicates',
    'legal_duty', null, 'duplicates', now(), now() + interval '8 hours', account);
  perform access.insert_grant(tenant, grant_b, p.person_b, account, organization, array['core', 'contact', 'household'], 'duplicates',
    'legal_duty', null, 'duplicates', now(), now() + interval '8 hours', account);
end $$;
