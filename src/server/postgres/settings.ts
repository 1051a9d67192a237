/** What every embedded server runs with. Data survive a power cut; logs never repeat what was sent. */
export const DURABLE: Record<string, string> = {
  listen_addresses: '',
  port: '5432',
  unix_socket_permissions: '0700',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '128MB',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  lc_messages: 'C',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '%t [%p] ',
  // Above `error`: the message of an error can itself quote a value.
  log_min_messages: 'log',
  // Statements, parameters and details hold people's data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_duration: 'off',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_lock_waits: 'off',
  log_autovacuum_min_duration: '-1',
  log_checkpoints: 'off',
  log_connections: 'off',
  log_disconnections: 'off',
  debug_print_parse: 'off',
  debug_print_plan: 'off',
}

/** For throw-away servers: nothing needs to outlive the run. */
export const FAST: Record<string, string> = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  max_connections: '200',
}

/** PostgreSQL 17 brought a UTF-8 locale of its own; before, the system's is needed. */
export function initArguments(major: number): string[] {
  const locale =
    major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C', '--lc-ctype=C.UTF-8', '--lc-collate=C.UTF-8']
  return ['--username=postgres', '--encoding=UTF8', ...locale, '--lc-messages=C', '--data-checksums']
}

export const serverArguments = (settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
