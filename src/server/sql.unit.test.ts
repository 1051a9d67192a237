import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitSql } from './sql.ts'

const split = (text: string): string[] => splitSql(text).map((s) => s.sql)

describe('a file of SQL', () => {
  it.each([
    ['nothing', '', []],
    ['only comments', '-- a; b\n/* c; /* d; */ e; */\n', []],
    ['two statements', 'select 1; select 2;', ['select 1', 'select 2']],
    ['no semicolon at the end', 'select 1;\nselect 2', ['select 1', 'select 2']],
    ['empty statements', ';;select 1;;', ['select 1']],
    ['a string', "select 'a;''b;'; select 2", ["select 'a;''b;'", 'select 2']],
    ['a backslash in a plain string', "select '\\'; select 2", ["select '\\'", 'select 2']],
    ['an escape string', "select e'a\\';b'; select 2", ["select e'a\\';b'", 'select 2']],
    ['a name ending in e before a string', "select name'a\\'; select 2", ["select name'a\\'", 'select 2']],
    ['a quoted name', 'select "a;""b"; select 2', ['select "a;""b"', 'select 2']],
    ['a dollar quote', 'do $$ begin; end; $$; select 2', ['do $$ begin; end; $$', 'select 2']],
    ['a tagged dollar quote', 'do $a$ $$;$$ $b$ ; $a$; select 2', ['do $a$ $$;$$ $b$ ; $a$', 'select 2']],
    ['a parameter', 'select $1; select $2', ['select $1', 'select $2']],
    ['a dollar inside a name', 'select a$b$; select c$b$', ['select a$b$', 'select c$b$']],
    ['a quote in a comment', "select 1 -- don't; stop\n; select 2", ["select 1 -- don't; stop", 'select 2']],
    [
      'a comment in a string',
      "select '--'; select '/*'; select 3",
      ["select '--'", "select '/*'", 'select 3'],
    ],
    [
      'a rule',
      'create rule r as on insert to t do (a; b); select 2',
      ['create rule r as on insert to t do (a; b)', 'select 2'],
    ],
    [
      'a routine with an SQL body',
      'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      [
        'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end',
        'select 3',
      ],
    ],
    ['transactions outside a routine', 'begin; select 1; end;', ['begin', 'select 1', 'end']],
  ])('%s', (_, text, statements) => {
    expect(split(text)).toEqual(statements)
  })

  it('gives the line of each statement, after its comments', () => {
    expect(splitSql('-- why\n\nselect 1;\n\n/* and\n why */ select\n2;')).toEqual([
      { sql: 'select 1', line: 3 },
      { sql: 'select\n2', line: 6 },
    ])
  })

  it.each([
    ["select 1;\nselect 'a", 'line 2: the string is never closed'],
    ['select "a', 'line 1: the quoted name is never closed'],
    ['do $x$ $$', 'line 1: the text quoted by $x$ is never closed'],
    ['\n/* /* */', 'line 2: the comment is never closed'],
  ])('refuses what is never closed: %j', (text, message) => {
    expect(() => splitSql(text)).toThrow(message)
  })

  it('gives back any statements that were joined', () => {
    const piece = fc.constantFrom(
      "'a;b'",
      '"c;d"',
      '$$e;f$$',
      '$t$g;$$h$t$',
      '/* i; */ 1',
      '(j; k)',
      'e1',
      "E'\\';'",
      '$1',
    )
    const statement = fc.array(piece, { minLength: 1 }).map((pieces) => `select ${pieces.join(' ')}`)
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        expect(split(statements.join(';\n'))).toEqual(statements)
      }),
    )
  })
})
