import { answer, perform, type Route } from '../../server/routes.ts'
import { Problem } from '../../shared/problem.ts'
import { consentsOf, recordConsent, withdrawConsent } from './consents.ts'
import * as contract from './contract.ts'
import {
  bothSides,
  decide,
  duplicatePairs,
  onePair,
  openInEmergency,
  openPair,
  pairOf,
  partedFrom,
  unmerge,
} from './desk.ts'
import {
  addDocument,
  editContact,
  editCore,
  editNeeds,
  editSensitive,
  moveMembers,
  replaceSheet,
  toEdit,
} from './editing.ts'
import { historyOf } from './history.ts'
import {
  insertFacts,
  noticeForRegistering,
  refuseFuture,
  refuseUnexplainedConsent,
  registerFamily,
} from './people.ts'
import {
  candidatesInMyGrants,
  candidatesOfAll,
  householdById,
  ofPerson,
  peoplePage,
  personFile,
} from './queries.ts'
import { noticeInForce, personByCode, registered } from './reading.ts'

export const routes: Route[] = [
  perform(contract.registerFamily, {
    async does(deed, { body }) {
      refuseFuture(
        deed,
        body.members.map((m, i) => ({ path: `/members/${i}/core/birth`, birth: m.core.birth })),
        body.registeredOn,
      )
      const { reviewed } = await noticeForRegistering(deed, body.notice)
      refuseUnexplainedConsent(body, reviewed)
      const unsure = body.members
        .map((m, i) => ({ i, core: m.core, phone: m.contact?.phone, sure: m.confirmedNew }))
        .filter((m) => !m.sure)
      const found = await candidatesOfAll(
        deed,
        unsure,
        body.members.map((m) => m.personId),
      )
      const alike = unsure.filter((_, i) => found[i]!.length > 0)
      if (alike.length > 0) {
        throw new Problem('possible_duplicate', {
          ids: [...new Set(found.flat().map((c) => c.personId))],
          errors: alike.map((m) => ({ path: `/members/${m.i}`, code: 'possible_duplicate' })),
        })
      }
      await registerFamily(deed, body)
      return body.householdId
    },
    answers: (deed, householdId) => registered(deed, householdId),
  }),
  answer(contract.searchPeople, (deed, { body }) => peoplePage(deed, body)),
  answer(contract.personByCode, (deed, { body }) => personByCode(deed, body.code)),
  answer(contract.likelyDuplicates, async (deed, { body }) => {
    deed.saw([], 'listed')
    return { candidates: await candidatesInMyGrants(deed, body.core, body.phone) }
  }),
  answer(contract.readPerson, (deed, { params }) => personFile(deed, params.personId)),
  answer(contract.noticeInForce, (deed) => noticeInForce(deed)),

  perform(contract.editCore, {
    does: (deed, { params, body }) => editCore(deed, params.personId, body.version, body.core, body.source),
    answers: (deed, id) => personFile(deed, id),
  }),
  perform(contract.editContact, {
    does: (deed, { params, query, body }) => editContact(deed, params.personId, body, query.seen),
    answers: (deed, id) => personFile(deed, id),
  }),
  perform(contract.editNeeds, {
    does: (deed, { params, body }) => editNeeds(deed, params.personId, body.needs, body.was),
    answers: (deed, id) => personFile(deed, id),
  }),
  perform(contract.editWork, {
    async does(deed, { params, query, body }) {
      const { id, all, ring } = await toEdit(deed, params.personId, 'work')
      await replaceSheet(
        deed,
        'person_work',
        all,
        {
          person_id: id,
          body_sealed: ring.seal(id, 'registry.person_work.body_sealed', JSON.stringify(body)),
        },
        query.seen,
      )
      return id
    },
    answers: (deed, id) => personFile(deed, id),
  }),
  perform(contract.editSituation, {
    async does(deed, { params, query, body }) {
      const { id, all, ring } = await toEdit(deed, params.personId, 'documents')
      await replaceSheet(
        deed,
        'person_situation',
        all,
        {
          person_id: id,
          body_sealed: ring.seal(id, 'registry.person_situation.body_sealed', JSON.stringify(body)),
        },
        query.seen,
      )
      await insertFacts(deed, id, body)
      return id
    },
    answers: (deed, id) => personFile(deed, id),
  }),
  perform(contract.addDocument, {
    does: (deed, { params, query, body }) => addDocument(deed, params.personId, body, query.seen),
    answers: (deed, id) => personFile(deed, id),
  }),
  perform(contract.editHealth, {
    does: (deed, { params, query, body }) =>
      editSensitive(deed, params.personId, 'health', body.body, body.ground, body.notice, query.seen),
    answers: (deed, id) => personFile(deed, id),
  }),
  perform(contract.editIdentity, {
    does: (deed, { params, query, body }) =>
      editSensitive(deed, params.personId, 'identity', body.body, body.ground, body.notice, query.seen),
    answers: (deed, id) => personFile(deed, id),
  }),
  answer(contract.personHistory, async (deed, { params }) => {
    const { survivor, all } = await ofPerson(deed, params.personId)
    deed.saw([survivor])
    return { personId: survivor, entries: await historyOf(deed, all) }
  }),
  answer(contract.readHousehold, (deed, { params }) => householdById(deed, params.householdId)),
  perform(contract.moveMembers, {
    async does(deed, { params, body }) {
      await moveMembers(deed, params.householdId, body.members, body.newHeads)
      return params.householdId
    },
    answers: (deed, id) => householdById(deed, id),
  }),
  answer(contract.listConsents, (deed, { params }) => consentsOf(deed, params.personId)),
  perform(contract.giveConsent, {
    does: (deed, { params, body }) => recordConsent(deed, params.personId, body),
    answers: (deed, _, { params }) => consentsOf(deed, params.personId),
  }),
  perform(contract.withdrawConsent, {
    async does(deed, { params }) {
      await withdrawConsent(deed, params.personId, params.consentId)
      return params.consentId
    },
    answers: (deed, _, { params }) => consentsOf(deed, params.personId),
  }),
  perform(contract.breakGlass, {
    does: (deed, { body }) => openInEmergency(deed, body),
    async answers(deed, personId, { body }) {
      deed.saw([personId])
      return { personId, until: new Date(deed.at.getTime() + body.hours * 3_600_000).toISOString() }
    },
  }),
  answer(contract.listDuplicates, (deed, { query }) => duplicatePairs(deed, query)),
  perform(contract.openDuplicate, {
    async does(deed, { params }) {
      await openPair(deed, params.pairId)
      return params.pairId
    },
    answers: (deed, id) => bothSides(deed, id),
  }),
  perform(contract.decideDuplicate, {
    async does(deed, { params, body }) {
      await decide(deed, params.pairId, body.same, body.survivorId)
      return params.pairId
    },
    answers: async (deed, id) => pairOf(await onePair(deed, id)),
  }),
  perform(contract.unmerge, {
    async does(deed, { params }) {
      await unmerge(deed, params.personId)
      return params.personId
    },
    answers: (deed, id) => partedFrom(deed, id),
  }),
]
