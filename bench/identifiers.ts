import { validateCurp, validateNss, validateRfc } from '../packages/identifiers-mx/src/index.ts'
import type { BenchTable } from './table.ts'

const judges = {
  CURP: [validateCurp, 'JEXM910308MNENXR06'],
  RFC: [validateRfc, 'GODE561231GR8'],
  NSS: [validateNss, '12908812345'],
} as const

/** How many identifiers one core judges in a second. */
export async function bench(): Promise<BenchTable> {
  const rows = Object.entries(judges).map(([name, [judge, value]]) => {
    const times = 200_000
    for (let i = 0; i < 20_000; i++) judge(value)
    const start = performance.now()
    let valid = 0
    for (let i = 0; i < times; i++) if (judge(value).valid) valid++
    const seconds = (performance.now() - start) / 1000
    return { what: `${name} judged`, measured: Math.round(valid / seconds), unit: 'a second' }
  })
  return { name: 'identifiers-mx', rows }
}

if (import.meta.url === `file://${process.argv[1]}`) console.table((await bench()).rows)
