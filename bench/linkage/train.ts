import { writeFileSync } from 'node:fs'
import { Batch, Register } from '../../packages/linkage/src/index.ts'
import { generate } from './generator.ts'

/** Fits the model the package ships, on synthetic families of both name lists, and writes it as data. */
const register = new Register()
for (const list of ['A', 'B'] as const) {
  const { records } = generate({ rows: 60_000, level: 2, seed: list === 'A' ? 20_261_121 : 20_261_122, list })
  for (const record of records) {
    register.add({
      ...record,
      id: `${list}${record.id}`,
      household: record.household ? `${list}${record.household}` : '',
    })
  }
}
const { model } = new Batch(register)
const round = (p: number): number => Number(p.toPrecision(4))
const shipped = {
  ...model,
  fields: model.fields.map((field) => ({
    ...field,
    same: field.same.map(round),
    relative: field.relative.map(round),
    other: field.other.map(round),
  })),
  samePerRecord: round(model.samePerRecord),
  relativesPerRecord: round(model.relativesPerRecord),
  population: 10_000,
  frequencies: register.table.frequencies(40),
  notes: ['trained on synthetic families, medium errors; fit your own on 2,000 records or more'],
}
const file = new URL('../../packages/linkage/src/default-model.ts', import.meta.url)
writeFileSync(
  file,
  `// Written by bench/linkage/train.ts; data, not code.
import type { Model } from './model.ts'

/** Parameters fitted on synthetic families (Spanish, Haitian and Arabic names); a start until a register has its own. */
// biome-ignore format: data
export const defaultModel: Model = ${JSON.stringify(shipped)}
`,
)
process.stdout.write(
  `${JSON.stringify(model.fields.length)} fields, ${JSON.stringify(shipped).length} characters\n`,
)
