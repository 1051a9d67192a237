-- Applied by the worker's role after its queue's own migration: the one way another role puts a task in the queue.
create schema if not exists jobs;
create or replace function jobs.enqueue(task text, tenant uuid, event uuid) returns void
language sql security definer set search_path = pg_catalog, graphile_worker, pg_temp as $$
  select graphile_worker.add_job(task, json_build_object('tenantId', tenant, 'eventId', event), max_attempts => 10)
$$;
revoke all on schema jobs from public;
revoke all on function jobs.enqueue(text, uuid, uuid) from public;
grant usage on schema jobs to integrate_app;
grant execute on function jobs.enqueue(text, uuid, uuid) to integrate_app;
