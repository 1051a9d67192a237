import { existsSync, readFileSync } from 'node:fs'
import { loadMunicipalities } from '../catalogue.ts'
import { asOwner } from './as-owner.ts'
import { type Command, cli, needed } from './command.ts'

export const command: Command = {
  help: 'load the municipalities of the country; those that are there are brought up to date',
  example: `${cli} import municipalities municipios.csv`,
  words: {
    FILE: 'the CSV of INEGI with the columns cvegeo, cve_ent, nom_mun, pcode_adm2, nom_cab, pop_2020, lat, lon',
  },
  failed: 'rows were refused, each with its line, and the others were loaded; or the file cannot be read',
  async run({ config, words, say }) {
    const path = needed(words[0], 'FILE')
    if (!existsSync(path)) throw new Error(`no file ${path}`)
    return asOwner(config, say, async (owner) => {
      const { read, added, changed, refused } = await loadMunicipalities(owner, readFileSync(path, 'utf8'))
      say(`Added ${added} + brought up to date ${changed} + refused ${refused.length} = ${read} rows`)
      for (const line of refused.slice(0, 20)) say(`  refused ${line}`)
      return refused.length === 0 ? 0 : 1
    })
  },
}
