import { Link } from 'react-aria-components/Link'
import { useT } from '../../ui/language.tsx'
import type { Place } from './places.ts'

export function Rail({ places, current }: { places: readonly Place[]; current: Place | undefined }) {
  const t = useT()
  return (
    <nav className="rail" aria-label={t('workspace.places')}>
      <ul>
        {places.map((place) => (
          <li key={place.path}>
            <Link
              href={place.path}
              className="rail-link"
              aria-current={place === current ? 'page' : undefined}
            >
              <place.icon aria-hidden className="icon" />
              <span>{t(place.text)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
