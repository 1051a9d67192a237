import { ArrowLeft, UserCheck, Users } from 'lucide-react'
import { Button } from '../../../ui/Button.tsx'
import { LeaveGuard } from '../../../ui/LeaveGuard.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import type { NewMember } from '../contract.ts'
import { displayName } from '../rules/names.ts'
import { Alike, type AlikePerson } from './parts/Alike.tsx'

type Props = {
  member: NewMember
  candidates: readonly AlikePerson[]
  onOther: () => void
  onSame: (candidate: AlikePerson) => void
  onBack: () => void
}

/** Someone within reach looks like who was just written: a person decides, with the reasons side by side. */
export function RegisterAlike({ member, candidates, onOther, onSame, onBack }: Props) {
  const t = useT()
  const { core } = member
  const name = displayName({
    given: core.givenNames,
    surname: core.surname1,
    secondSurname: core.surname2,
    chosen: core.chosenName,
  })
  return (
    <>
      <LeaveGuard dirty />
      <PageHeader
        title={t('registry.register.alike.title', { name })}
        lead={t('registry.register.alike.lead')}
      />
      <Notice tone="warn" title={t('registry.register.alike.found', { count: candidates.length })} live>
        <p>{t('registry.register.alike.help')}</p>
      </Notice>
      <Alike
        own={{ name, sex: core.sex, birth: core.birth, nationalities: core.nationalities }}
        candidates={candidates}
        actions={(candidate) => (
          <Button icon={Users} onPress={() => onSame(candidate)}>
            {t('registry.register.alike.same', { name: candidate.name })}
          </Button>
        )}
      />
      <div className="actions">
        <Button kind="primary" icon={UserCheck} onPress={onOther}>
          {t('registry.register.alike.other')}
        </Button>
        <Button kind="quiet" icon={ArrowLeft} onPress={onBack}>
          {t('registry.register.alike.correct')}
        </Button>
      </div>
    </>
  )
}
