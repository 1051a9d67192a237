/** A row as the columns where it is not zero, and what it holds there. */
export interface SparseRow {
  columns: Int32Array
  values: Float64Array
}

/** A sparse row of terms; terms of one column are added up. */
export function sparseRow(terms: Iterable<readonly [number, number]>): SparseRow {
  const sums = new Map<number, number>()
  for (const [j, value] of terms) sums.set(j, (sums.get(j) ?? 0) + value)
  return { columns: Int32Array.from(sums.keys()), values: Float64Array.from(sums.values()) }
}

/** For each column, the rows in which it appears. */
export function rowsByColumn(rows: readonly SparseRow[], columns: number): number[][] {
  const lists: number[][] = Array.from({ length: columns }, () => [])
  rows.forEach((row, i) => {
    for (const j of row.columns) lists[j]!.push(i)
  })
  return lists
}

/**
 * Linear programmes: a simplex tableau with bounds on every variable, primal and dual.
 *
 * minimise Σ cost·x subject to Σ a·x + slack = b for every row, lower ≤ x ≤ upper. The dual method starts from any
 * basis whose reduced costs fit the bounds at which the variables rest (with costs ≥ 0 and everything at its lower
 * bound they do), so rows and bounds may change between calls; the primal method then follows other costs.
 *
 * A row stays as sparse as it came until a pivot touches it: attacks on one cell touch few. The matrices of tables hold
 * 0 and ±1 only and stay close to whole numbers: entries within 1e-9 of one are put on it.
 */
export class Tableau {
  /** The rows, written out once a pivot has changed them; before that null, and as they came in `given`. */
  private readonly dense: (Float64Array | null)[] = []
  private readonly given: SparseRow[] = []
  /** For each column the rows in which it came. */
  private readonly lists: (readonly number[] | undefined)[]
  private readonly rhs: number[] = []
  /** Value of the basic variable of each row. */
  private readonly beta: number[] = []
  /** The basic variable of each row; the row of each basic variable, or -1. */
  private readonly basis: number[] = []
  private where: Int32Array
  private lower: Float64Array
  private upper: Float64Array
  private high: Uint8Array // resting at the upper bound; says nothing of basic variables
  private cost: Float64Array
  private reduced: Float64Array // of basic variables exactly 0
  private readonly variables: number
  private readonly spare: number[] = [] // columns of slacks of dropped rows
  private columns: number
  private capacity: number
  /** Numbers changed so far, a measure of work that does not depend on a clock. */
  work = 0

  /**
   * @param rows equalities Σ a·x = 0 to start with, and the rows of each column among them; they are not changed
   */
  constructor(
    lower: ArrayLike<number>,
    upper: ArrayLike<number>,
    cost: ArrayLike<number>,
    spare = 0,
    rows: readonly SparseRow[] = [],
    lists: readonly (readonly number[])[] = [],
  ) {
    this.variables = cost.length
    this.columns = cost.length + rows.length
    this.capacity = this.columns + spare
    const grown = (from: ArrayLike<number>) => {
      const to = new Float64Array(this.capacity)
      to.set(from as Float64Array)
      return to
    }
    this.lower = grown(lower)
    this.upper = grown(upper)
    this.cost = grown(cost)
    this.reduced = grown(cost)
    this.where = new Int32Array(this.capacity).fill(-1)
    this.high = new Uint8Array(this.capacity)
    for (let j = 0; j < this.variables; j++) if (cost[j]! < 0) this.high[j] = 1
    this.lists = [...lists]
    rows.forEach((row, i) => {
      const slack = this.variables + i
      this.dense.push(null)
      this.given.push(row)
      this.rhs.push(0)
      this.beta.push(0)
      this.basis.push(slack)
      this.where[slack] = i
    })
  }

  private grow(): void {
    this.capacity = 2 * this.capacity + 8
    const wider = (from: Float64Array) => {
      const to = new Float64Array(this.capacity)
      to.set(from)
      return to
    }
    this.lower = wider(this.lower)
    this.upper = wider(this.upper)
    this.cost = wider(this.cost)
    this.reduced = wider(this.reduced)
    const where = new Int32Array(this.capacity).fill(-1)
    where.set(this.where)
    this.where = where
    const high = new Uint8Array(this.capacity)
    high.set(this.high)
    this.high = high
    for (let i = 0; i < this.dense.length; i++) {
      const row = this.dense[i]
      if (row) this.dense[i] = wider(row)
    }
  }

  private resting(j: number): number {
    return this.high[j] === 1 ? this.upper[j]! : this.lower[j]!
  }

  /** A row written out, with its own slack. */
  private row(i: number): Float64Array {
    let row = this.dense[i]
    if (!row) {
      row = new Float64Array(this.capacity)
      const { columns, values } = this.given[i]!
      for (let k = 0; k < columns.length; k++) row[columns[k]!] = values[k]!
      row[this.basis[i]!] = 1 // an untouched row still has its own slack as basic variable
      this.dense[i] = row
      this.work += columns.length
    }
    return row
  }

  /** Calls `use` with every row that is not zero in a column, and its value there. */
  private eachInColumn(j: number, use: (i: number, value: number) => void): void {
    for (const i of this.lists[j] ?? []) {
      if (this.dense[i]) continue
      const { columns, values } = this.given[i]!
      const k = columns.indexOf(j)
      if (values[k] !== 0) use(i, values[k]!)
    }
    for (let i = 0; i < this.dense.length; i++) {
      const value = this.dense[i]?.[j]
      if (value !== undefined && value !== 0) use(i, value)
    }
  }

  /** Adds Σ coefficients·x + slack = b, the slack between the given bounds. A slack of [0, 0] makes it an equation. */
  addRow(
    coefficients: Iterable<readonly [number, number]>,
    b: number,
    slackLower: number,
    slackUpper: number,
  ): void {
    if (this.spare.length === 0 && this.columns === this.capacity) this.grow()
    const slack = this.spare.pop() ?? this.columns++
    this.cost[slack] = 0
    this.reduced[slack] = 0
    this.lower[slack] = slackLower
    this.upper[slack] = slackUpper
    const sparse = sparseRow(coefficients)
    const place = this.basis.length
    let value = b
    let row: Float64Array | null = null
    if (sparse.columns.some((j) => this.where[j]! >= 0)) {
      row = new Float64Array(this.capacity)
      sparse.columns.forEach((j, k) => {
        row![j] = sparse.values[k]!
      })
      row[slack] = 1
      for (let i = 0; i < place; i++) {
        const basic = this.basis[i]!
        const factor = row[basic]!
        if (factor === 0) continue
        const other = this.row(i)
        for (let j = 0; j < this.columns; j++) row[j]! -= factor * other[j]!
        row[basic] = 0
        value -= factor * this.rhs[i]!
        this.work += this.columns
      }
    } else
      for (const j of sparse.columns) {
        const list = this.lists[j]
        this.lists[j] = list ? [...list, place] : [place]
      }
    this.where[slack] = place
    this.basis.push(slack)
    this.dense.push(row)
    this.given.push(sparse)
    this.rhs.push(value)
    this.beta.push(0)
  }

  setBounds(j: number, lower: number, upper: number): void {
    this.lower[j] = lower
    this.upper[j] = upper
    this.high[j] = this.reduced[j]! < 0 ? 1 : 0
  }

  /** New costs for the primal method. */
  setCosts(costs: Iterable<readonly [number, number]>): void {
    this.cost.fill(0)
    for (const [j, value] of costs) this.cost[j] = value
    this.reduced.set(this.cost)
    for (let i = 0; i < this.basis.length; i++) {
      const factor = this.cost[this.basis[i]!]!
      if (factor === 0) continue
      const row = this.row(i)
      for (let j = 0; j < this.columns; j++) this.reduced[j]! -= factor * row[j]!
    }
  }

  /** How much the objective rises at least when a variable leaves the bound at which it rests; 0 for a basic one. */
  distance(j: number): number {
    return Math.abs(this.reduced[j]!)
  }

  /** Drops the rows that do not bind, since their own slack is basic and inside its bounds. */
  purge(): void {
    for (let i = this.basis.length - 1; i >= 0; i--) this.row(i) // dropped rows would leave the lists wrong
    for (let i = this.basis.length - 1; i >= 0; i--) {
      const k = this.basis[i]!
      if (k < this.variables || this.beta[i]! > this.upper[k]! - 1e-6) continue
      const last = this.basis.length - 1
      for (const list of [this.dense, this.given, this.rhs, this.beta, this.basis] as unknown[][]) {
        list[i] = list[last]
        list.pop()
      }
      if (i < last) this.where[this.basis[i]!] = i
      this.where[k] = -1
      this.lower[k] = 0
      this.upper[k] = 0
      this.spare.push(k)
    }
    this.lists.length = 0
  }

  value(j: number): number {
    const i = this.where[j]!
    return i >= 0 ? this.beta[i]! : this.resting(j)
  }

  objective(): number {
    let sum = 0
    for (let j = 0; j < this.columns; j++) if (this.cost[j] !== 0) sum += this.cost[j]! * this.value(j)
    return sum
  }

  private computeBeta(): void {
    this.work += this.columns
    for (let i = 0; i < this.basis.length; i++) this.beta[i] = this.rhs[i]!
    for (let j = 0; j < this.columns; j++) {
      if (this.where[j]! < 0) this.shift(j, this.resting(j))
    }
  }

  /** Moves a variable that is not basic by `step`, which changes all basic values. */
  private shift(j: number, step: number): void {
    if (step === 0) return
    this.eachInColumn(j, (i, value) => {
      this.beta[i]! -= value * step
    })
  }

  private pivot(i: number, entering: number): void {
    const row = this.row(i)
    const leaving = this.basis[i]!
    const divisor = row[entering]!
    const support: number[] = []
    for (let j = 0; j < this.columns; j++) {
      if (row[j] === 0) continue
      const value = row[j]! / divisor
      row[j] = snap(value)
      if (row[j] !== 0) support.push(j)
    }
    row[entering] = 1
    this.rhs[i] = this.rhs[i]! / divisor
    this.eachInColumn(entering, (k, factor) => {
      if (k === i) return
      const other = this.row(k)
      this.work += support.length
      for (const j of support) other[j] = snap(other[j]! - factor * row[j]!)
      other[entering] = 0
      this.rhs[k]! -= factor * this.rhs[i]!
    })
    const factor = this.reduced[entering]!
    if (factor !== 0) for (const j of support) this.reduced[j]! -= factor * row[j]!
    this.reduced[entering] = 0
    this.basis[i] = entering
    this.where[entering] = i
    this.where[leaving] = -1
  }

  /** Which variable should enter for row i, whose basic value is to rise or fall; -1 when none can. */
  private entering(i: number, rising: boolean): number {
    let found = -1
    let best = Number.POSITIVE_INFINITY
    let size = 0
    const look = (j: number, value: number) => {
      const a = rising ? -value : value
      if (a === 0 || this.where[j]! >= 0 || this.lower[j] === this.upper[j]) return
      if (this.high[j] === 1 ? a > -1e-9 : a < 1e-9) return
      const ratio = Math.abs(this.reduced[j]! / a)
      if (ratio < best - 1e-12 || (ratio < best + 1e-12 && Math.abs(a) > size)) {
        best = ratio
        found = j
        size = Math.abs(a)
      }
    }
    const row = this.dense[i]
    const { columns, values } = this.given[i]!
    if (row) for (let j = 0; j < this.columns; j++) look(j, row[j]!)
    else for (let k = 0; k < columns.length; k++) look(columns[k]!, values[k]!)
    return found
  }

  /**
   * Restores the bounds, keeping the reduced costs in order. `empty` when no values fit the rows and bounds; `stuck`
   * when the work allowed did not settle it.
   */
  dual(work = 1e11): 'fits' | 'empty' | 'stuck' {
    this.computeBeta()
    while (this.work < work) {
      let leave = -1
      let worst = 1e-7
      for (let i = 0; i < this.basis.length; i++) {
        const k = this.basis[i]!
        const off = Math.max(this.lower[k]! - this.beta[i]!, this.beta[i]! - this.upper[k]!)
        if (off > worst) {
          worst = off
          leave = i
        }
      }
      if (leave < 0) return 'fits'
      this.work += this.columns + this.basis.length
      const leaving = this.basis[leave]!
      const rising = this.beta[leave]! < this.lower[leaving]!
      const entering = this.entering(leave, rising)
      if (entering < 0) return 'empty'
      const bound = rising ? this.lower[leaving]! : this.upper[leaving]!
      const step = (this.beta[leave]! - bound) / this.row(leave)[entering]!
      const at = this.resting(entering) + step
      this.shift(entering, step)
      this.high[leaving] = rising ? 0 : 1
      this.pivot(leave, entering)
      this.beta[leave] = at
    }
    return 'stuck'
  }

  /** Follows the costs from values that fit. False when there is no end to it. */
  primal(): boolean {
    let still = 0
    for (;;) {
      const cautious = still > 40 // Bland's rule: the first that improves, so that degenerate steps cannot go round
      let entering = -1
      let gain = 1e-9
      for (let j = 0; j < this.columns; j++) {
        if (this.lower[j] === this.upper[j]) continue
        const improvement = this.high[j] === 1 ? this.reduced[j]! : -this.reduced[j]!
        if (improvement <= gain) continue
        entering = j
        if (cautious) break
        gain = improvement
      }
      if (entering < 0) return true
      const way = this.high[entering] === 1 ? -1 : 1
      let limit = this.upper[entering]! - this.lower[entering]!
      let leave = -1
      let size = 0
      let low = true
      this.eachInColumn(entering, (i, value) => {
        const a = value * way // the basic value falls by a per unit
        if (Math.abs(a) < 1e-9) return
        const k = this.basis[i]!
        const bound = a > 0 ? this.lower[k]! : this.upper[k]!
        const room = Math.max(0, (this.beta[i]! - bound) / a) // without end where the bound is
        const better = cautious
          ? room < limit - 1e-9 || (room < limit + 1e-9 && leave >= 0 && k < this.basis[leave]!)
          : room < limit - 1e-9 || (room < limit + 1e-9 && Math.abs(a) > size)
        if (!better) return
        limit = Math.min(limit, room)
        leave = i
        size = Math.abs(a)
        low = a > 0
      })
      if (limit === Number.POSITIVE_INFINITY) return false
      still = limit > 1e-9 ? 0 : still + 1
      const at = this.resting(entering) + way * limit
      this.shift(entering, way * limit)
      if (leave < 0) {
        this.high[entering] = way > 0 ? 1 : 0
        continue
      }
      this.high[this.basis[leave]!] = low ? 0 : 1
      this.pivot(leave, entering)
      this.beta[leave] = at
    }
  }
}

function snap(value: number): number {
  const whole = Math.round(value)
  return Math.abs(value - whole) < 1e-9 ? whole : value
}
