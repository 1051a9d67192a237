// The only file that loads HiGHS. It runs in a worker thread, because a solve blocks its thread until it ends.
import { parentPort } from 'node:worker_threads'
import loadHighs from 'highs'
import type { Answer, Job, Report } from './solver.ts'

const port = parentPort!
const highs = await loadHighs()
const { callbackType, modelStatus } = highs.constants

function solve(job: Job): Answer {
  const { model: data, options } = job
  const stopped = new Int32Array(job.stop)
  return highs.withModel(
    {
      numCols: data.columns,
      numRows: data.rows,
      sense: highs.constants.objectiveSense.maximize,
      colCost: data.cost,
      colLower: data.lower,
      colUpper: data.upper,
      rowLower: data.rowLower,
      rowUpper: data.rowUpper,
      integrality: data.integer,
      matrix: {
        format: 'csc',
        numRows: data.rows,
        numCols: data.columns,
        starts: data.starts,
        indices: data.indices,
        values: data.values,
      },
    },
    (model): Answer => {
      model.options.set({
        output_flag: false,
        random_seed: options.seed,
        mip_rel_gap: options.gap,
        mip_abs_gap: 1e-6,
        time_limit: options.seconds,
      })
      if (job.start) model.setSolution({ colValue: job.start })
      // Logging callbacks stay silent without output, so progress is told where the solver asks whether to stop.
      let told = Number.NEGATIVE_INFINITY
      model.run({
        [callbackType.mipInterrupt]: (event): undefined => {
          if (Atomics.load(stopped, 0) !== 0) event.interrupt()
          const { running_time = 0, mip_primal_bound, mip_dual_bound, mip_node_count = 0n } = event.data
          if (running_time - told < 0.2) return
          told = running_time
          const message: Report = {
            id: job.id,
            progress: {
              value: mip_primal_bound ?? Number.NEGATIVE_INFINITY,
              bound: mip_dual_bound ?? Number.POSITIVE_INFINITY,
              nodes: Number(mip_node_count),
            },
          }
          port.postMessage(message)
        },
      })
      const status = model.getModelStatus()
      // No model here is unbounded: what is worth anything is limited.
      if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
        return { status: 'infeasible' }
      const columns = model.getSolution().colValue
      const value = model.getObjectiveValue()
      const feasible =
        columns.length === data.columns &&
        Number.isFinite(value) &&
        model.info.get('primal_solution_status') === 2
      const bound = Number(model.info.get('mip_dual_bound'))
      const finished = status === modelStatus.optimal
      return feasible
        ? {
            status: finished ? 'optimal' : 'stopped',
            value,
            bound: finished && data.integer.every((x) => x === 0) ? value : bound,
            columns,
          }
        : { status: 'stopped', bound }
    },
  )
}

port.on('message', (job: Job) => {
  let report: Report
  try {
    report = { id: job.id, answer: solve(job) }
  } catch (error) {
    report = { id: job.id, failure: error instanceof Error ? error.message : String(error) }
  }
  port.postMessage(report)
})
