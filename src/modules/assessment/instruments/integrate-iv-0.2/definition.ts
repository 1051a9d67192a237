import type { Definition } from '../types.ts'
import { indicators } from './indicators.ts'
import { strengths } from './strengths.ts'
import { variables } from './variables.ts'

/** Carried over from the draft of the same number. Never edited: what changes is a new version beside it. */
export const definition: Definition = {
  id: 'integrate-iv',
  version: '0.2',
  status: 'PROPOSED - not validated; needs participatory review, legal review and a pilot',
  carriedFrom: { id: 'integrate-iv-draft', version: '0.2-draft' },
  changes: [
    'red flags are seen or heard, never asked',
    'special items optional; no_sabe, prefiere_no_decir and no_preguntado kept apart',
    'PR1, PR2 and PR3 rewritten without history; PR4, WO5, pregnancy and, under 18, PR1 and PR2 only by protection staff',
    'ST1 through documents and procedures held',
    'HO1 tells dwelling from shelter; HO2 and HO4 from the shelter record; HO3, FO1, FO2 not applicable in a shelter',
    'WO1 taken from F-TRAB; WO2 from 18',
    'NE from 12 years; WO and CA pooled under 18; D = 7 on 151200 units',
    'shareable score, sources of every variable, filter items, strengths, doNotCollect',
  ],
  method: {
    family: 'Alkire-Foster counting',
    unitsTotal: 21600,
    unitsTotalSeven: 151200,
    cutoffs: { atRisk: [1, 5], vulnerable: [1, 3], severe: [1, 2] },
    ageGroups: ['0-11', '12-17', '18+'],
    pooled: { ageMax: 17, dimensions: ['WO', 'CA'], into: 'WO' },
    completeFrom: [4, 5],
    kGrid: [
      [1, 5],
      [1, 4],
      [3, 10],
      [1, 3],
      [2, 5],
      [1, 2],
    ],
    notes: {
      scale:
        'integer units: unitsTotal = 21600 for every number D of active dimensions from 1 to 10 except 7, and 151200 (7 x 21600) when D = 7; each active dimension gets unitsTotal/D, each of its m applicable indicators (m <= 6) gets unitsTotal/(D m); always an integer. Store units and unitsTotal with every assessment; c = units/unitsTotal is exact and is compared with k = a/b as units x b >= a x unitsTotal, so c >= k never suffers from floating point',
      bandRule:
        'bands belong to the full score and to one age group; they are working words of the protection team and are not shown on lists, prints or the view of the person, who sees the supports; on request the person receives the whole record, explained by a trained worker',
      ageComparability:
        'adult and child bands are never compared or ranked together, in a list, a household view or a figure, until the cut-offs are calibrated per age group; each age group has its own list and its own M0',
      networkAge: 'dimension NE, connectivity included, applies to people of 12 and over',
      emptyDimension:
        'a dimension with no applicable indicator leaves the count: ST for Mexican nationals without a legal need, FO in a shelter, ED under age 3, NE under age 12, CA under age 18 (pooled into WO). PR always in the shareable score. D is then 5 to 10 in the full score and 4 to 9 in the shareable one. Robustness runs: treat empty dimensions as not deprived with D = 10, and without pooling; publish the differences',
      missing:
        'no_sabe, prefiere_no_decir and no_preguntado are never "not deprived": every one widens [cLow, cHigh] by the weight of its item. Codes stay distinct in storage and in quality figures',
      filterUnanswered:
        'a filter item answered no_sabe or prefiere_no_decir, or not asked, leaves the items behind it not applicable: silence on a filter is never read as a need. Same for ST2 when ST1 is not answered',
      completeness:
        'required = applicable, not optional, of this phase, asked in this situation. prefiere_no_decir counts as answered: declining never makes an assessment incomplete, on any item. Complete when answered-or-declined weight >= 0.80 of the required weight and every dimension with a required item has one answered-or-declined; otherwise provisional (kept for service). Point figures of M0 use assessments with truly answered weight >= 0.80; all others enter as bounds and are counted in coverage',
      serviceOrdering:
        'inside one age group and one kind of score, services are ordered by the upper bound cHigh: nobody loses a place by declining or by not having been asked. Red flags come first and outside the order. Lists seen outside protection use the shareable cHigh; a protection worker may put a person first without giving the reason',
      neverAskAgain:
        'a fact already known from the registry, the shelter or an earlier valid answer is shown for confirmation if the person wishes, and never asked again',
      whoAnswers:
        'people of 12 and over answer for themselves; for under-12s the adult who looks after the child answers, never for items with proxyUnder18 = false; another child never interprets',
      under18:
        'PR1, PR2, PR4, WO5, HE6 and pregnancy are not asked of under-18s in the interview, nor by proxy: protection staff ask, and before asking, what the law obliges us to report is explained. Until then they are no_preguntado',
      shareableScore:
        'for household views, other members, prints and every role other than named protection staff. It is computed as if the items with visibility = protection did not exist: the remaining applicable indicators of each dimension share its whole weight, and a dimension left with none (always PR; ST without a legal need) leaves the count. Its item set, applicability, D, completeness and interval depend on no special answer (CA1 counts ages alone). So that no subtraction reveals the rest: the full score, its band, its D, its interval width and its position in any list are never shown, printed, exported or logged beside it; only one of the two is visible to a role; no figure of the same group is published from both. It has no band and no cut-off until calibrated',
      fullScore:
        'exists only for named protection staff, each reading recorded; referrals and plans carry the support, not the score nor the reason',
      stateLevel: 'special items enter published figures at state level at the lowest, on denominators >= 30',
      household:
        'household score: shareable items only, any/all rule per indicator over the members to whom it applies, no pooling; special items have householdRule = none; households are weighted by size in population figures',
      contributions: 'with person-specific weights phi_j = sum_i w_ij g_ij 1[c_i>=k] / sum_i c_i(k)',
      weightSchemesForRobustness:
        'baseline equal; for each dimension d: w_d = 2/11, others 1/11; and leave-one-dimension-out',
      pooledWhy:
        'under 18 these two dimensions hold little but household facts (WO3, CA1), and WO5 is special: together they weigh one dimension, so that no household fact except HO1 in the street carries a dimension alone on a child, in the full or in the shareable score',
      phase_intake:
        'registry fields and red flags seen or heard; no item of this instrument is asked and no score is computed',
      phase_assessment: 'after rest and a notice, seated, by a worker',
      phase_follow_up: 'later visit; FO2 only here. Trends compare the common subset of items',
      setting_none: 'not asked',
      setting_desk: 'any quiet desk',
      setting_seated: 'seated, out of the hearing of others, never in a queue',
      setting_private:
        'closed room, the person alone with a trained worker and, if needed, a professional interpreter who is not family; a service able to receive the person now; never at intake',
      source_registry: 'registry field',
      source_shelter_record: "the shelter's record",
      source_item: "this instrument's item",
      source_registry_then_item: 'registry field; asked only if empty or outdated',
      source_shelter_record_then_item: "the shelter's record; asked only of people without an open stay",
      source_derived: 'computed, not asked',
      source_parameter: 'published figure',
      visibility_protection:
        'the person and named protection staff: the item, its answer, that it was declined or not asked, its action, its effect on D, c, band or interval',
      visibility_case: 'the case team; never published below the disclosure-control thresholds',
      not_asked_setBy:
        'the system, never chosen: the safe setting, the phase or the protection staff was not there yet',
      outcome:
        'resolved when a reassessment no longer meets deprivedIf, with evidence level self-report | document seen | provider confirmed',
      naRule: 'an indicator that does not apply gives its weight to the others of its dimension',
      integrationModule:
        'IPL-12 style outcome scale (separate from the vulnerability index): psychological, economic, political, social, linguistic, navigational; (sum - 12) / 48 -> 0..1; IPL-24: (sum - 24) / 96; 0-1 range re-read on immigrationlab.org; 1-5 coding and rescaling from memory: check the technical appendix and its terms before copying item wording',
    },
  },
  dimensions: [
    { id: 'ID', indicators: 3 },
    { id: 'ST', indicators: 3 },
    { id: 'HO', indicators: 5 },
    { id: 'FO', indicators: 2 },
    { id: 'HE', indicators: 6 },
    { id: 'ED', indicators: 4 },
    { id: 'WO', indicators: 5 },
    { id: 'CA', indicators: 2 },
    { id: 'PR', indicators: 4 },
    { id: 'NE', indicators: 4 },
  ],
  variables,
  items: [...indicators, ...strengths],
  actions: [
    { id: 'A-ID' },
    { id: 'A-CURP' },
    { id: 'A-REG' },
    { id: 'A-INM', note: 'only at the request of the person and after A-LEGAL' },
    { id: 'A-COMAR' },
    { id: 'A-LEGAL' },
    { id: 'A-ALB' },
    { id: 'A-RENTA' },
    { id: 'A-VIV' },
    { id: 'A-ALIM' },
    { id: 'A-AFIL' },
    { id: 'A-SALUD' },
    { id: 'A-DISC' },
    { id: 'A-MHPSS' },
    { id: 'A-VAC' },
    { id: 'A-PREN' },
    { id: 'A-ESC' },
    { id: 'A-INEA' },
    { id: 'A-REV' },
    { id: 'A-ESP' },
    { id: 'A-EMP' },
    { id: 'A-CAP' },
    { id: 'A-IMSS' },
    { id: 'A-ING' },
    { id: 'A-FIN' },
    { id: 'A-CUID' },
    { id: 'A-FAM' },
    {
      id: 'A-VICT',
      note: 'a complaint to the prosecutor only if the person decides so; support does not depend on it',
    },
    { id: 'A-TRATA' },
    {
      id: 'A-NNA',
      note: 'mandatory notices by law apply; before asking, what the law obliges us to report is explained',
    },
    { id: 'A-RCF' },
    { id: 'A-RED' },
    { id: 'A-INFO' },
    { id: 'A-TEL' },
    { id: 'A-DISCR' },
  ],
  redFlags: [
    {
      id: 'RF1',
      when: 'child without parent/guardian',
      raisedBy: ['observation', 'spontaneous_word'],
      action: 'A-NNA',
      hours: 0,
      visibility: 'protection',
      acknowledgedBy: 'protection_staff',
    },
    {
      id: 'RF2',
      when: 'risk to life or self-harm',
      raisedBy: ['observation', 'spontaneous_word'],
      action: 'A-MHPSS',
      hours: 0,
      visibility: 'protection',
      acknowledgedBy: 'protection_staff',
    },
    {
      id: 'RF3',
      when: 'ongoing violence, trafficking or kidnapping',
      raisedBy: ['observation', 'spontaneous_word'],
      action: 'A-VICT',
      hours: 0,
      visibility: 'protection',
      acknowledgedBy: 'protection_staff',
    },
    {
      id: 'RF4',
      when: 'medical emergency or obstetric danger sign',
      raisedBy: ['observation', 'spontaneous_word'],
      action: 'A-SALUD',
      hours: 0,
      visibility: 'protection',
      acknowledgedBy: 'protection_staff',
    },
    {
      id: 'RF5',
      when: 'no place to sleep tonight with child, pregnancy, disability or age >= 65',
      raisedBy: ['observation', 'spontaneous_word'],
      action: 'A-ALB',
      hours: 12,
      visibility: 'case',
      acknowledgedBy: 'protection_staff',
    },
    {
      id: 'RF6',
      when: 'nothing eaten in 24 h',
      raisedBy: ['observation', 'spontaneous_word'],
      action: 'A-ALIM',
      hours: 12,
      visibility: 'case',
      acknowledgedBy: 'protection_staff',
    },
    {
      id: 'RF7',
      when: 'imminent return with a need for international protection',
      raisedBy: ['observation', 'spontaneous_word'],
      action: 'A-LEGAL',
      hours: 24,
      visibility: 'protection',
      acknowledgedBy: 'protection_staff',
    },
  ],
  redFlagRule:
    'one tap from any screen; never interrogated; act at once; never wait for, weigh into or be offset by the score; outside protection staff only the support to give is shown, not the flag',
  sources: {
    'DISP-MPI':
      'Admasu, Alkire et al., World Bank PRWP 9823/9826 (2021), OPHI WP 139: AF measure for forced displacement, 4 dimensions, 15 indicators (incl. legal identification, bank account, unemployment, physical safety, early marriage, pregnancy care, food security), k = 1/2',
    GMPI: "global MPI: nested equal weights, k = 1/3; 20-33.3 % = at risk; >= 50 % = severe; a missing indicator's weight is shared inside its dimension",
    CONEVAL:
      'CONEVAL MMP 2018-2022 official calculation program (2022 edition) and DOF Lineamientos; measured by INEGI since July 2025 with the same method',
    'SCJN-114':
      'SCJN, Primera Sala, amparo en revisión 114/2020 (published 10-06-2022): CURP for asylum seekers',
    'LMIG-8':
      'Ley de Migración art. 8-9: education, medical care and civil registry regardless of migration status',
    'LSRPC-24':
      'Ley sobre Refugiados, Protección Complementaria y Asilo Político; gob.mx/comar: apply within 30 working days of entry, decision within 45 working days',
    SPHERE:
      'Sphere Handbook 2018: 3.5 m2/person (4.5-5.5 cold/urban), 15 L/person/day, 1 toilet per 20, 1 tap per 250',
    ETHOS: 'FEANTSA ETHOS typology: roofless / houseless / insecure / inadequate',
    VAF: 'UNHCR Jordan Vulnerability Assessment Framework (2015-2019): universal indicators dependency ratio, documentation, coping; sector trees',
    VASYR:
      'UNHCR/UNICEF/WFP VASyR Lebanon: legal residency, shelter conditions, crowding, food security, coping',
    IPL: 'Harder et al. 2018 PNAS 115(45) 11483-11488, IPL-12/24: psychological, economic, political, social, linguistic, navigational; 0-1 score',
    IOI: 'Home Office Indicators of Integration 2019: 14 domains (work, education, housing, health, leisure; bonds, bridges, links; language, culture, digital skills, safety, stability; rights)',
    ZARAGOZA:
      'EU Zaragoza indicators (Settling In 2018): employment, over-qualification, education, poverty, housing, health, long-term residence, naturalisation, perceived discrimination',
    DOMV: 'IOM Determinants of Migrant Vulnerability: individual, household/family, community, structural risk and protective factors',
    VST: 'UNHCR-IDC Vulnerability Screening Tool 2016: child; sex/gender/SOGI; health and welfare; protection needs; other; intervention rating low/medium/high',
    IASC: 'IASC Framework on Durable Solutions / Interagency indicator library: 8 criteria (safety, standard of living, livelihoods, HLP, documentation, family reunification, participation, remedies)',
    WGSS: 'Washington Group Short Set, codes 1 no / 2 some / 3 a lot / 4 cannot; recommended identifier: 3 or 4 in >= 1 of 6 domains (SPDCI code list CD.COM.11; publicschema.org)',
    PHQ4: 'PHQ-4: PHQ-2 >= 3 or GAD-2 >= 3 (PHQ-2 >= 3: sensitivity 61 %, specificity 92 %, Arroll 2010)',
    SDG: 'SDG indicators 16.9.1 (birth registration), 8.5.2, 8.7.1, 10.3.1/16.b.1 (discrimination), 8.10.2 (account)',
    LFT: 'Ley Federal del Trabajo arts. 22 Bis, 175: no work under 15; no hazardous work under 18',
    ILO: 'ILO indicators of forced labour (11)',
    NOM007: 'NOM-007-SSA2-2016 prenatal control (>= 5 visits); WHO 2016 (>= 8 contacts)',
    CARTILLA: 'Cartilla Nacional de Salud / national vaccination schedule',
    ENADIS: 'INEGI-CONAPRED ENADIS question on discrimination in the last 12 months',
  },
  prohibitedUses: [
    'no automatic denial of any service',
    'no sharing with migration enforcement',
    'no ranking of individuals shown to people without a case role',
    'no publication below the disclosure-control thresholds',
    'never in the content of a referral',
    'never for jobs',
    'never for housing',
    'never for allocation tie-breaks beyond the public standard',
    'never in exports',
    'no municipal league tables',
    'never a cut-off for any service',
    'no per-assessor view under n = 30',
  ],
  doNotCollect: [
    'fingerprints',
    'face_template',
    'religion',
    'political_opinion',
    'smuggler',
    'route',
    'border_crossing',
    'social_media',
    'phone_location',
  ],
  disaggregation: [
    'sex',
    'age group (0-5, 6-11, 12-17, 18-29, 30-44, 45-64, 65+)',
    'nationality',
    'country of birth',
    'municipality',
    'disability (WG-SS)',
    'migration profile (returned Mexican, destination, transit, applicant, refugee, internally displaced)',
  ],
}
