import { answer, perform, type Route } from '../../server/routes.ts'
import * as contract from './contract.ts'
import { assessmentById } from './file.ts'
import { acknowledge, alertTold, flagPage, oneFlag, raised } from './flags.ts'
import { finish, save, start, told } from './interview.ts'
import {
  answerContest,
  contest,
  contestById,
  decide,
  decideProtection,
  household,
  printed,
  protectionTold,
  resultIfAny,
  sharedResult,
} from './results.ts'
import { caseloadPage, protectionPage } from './waiting.ts'

export const routes: Route[] = [
  perform(contract.startInterview, {
    does: (deed, { params, body }) => start(deed, params.personId, body),
    answers: (deed, _, { params }) => told(deed, params.personId),
  }),
  answer(contract.readInterview, (deed, { params }) => told(deed, params.personId)),
  perform(contract.answerItem, {
    does: (deed, { params, body }) => save(deed, params.assessmentId, params.item, body),
    answers: (deed, personId) => told(deed, personId),
  }),
  perform(contract.finishInterview, {
    does: (deed, { params, body }) => finish(deed, params.assessmentId, body.version),
    async answers(deed, assessmentId) {
      const row = await assessmentById(deed, assessmentId)
      return sharedResult(deed, row.person_id, assessmentId)
    },
  }),
  answer(contract.readResult, (deed, { params, query }) =>
    resultIfAny(deed, params.personId, query.assessmentId),
  ),
  answer(contract.printResult, (deed, { params, query }) =>
    printed(deed, params.personId, query.assessmentId),
  ),
  answer(contract.householdResult, (deed, { params }) => household(deed, params.householdId)),
  perform(contract.decide, {
    does: (deed, { params, body }) => decide(deed, params.assessmentId, body),
    answers: (deed, personId, { params }) => sharedResult(deed, personId, params.assessmentId),
  }),
  perform(contract.contest, {
    does: (deed, { params, body }) => contest(deed, params.assessmentId, body.contestId, body.words),
    answers: (deed, personId, { params }) => sharedResult(deed, personId, params.assessmentId),
  }),
  perform(contract.answerContest, {
    does: (deed, { params, body }) => answerContest(deed, params.contestId, body.words),
    async answers(deed, id) {
      const row = await contestById(deed, id)
      return sharedResult(deed, row.person_id, row.assessment_id)
    },
  }),
  answer(contract.readProtection, (deed, { params }) => protectionTold(deed, params.personId)),
  perform(contract.decideProtection, {
    does: (deed, { params, body }) => decideProtection(deed, params.assessmentId, body),
    answers: (deed, personId) => protectionTold(deed, personId),
  }),
  perform(contract.raiseFlag, {
    does: (deed, { params, body }) => raised(deed, params.personId, body),
    answers: (deed, _, { params, body }) => alertTold(deed, params.personId, body),
  }),
  answer(contract.listFlags, (deed, { query }) => flagPage(deed, query)),
  perform(contract.acknowledgeFlag, {
    does: (deed, { params, body }) => acknowledge(deed, params.flagId, body.taken),
    answers: (deed, id) => oneFlag(deed, id),
  }),
  answer(contract.readCaseload, (deed, { query }) => caseloadPage(deed, query)),
  answer(contract.protectionCaseload, (deed, { query }) => protectionPage(deed, query)),
]
