import type { Mark } from '../src/index.ts'

/**
 * Worked examples of the counting literature: inputs and results as published, or derived exactly from the
 * definitions (then marked DERIVED). Facts only; sources beside each.
 */

/** Alkire and Foster, OPHI WP 7 (2007); J. Public Economics 95 (2011) 476-487. M0 published; M1, M2, G, S DERIVED. */
export const af4x4 = {
  achievements: [
    [13.1, 14, 4, 1],
    [15.2, 7, 5, 0],
    [12.5, 10, 1, 0],
    [20, 11, 3, 1],
  ],
  cutoffs: [13, 12, 3, 1],
  weights: ['1/4', '1/4', '1/4', '1/4'],
  deprivations: [
    [0, 0, 0, 0],
    [0, 1, 0, 1],
    [1, 1, 1, 1],
    [0, 1, 0, 0],
  ] as Mark[][],
  c: ['0', '1/2', '1', '1/4'],
  uncensoredHeadcount: ['1/4', '3/4', '1/4', '1/2'],
  byK: {
    '1/4': {
      poor: [0, 1, 1, 1],
      H: '3/4',
      A: '7/12',
      M0: '7/16',
      censoredHeadcount: ['1/4', '3/4', '1/4', '1/2'],
      contribution: ['1/7', '3/7', '1/7', '2/7'],
      M1: '263/1248',
      M2: '32297/194688',
      G: '263/546',
      S: '32297/85176',
    },
    '1/2': {
      poor: [0, 1, 1, 0],
      H: '1/2',
      A: '3/4',
      M0: '3/8',
      censoredHeadcount: ['1/4', '1/2', '1/4', '1/2'],
      contribution: ['1/6', '1/3', '1/6', '1/3'],
      M1: '171/832',
      M2: '21475/129792',
      G: '57/104',
      S: '21475/48672',
    },
    '3/4': {
      poor: [0, 0, 1, 0],
      H: '1/4',
      A: '1',
      M0: '1/4',
      censoredHeadcount: ['1/4', '1/4', '1/4', '1/4'],
      contribution: ['1/4', '1/4', '1/4', '1/4'],
      M1: '73/624',
      M2: '4483/48672',
      G: '73/156',
      S: '4483/12168',
    },
    '1': {
      poor: [0, 0, 1, 0],
      H: '1/4',
      A: '1',
      M0: '1/4',
      censoredHeadcount: ['1/4', '1/4', '1/4', '1/4'],
      contribution: ['1/4', '1/4', '1/4', '1/4'],
      M1: '73/624',
      M2: '4483/48672',
      G: '73/156',
      S: '4483/12168',
    },
  },
}

/** Unit test of the R package mpindex: H 0.5, A 0.75, M0 0.375. */
export const mpindexSimple = {
  deprivations: [
    [0, 0, 0, 0],
    [1, 0, 0, 1],
    [1, 1, 1, 1],
    [0, 1, 0, 0],
  ] as Mark[][],
  weights: ['1/4', '1/4', '1/4', '1/4'],
  k: '1/2',
  expected: { H: '1/2', A: '3/4', M0: '3/8' },
}

/** DERIVED: the same deprivations, unequal weights; person 1 stands exactly at k. */
export const unequalWeights = {
  deprivations: mpindexSimple.deprivations,
  weights: ['2/5', '1/4', '1/4', '1/10'],
  k: '1/2',
  expected: {
    c: ['0', '1/2', '1', '1/4'],
    poor: [0, 1, 1, 0],
    H: '1/2',
    A: '3/4',
    M0: '3/8',
    uncensoredHeadcount: ['1/2', '1/2', '1/4', '1/2'],
    censoredHeadcount: ['1/2', '1/4', '1/4', '1/2'],
    contribution: ['8/15', '1/6', '1/6', '2/15'],
  },
}

/** Girela, vignette of the R package mpitbR 1.0.1, section 2 (it prints 28.58 %, 42.85 % and 0.416: its rounding). */
export const vignette5x4 = {
  deprivations: [
    [1, 0, 1, 0],
    [0, 1, 0, 0],
    [0, 1, 1, 1],
    [1, 0, 0, 0],
    [1, 0, 1, 0],
  ] as Mark[][],
  weights: ['1/4', '1/4', '1/4', '1/4'],
  k: '1/2',
  subgroup: ['North', 'North', 'South', 'South', 'South'],
  expected: {
    c: ['1/2', '1/4', '3/4', '1/4', '1/2'],
    poor: [1, 0, 1, 0, 1],
    H: '3/5',
    A: '7/12',
    M0: '7/20',
    uncensoredHeadcount: ['3/5', '2/5', '3/5', '1/5'],
    censoredHeadcount: ['2/5', '1/5', '3/5', '1/5'],
    contribution: ['2/7', '1/7', '3/7', '1/7'],
  },
  subgroups: {
    North: { rows: [0, 1], share: '2/5', H: '1/2', A: '1/2', M0: '1/4' },
    South: { rows: [2, 3, 4], share: '3/5', H: '2/3', A: '5/8', M0: '5/12' },
  },
}

/** UNDP, technical note of the MPI, example with hypothetical data: weighted counts 2.22, 7.22, 3.89, 5.00 of 10. */
export const hdrHousehold = {
  deprivations: [
    [0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    [1, 1, 0, 1, 1, 0, 1, 0, 1, 1],
    [0, 0, 1, 0, 1, 1, 1, 0, 1, 0],
    [1, 0, 0, 1, 1, 0, 0, 0, 1, 1],
  ] as Mark[][],
  weights: ['1/6', '1/6', '1/6', '1/6', '1/18', '1/18', '1/18', '1/18', '1/18', '1/18'],
  dimensions: [
    [0, 1],
    [2, 3],
    [4, 5, 6, 7, 8, 9],
  ],
  k: '1/3',
  populationWeights: [4, 7, 5, 4],
  expected: {
    c: ['2/9', '13/18', '7/18', '1/2'],
    poor: [0, 1, 1, 1],
    H: '4/5',
    A: '9/16',
    M0: '9/20',
    uncensoredHeadcount: ['11/20', '7/20', '1/4', '3/4', '4/5', '1/4', '3/5', '0', '1', '11/20'],
    censoredHeadcount: ['11/20', '7/20', '1/4', '11/20', '4/5', '1/4', '3/5', '0', '4/5', '11/20'],
    contribution: ['11/54', '7/54', '5/54', '11/54', '8/81', '5/162', '2/27', '0', '8/81', '11/162'],
  },
}

/** DERIVED from the global MPI's rule: a dimension keeps its weight among the indicators that apply. */
export const applicability = {
  deprivations: [
    [1, 0, 1, null, 0, 1],
    [1, null, 0, null, null, 0],
    ['?', 0, 1, 0, '?', 0],
    [0, 0, null, null, null, 1],
  ] as Mark[][],
  dimensions: [[0, 1], [2, 3, 4], [5]],
  k: '1/3',
  expected: {
    c: ['2/3', '1/3', null, '1/2'],
    cLow: ['2/3', '1/3', '1/9', '1/2'],
    cHigh: ['2/3', '1/3', '7/18', '1/2'],
    answeredWeight: ['1', '1', '13/18', '1'],
    poor: [1, 1, '?', 1],
    H: { low: '3/4', high: '1' },
    A: { low: '17/36', high: '1/2' },
    M0: { low: '3/8', high: '17/36' },
  },
}

/** DERIVED with the code that reproduces the published standard errors of Benin 2006. */
export const surveySmall = {
  columns: ['stratum', 'psu', 'weight', 'c'],
  rows: [
    [1, 1, 1, 0.5],
    [1, 1, 1, 0],
    [1, 1, 1, 0.75],
    [1, 2, 2, 0],
    [1, 2, 2, 0.5],
    [2, 3, 1.5, 0.75],
    [2, 3, 1.5, 1],
    [2, 4, 1, 0],
    [2, 4, 1, 0.5],
    [2, 5, 3, 0.25],
  ],
  k: 0.5,
  df: 3,
  expected: {
    M0: { b: 0.35833333333333334, se: 0.15978187291924026, ci: [0.057642174493016875, 0.8360216292384126] },
    H: { b: 0.5333333333333333, se: 0.17683081123624675, ci: [0.10644913042183557, 0.9164145088531739] },
    A: { b: 0.671875, se: 0.09421677418119014, ci: [0.3444799252209197, 0.8886226275354333] },
  },
}

/** Documentation of scipy.stats.kendalltau. */
export const kendall = { x: [12, 2, 1, 12, 2], y: [1, 4, 7, 1, 0], tauB: -0.4714045207910316 }

/** The textbook 2 x 2 table of Cohen's kappa. */
export const kappa = {
  table: [
    [20, 5],
    [10, 15],
  ],
  po: 0.7,
  pe: 0.5,
  kappa: 0.4,
}
