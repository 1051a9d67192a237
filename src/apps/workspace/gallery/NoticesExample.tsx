import { Phone } from 'lucide-react'
import { ApiProblem } from '../../../ui/api.ts'
import { Badge, Band } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Unreviewed } from '../../../ui/PersonText.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { Facts, Sentences } from '../../../ui/Sheet.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Timeline } from '../../../ui/Timeline.tsx'

export function NoticesExample() {
  const t = useT()
  return (
    <>
      {(['info', 'warn', 'danger', 'ok'] as const).map((tone) => (
        <Notice key={tone} tone={tone} title={t(`workspace.gallery.notice.${tone}`)}>
          <p>{t('workspace.gallery.noticeBody')}</p>
        </Notice>
      ))}
      <Notice tone="info" />
      <ProblemNotice problem={new ApiProblem(0, 'network')} retry={() => undefined} />
      <div className="actions">
        <Badge>{t('workspace.gallery.code')}</Badge>
        <Badge icon={Phone}>{t('workspace.gallery.phone')}</Badge>
        <Badge tone="info">{t('ui.tone.info')}</Badge>
        <Badge tone="danger">{t('ui.tone.danger')}</Badge>
        {([1, 2, 3] as const).map((level) => (
          <Band key={level} level={level}>
            {t('workspace.gallery.band', { level })}
          </Band>
        ))}
        <Unreviewed />
      </div>
      <Sentences
        label={t('workspace.today.title')}
        sentences={[
          {
            id: '1',
            text: t('workspace.gallery.sentence'),
            mark: <Badge tone="warn">{t('workspace.gallery.due')}</Badge>,
            actions: <Button icon={Phone}>{t('workspace.gallery.call')}</Button>,
          },
          { id: '2', text: t('workspace.gallery.sentenceTwo') },
        ]}
      />
      <Facts
        facts={[
          { name: t('workspace.gallery.river'), value: 'Latibonit' },
          { name: t('workspace.gallery.length'), value: '321 km' },
        ]}
      />
      <Progress label={t('workspace.gallery.working')} done={340} total={2767} mayClose />
      <Progress label={t('workspace.gallery.working')} />
      <Timeline
        label={t('workspace.gallery.timeline')}
        moments={[
          {
            id: '2',
            when: '20 nov 2026, 14:05',
            title: t('workspace.gallery.moment'),
            body: <p>{t('workspace.gallery.noticeBody')}</p>,
          },
          { id: '1', when: '3 oct 2026', title: t('workspace.gallery.momentOld') },
        ]}
      />
      <Skeleton lines={3} />
    </>
  )
}
