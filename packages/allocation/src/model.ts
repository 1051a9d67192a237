/** A mixed-integer linear model, maximised, built row by row and handed to a solver as compressed columns. */
export interface ModelData {
  columns: number
  rows: number
  cost: Float64Array
  lower: Float64Array
  upper: Float64Array
  /** 1 for integer columns. */
  integer: Int32Array
  rowLower: Float64Array
  rowUpper: Float64Array
  starts: Int32Array
  indices: Int32Array
  values: Float64Array
}

/** One term of a row: column and coefficient. */
export type Term = readonly [column: number, coefficient: number]

export class Model {
  private readonly cost: number[] = []
  private readonly lower: number[] = []
  private readonly upper: number[] = []
  private readonly integer: number[] = []
  private readonly terms: [row: number, value: number][][] = []
  private readonly rowLower: number[] = []
  private readonly rowUpper: number[] = []

  get columns(): number {
    return this.cost.length
  }

  column(cost: number, lower: number, upper: number, integer: boolean): number {
    this.cost.push(cost)
    this.lower.push(lower)
    this.upper.push(upper)
    this.integer.push(integer ? 1 : 0)
    this.terms.push([])
    return this.cost.length - 1
  }

  row(lower: number, terms: readonly Term[], upper: number): number {
    const row = this.rowLower.length
    this.rowLower.push(lower)
    this.rowUpper.push(upper)
    for (const [column, value] of terms) if (value !== 0) this.terms[column]!.push([row, value])
    return row
  }

  data(): ModelData {
    const starts = new Int32Array(this.cost.length + 1)
    this.terms.forEach((terms, c) => {
      starts[c + 1] = starts[c]! + terms.length
    })
    const flat = this.terms.flat()
    return {
      columns: this.cost.length,
      rows: this.rowLower.length,
      cost: Float64Array.from(this.cost),
      lower: Float64Array.from(this.lower),
      upper: Float64Array.from(this.upper),
      integer: Int32Array.from(this.integer),
      rowLower: Float64Array.from(this.rowLower),
      rowUpper: Float64Array.from(this.rowUpper),
      starts,
      indices: Int32Array.from(flat, ([row]) => row),
      values: Float64Array.from(flat, ([, value]) => value),
    }
  }
}
