/** First and second `npm start` on a data folder of its own: the demo's fill, the time to listening, the server at rest. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../src/server/root.ts'
import type { BenchTable } from './table.ts'

const port = 3977

/** What `npm start` runs, without npm in between. */
function argumentsOfStart(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'))
  const [program, ...rest] = String(scripts.start).split(' ')
  if (program !== 'node') throw new Error(`npm start runs ${program}, not node`)
  return rest
}

/** Seconds until /healthz answers 200, and the process. */
async function started(data: string): Promise<{ seconds: number; child: ChildProcess }> {
  const begin = performance.now()
  const child = spawn(process.execPath, argumentsOfStart(), {
    cwd: projectRoot(),
    env: { ...process.env, INTEGRATE_DATA: data, PORT: String(port), PUBLIC_URL: '' },
    stdio: 'ignore',
  })
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    if (performance.now() - begin > 600_000) throw new Error('the server did not answer in ten minutes')
    const ready = await fetch(`http://127.0.0.1:${port}/healthz`)
      .then((r) => r.ok)
      .catch(() => false)
    if (ready) return { seconds: (performance.now() - begin) / 1000, child }
    await new Promise((r) => setTimeout(r, 20))
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((r) => child.once('exit', r))
  child.kill('SIGTERM')
  await gone
}

const residentMegabytes = (pid: number): number => {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1000
}

export async function bench(): Promise<BenchTable> {
  const data = mkdtempSync(join(tmpdir(), 'integrate-bench-'))
  chmodSync(data, 0o711)
  try {
    const first = await started(data)
    await ended(first.child)
    const times: number[] = []
    let rest = 0
    for (let i = 0; i < 3; i++) {
      const again = await started(data)
      times.push(again.seconds)
      if (i === 2) {
        await new Promise((r) => setTimeout(r, 20_000))
        rest = residentMegabytes(again.child.pid!)
      }
      await ended(again.child)
    }
    times.sort((a, b) => a - b)
    return {
      name: 'start',
      rows: [
        {
          what: 'first start, database made and demo filled',
          measured: first.seconds,
          unit: 's',
          bar: '≤ 60',
          ok: first.seconds <= 60,
          note: 'build excepted',
        },
        {
          what: 'second start to listening, median of three',
          measured: times[1]!,
          unit: 's',
          bar: '≤ 3',
          ok: times[1]! <= 3,
        },
        {
          what: 'server at rest, 20 s after start, PostgreSQL apart',
          measured: rest,
          unit: 'MB',
          bar: '≤ 180',
          ok: rest <= 180,
        },
      ],
    }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}
