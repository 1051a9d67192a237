import { useT } from './language.tsx'

/** Lines where text will stand; a screen reader hears "loading" once. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const t = useT()
  return (
    <div role="status" className="skeleton">
      <span className="hidden">{t('ui.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <span key={line} className="skeleton-line" aria-hidden />
      ))}
    </div>
  )
}
