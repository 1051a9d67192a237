-- The four roles of an installation, and why they are four: what serves requests must not be able to change
-- or bypass the policies that protect people; what runs jobs must not own people's tables; what the public
-- reads must see releases only. Runs once per server, as a superuser or as a role with CREATEROLE; running
-- it again changes nothing. It sets no passwords: `alter role … password …`, or `\password` in psql.
--
-- On a server of your own, afterwards:
--   create database integrate owner integrate_owner encoding 'UTF8' template template0;
--   \connect integrate
--   \ir database.sql
do $$
declare
  name text;
begin
  -- Two installations on one server may start together; without this the second would fail.
  perform pg_advisory_xact_lock(7240101);
  foreach name in array array['integrate_owner', 'integrate_app', 'integrate_worker', 'integrate_public'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I login nosuperuser nobypassrls nocreatedb nocreaterole noinherit noreplication', name);
    end if;
  end loop;
end
$$;

-- Times without a zone never reach us by accident, and error names stay those the translator knows.
alter role integrate_owner set timezone = 'UTC';
alter role integrate_app set timezone = 'UTC';
-- Grants are asked one person at a time by index; priced for spinning disks, the planner would read them all.
alter role integrate_app set random_page_cost = 1.1;
-- Our statements are short; compiling one takes longer than running it.
alter role integrate_app set jit = off;
alter role integrate_worker set timezone = 'UTC';
alter role integrate_public set timezone = 'UTC';
