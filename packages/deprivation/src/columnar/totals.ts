import { Options, Ratios } from './ratios.ts'

/** Numerators gathered over people, by group, and by group and column. All are whole numbers below 2^53. */
export class Totals {
  complete = true
  readonly people: Float64Array
  /** People poor in every completion, and in some only. */
  readonly certain: Float64Array
  readonly possible: Float64Array
  /** Units of the certainly poor at their least and greatest; of the possibly poor at their greatest. */
  readonly certainLow: Float64Array
  readonly certainHigh: Float64Array
  readonly possibleHigh: Float64Array
  /** Per column: certainly poor who are deprived, who have not answered; possibly poor who are or may be deprived. */
  readonly deprived: Float64Array
  readonly open: Float64Array
  readonly maybe: Float64Array
  /** Per column: units of the certainly poor in it, deprived and unanswered. */
  readonly deprivedUnits: Float64Array
  readonly openUnits: Float64Array
  /**
   * Per column: of the possibly poor at their greatest, the units that do not add to the denominator of the
   * smallest contribution in any case.
   */
  readonly undiluting: Float64Array
  /** What possibly poor people may add to a ratio; the column after the last one is A. */
  readonly most: Options
  readonly least: Options

  constructor(groups: number, columns: number) {
    const perGroup = () => new Float64Array(groups)
    const perColumn = () => new Float64Array(groups * columns)
    this.people = perGroup()
    this.certain = perGroup()
    this.possible = perGroup()
    this.certainLow = perGroup()
    this.certainHigh = perGroup()
    this.possibleHigh = perGroup()
    this.deprived = perColumn()
    this.open = perColumn()
    this.maybe = perColumn()
    this.deprivedUnits = perColumn()
    this.openUnits = perColumn()
    this.undiluting = perColumn()
    this.most = new Options(1, groups * (columns + 1))
    this.least = new Options(-1, groups * (columns + 1))
  }

  /** The certain part of each ratio of a set of groups: contributions of the columns, then A. */
  ratios(part: readonly number[], most: Ratios, least: Ratios, at: number): void {
    const groups = this.people.length
    const d = this.deprived.length / groups
    const over = (source: Float64Array) => part.reduce((total, g) => total + source[g]!, 0)
    const [low, high, certain] = [over(this.certainLow), over(this.certainHigh), over(this.certain)]
    const possibleHigh = over(this.possibleHigh)
    for (let j = 0; j < d; j += 1) {
      let [deprived, open, undiluting] = [0, 0, 0]
      for (const g of part) {
        deprived += this.deprivedUnits[g * d + j]!
        open += this.openUnits[g * d + j]!
        undiluting += this.undiluting[g * d + j]!
      }
      most.set(at + j, deprived + open, low + open)
      least.set(at + j, deprived, high - open + possibleHigh - undiluting)
    }
    most.set(at + d, high, certain)
    least.set(at + d, low, certain)
    for (let j = 0; j <= d; j += 1) {
      for (const g of part) {
        this.most.addSure(g * (d + 1) + j, most, at + j)
        this.least.addSure(g * (d + 1) + j, least, at + j)
      }
    }
  }

  /** From what is known so far, which options of the next people need not be kept. */
  foresee(): void {
    const groups = this.people.length
    const ratios = this.deprived.length / groups + 1
    const own = [new Ratios(groups * ratios), new Ratios(groups * ratios)] as const
    const all = [new Ratios(ratios), new Ratios(ratios)] as const
    for (let g = 0; g < groups; g += 1) this.ratios([g], own[0], own[1], g * ratios)
    this.ratios([...this.people.keys()], all[0], all[1], 0)
    const columnOf = Int32Array.from({ length: groups * ratios }, (_, key) => key % ratios)
    const heads = Float64Array.from(columnOf, (j, key) => {
      const g = Math.floor(key / ratios)
      return j === ratios - 1 ? this.certain[g]! : this.deprived[g * (ratios - 1) + j]!
    })
    ;[this.most, this.least].forEach((options, which) => {
      own[which]!.optimise(options, null)
      all[which]!.optimise(options, columnOf)
      options.foresee(own[which]!, all[which]!, heads)
    })
  }
}
