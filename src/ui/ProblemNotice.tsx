import { RotateCw } from 'lucide-react'
import { ApiProblem } from './api.ts'
import { Button } from './Button.tsx'
import { useT } from './language.tsx'
import { Notice } from './Notice.tsx'

/** Says what went wrong in the server's own sentence, or ours when it was not reached. */
export function ProblemNotice({ problem, retry }: { problem: unknown; retry?: () => void }) {
  const t = useT()
  const api = problem instanceof ApiProblem ? problem : undefined
  const network = api?.code === 'network'
  const title = network ? t('ui.problem.network') : api?.title || t('ui.problem.unknown')
  const detail = network ? t('ui.problem.networkHelp') : api ? api.action : t('ui.problem.unknownHelp')
  return (
    <Notice
      tone="danger"
      live
      title={title}
      actions={
        retry && (
          <Button icon={RotateCw} onPress={retry}>
            {t('ui.retry')}
          </Button>
        )
      }
    >
      {detail && <p>{detail}</p>}
    </Notice>
  )
}
