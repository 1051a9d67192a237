import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'

/** The question page is a page of its own: shown at /ui/question. */
export function StepsExample() {
  const t = useT()
  const [broken, breakIt] = useState(false)
  // The page for what fails while drawing can only be shown by failing.
  if (broken) throw new Error('gallery')
  return (
    <div className="actions">
      <Link href="/ui/question" look="button">
        {t('workspace.gallery.question')}
      </Link>
      <Link href="/ui/none" look="button">
        {t('workspace.notFound.title')}
      </Link>
      <Button onPress={() => breakIt(true)}>{t('ui.problem.unknown')}</Button>
    </div>
  )
}
