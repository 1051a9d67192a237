-- What a new database needs before the first migration, as its superuser: nobody connects who has no role
-- here, and nobody creates anything in `public`. Running it again changes nothing.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to integrate_app, integrate_worker, integrate_public', current_database());
end
$$;

revoke create on schema public from public;

-- Exclusion constraints over an id and a period (a person belongs to one household at a time).
create extension if not exists btree_gist with schema public;
