import type { Deed } from '../../../server/guard.ts'
import { answer, perform, type Route } from '../../../server/routes.ts'
import { Problem } from '../../../shared/problem.ts'
import { askPlan, askStart, type Batch, cancel, getBatch, sayChoices, sayColumns, takeFile } from './batch.ts'
import * as contract from './contract.ts'
import { censusTask } from './jobs.ts'
import { tellBatch, tellBatches, tellReturn, tellRows } from './view.ts'

/** Does something with a batch of my organization, and tells the batch. */
const withBatch =
  (work: (deed: Deed, batch: Batch) => Promise<void>) =>
  async (deed: Deed, batchId: string): Promise<string> => {
    await work(deed, await getBatch(deed, batchId))
    return batchId
  }

export const censusRoutes: Route[] = [
  perform(contract.sendCensus, {
    async does(deed, { query, file }) {
      if (!file) throw new Problem('invalid', { errors: [{ path: '/file', code: 'file_missing' }] })
      const id = await takeFile(deed, file, query.source ?? '')
      deed.enqueue(censusTask)
      return id
    },
    answers: tellBatch,
  }),
  answer(contract.listCensus, (deed, { query }) => tellBatches(deed, query)),
  answer(contract.readCensus, (deed, { params }) => tellBatch(deed, params.batchId)),
  perform(contract.setColumns, {
    does: (deed, { params, body }) =>
      withBatch(async (_, batch) => {
        await sayColumns(deed, batch, body.version, body.columns, body.headingsLine)
        deed.enqueue(censusTask)
      })(deed, params.batchId),
    answers: tellBatch,
  }),
  perform(contract.setChoices, {
    does: (deed, { params, body }) =>
      withBatch((_, batch) => sayChoices(deed, batch, body.version, body))(deed, params.batchId),
    answers: tellBatch,
  }),
  perform(contract.planCensus, {
    does: (deed, { params, body }) =>
      withBatch(async (_, batch) => {
        await askPlan(deed, batch, body.version)
        deed.enqueue(censusTask)
      })(deed, params.batchId),
    answers: tellBatch,
  }),
  perform(contract.startCensus, {
    does: (deed, { params, body }) =>
      withBatch(async (_, batch) => {
        await askStart(deed, batch, body.version)
        deed.enqueue(censusTask)
      })(deed, params.batchId),
    answers: tellBatch,
  }),
  perform(contract.cancelCensus, {
    does: (deed, { params }) => withBatch(cancel)(deed, params.batchId),
    answers: tellBatch,
  }),
  answer(contract.censusRows, (deed, { params, query }) => tellRows(deed, params.batchId, query)),
  answer(contract.censusReturn, (deed, { params, query }) => tellReturn(deed, params.batchId, query)),
]
