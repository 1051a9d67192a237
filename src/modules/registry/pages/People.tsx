import { UserPlus, X } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../../shared/contract.ts'
import { ageBounds, formatDay } from '../../../shared/day.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { useAddress, useGo } from '../../../ui/address.ts'
import { ApiProblem, call } from '../../../ui/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Can } from '../../../ui/Can.tsx'
import { useAsk } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { useFormat } from '../../../ui/format.ts'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { definePage } from '../../../ui/page.ts'
import { SearchField } from '../../../ui/SearchField.tsx'
import { Select } from '../../../ui/Select.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import type { PersonRow, personByCode, searchPeople } from '../contract.ts'
import { formatCode, parseCode } from '../rules/code.ts'
import { useCode, useNames, useStaffLanguage } from './parts/codes.tsx'
import { EmergencyLink } from './parts/EmergencyLink.tsx'
import { type Filters, noFilters, PeopleFilters } from './parts/PeopleFilters.tsx'
import './registry.css'

type PeoplePage = AnswerOf<typeof searchPeople>

const size = 50
const plain = { ...noFilters, sort: 'name', page: '1' }

// A name looked for is never put in the address nor kept on the device; it lives as long as this window.
let lookedFor = ''

function People() {
  const t = useT()
  const go = useGo()
  const [address, setAddress] = useAddress(plain)
  const [text, setText] = useState(lookedFor)
  const [codeProblem, setCodeProblem] = useState<unknown>()
  const [badCode, setBadCode] = useState(false)
  const { sort, page, ...filters } = address
  const people = useAsk<PeoplePage>('/api/people/search', {
    method: 'POST',
    body: {
      ...asked(filters),
      ...(text ? { text } : {}),
      sort: sort === 'newest' ? 'newest' : 'name',
      page: Math.max(1, Number(page) || 1),
      size,
    },
  })

  const look = async (typed: string) => {
    setCodeProblem(undefined)
    setBadCode(false)
    const code = parseCode(typed)
    if (!code.ok && code.reason === 'check_failed' && /\d/.test(typed)) return setBadCode(true)
    if (code.ok) {
      try {
        const { personId } = await call<AnswerOf<typeof personByCode>>('POST', '/api/people/by-code', {
          body: { code: typed },
          reads: true,
        })
        return go(`/people/${personId}`)
      } catch (problem) {
        // Nine letters may also be a name: then it is looked for as one.
        if (/\d/.test(typed) || !(problem instanceof ApiProblem) || problem.code !== 'not_found')
          return setCodeProblem(problem)
      }
    }
    lookedFor = typed
    setText(typed)
    setAddress({ page: '1' })
  }
  const all = () => {
    lookedFor = ''
    setText('')
    setAddress(plain)
  }

  return (
    <>
      <PageHeader
        title={t('registry.people.title')}
        lead={t('registry.people.lead')}
        actions={
          <>
            <Can verb="person.register">
              {(reason) =>
                reason ? (
                  <Button kind="primary" icon={UserPlus} disabledReason={reason}>
                    {t('registry.people.register')}
                  </Button>
                ) : (
                  <Link href="/people/register" look="primary" icon={UserPlus}>
                    {t('registry.people.register')}
                  </Link>
                )
              }
            </Can>
            <EmergencyLink />
          </>
        }
      />
      <div className="people">
        <SearchField
          key={text}
          label={t('registry.people.search')}
          help={t('registry.people.searchHelp')}
          value={text}
          onSearch={(typed) => void look(typed)}
        />
        {badCode && (
          <Notice tone="warn" title={t('registry.people.badCode')} live>
            <p>{t('registry.people.badCodeHelp')}</p>
          </Notice>
        )}
        {codeProblem !== undefined && <ProblemNotice problem={codeProblem} />}
        <PeopleFilters
          filters={filters}
          text={text}
          onChange={(f) => setAddress({ ...f, page: '1' })}
          onText={() => void look('')}
        />
        <Answered query={people} lines={8}>
          {(found) => (
            <List
              found={found}
              sort={sort}
              onSort={(chosen) => setAddress({ sort: chosen, page: '1' })}
              onPage={(to) => {
                setAddress({ page: String(to) })
                window.scrollTo(0, 0)
              }}
              text={text}
              filtered={Object.values(filters).some(Boolean)}
              onAll={all}
            />
          )}
        </Answered>
      </div>
    </>
  )
}

/** The filters of the address as the server takes them; what no one could have chosen is left out. */
function asked(f: Filters) {
  const age = (text: string) => (/^\d{1,3}$/.test(text) ? Number(text) : undefined)
  const day = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined)
  return {
    sex: f.sex || undefined,
    nationality: f.nationality || undefined,
    language: f.language || undefined,
    ageFrom: age(f.ageFrom),
    ageTo: age(f.ageTo),
    registeredFrom: day(f.from),
    registeredTo: day(f.to),
  }
}

type ListProps = {
  found: PeoplePage
  sort: string
  onSort: (sort: string) => void
  onPage: (page: number) => void
  text: string
  filtered: boolean
  onAll: () => void
}

function List({ found, sort, onSort, onPage, text, filtered, onAll }: ListProps) {
  const t = useT()
  const format = useFormat()
  const say = useCode()
  const names = useNames()
  const lang = useStaffLanguage()
  const today = format.today()
  const columns: Column<PersonRow>[] = [
    { id: 'name', header: t('registry.people.column.name'), cell: (p) => <span dir="auto">{p.name}</span> },
    {
      id: 'age',
      header: t('registry.people.column.age'),
      cell: ({ birth }) => {
        const age = ageBounds(birth, today)
        if (!age) return <span className="muted">{t('registry.field.notKnown')}</span>
        if (birth.precision === 'day' || age.min === age.max)
          return t('registry.people.age', { age: age.min })
        return t('registry.people.ageAbout', { min: age.min, max: age.max })
      },
    },
    { id: 'sex', header: t('registry.field.sex'), cell: (p) => say('sex', p.sex) },
    {
      id: 'nationality',
      header: t('registry.field.nationality'),
      cell: (p) =>
        p.nationalities.map(names.country).join(', ') || (
          <span className="muted">{t('registry.field.notKnown')}</span>
        ),
    },
    {
      id: 'languages',
      header: t('registry.field.languages'),
      cell: (p) => p.languages.map((l) => names.language(l.code)).join(', '),
    },
    {
      id: 'household',
      header: t('registry.people.column.household'),
      cell: (p) => (p.householdSize ? t('registry.people.household', { count: p.householdSize }) : ''),
    },
    {
      id: 'registered',
      header: t('registry.people.column.registered'),
      cell: (p) => (p.registeredOn ? format.day(p.registeredOn) : ''),
    },
    { id: 'birth', header: t('registry.field.birth'), cell: (p) => formatDay(p.birth, lang), extra: true },
    {
      id: 'code',
      header: t('registry.people.column.code'),
      cell: (p) => (p.code ? formatCode(p.code) : ''),
      extra: true,
    },
  ]
  const table = (
    <Table
      id="people"
      caption={t('registry.people.title')}
      columns={columns}
      rows={found.rows}
      rowKey={(p) => p.personId}
      rowHref={(p) => `/people/${p.personId}`}
      page={found.page}
      size={found.size}
      total={found.total}
      onPage={onPage}
      actions={
        // What is found by name stands in the order of likeness.
        !text &&
        found.total > 1 && (
          <Select
            label={t('registry.people.order')}
            width="short"
            value={sort === 'newest' ? 'newest' : 'name'}
            onChange={(chosen) => onSort(chosen || 'name')}
            choices={[
              { value: 'name', label: t('registry.people.order.name') },
              { value: 'newest', label: t('registry.people.order.newest') },
            ]}
          />
        )
      }
      empty={<NoPeople text={text} filtered={filtered} onAll={onAll} />}
    />
  )
  return (
    <>
      {found.more && <Notice live>{t('registry.people.more', { count: found.total })}</Notice>}
      {table}
    </>
  )
}

/** Why the list is empty, and what to do about it. */
function NoPeople({ text, filtered, onAll }: { text: string; filtered: boolean; onAll: () => void }) {
  const t = useT()
  const why = text ? 'name' : filtered ? 'filters' : 'nobody'
  return (
    <EmptyState
      title={t(`registry.people.empty.${why}`, { text })}
      actions={
        <>
          {why !== 'nobody' && (
            <Button icon={X} onPress={onAll}>
              {t('registry.people.showAll')}
            </Button>
          )}
          {why !== 'filters' && (
            <Can verb="person.register" otherwise="absent">
              {() => (
                <Link href="/people/register" look="button" icon={UserPlus}>
                  {t('registry.people.register')}
                </Link>
              )}
            </Can>
          )}
        </>
      }
    >
      <p>{t(`registry.people.empty.${why}Help`)}</p>
    </EmptyState>
  )
}

export const page = definePage({
  path: '/people',
  title: 'registry.people.title',
  verb: 'person.list',
  Component: People,
})
