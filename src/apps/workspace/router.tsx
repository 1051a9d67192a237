import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { Page } from '../../ui/page.ts'
import { Alone } from './Alone.tsx'
import { Broken } from './Broken.tsx'
import { Inside } from './Inside.tsx'
import { NotFound } from './NotFound.tsx'
import { hostOf } from './PageHost.tsx'
import { pages } from './pages.ts'
import { Root } from './Root.tsx'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Broken })

// All that needs someone signed in.
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Inside })

const routes = pages.map(({ path, load }) =>
  createRoute({
    getParentRoute: () => inside,
    path,
    component: lazyRouteComponent(() => load().then(({ page }) => ({ default: hostOf(page) }))),
    errorComponent: Broken,
  }),
)

// The kit's living documentation: needs nobody and asks nothing.
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/ui',
  component: lazyRouteComponent(() => import('./gallery/Gallery.tsx'), 'Gallery'),
})
const galleryFrame = createRoute({
  getParentRoute: () => root,
  path: '/ui/frame',
  component: lazyRouteComponent(() => import('./gallery/FrameExample.tsx'), 'FrameExample'),
})
const galleryQuestion = createRoute({
  getParentRoute: () => root,
  path: '/ui/question',
  component: lazyRouteComponent(() => import('./gallery/QuestionExample.tsx'), 'QuestionExample'),
})

// For somebody invited, who has no account yet.
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() =>
    import('../../modules/access/pages/Invitation.tsx').then(({ page }) => {
      const Shown = hostOf(page as unknown as Page)
      return {
        default: () => (
          <Alone>
            <Shown />
          </Alone>
        ),
      }
    }),
  ),
  errorComponent: Broken,
})

// The address holds plain words (`?page=2`), never JSON.
const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))
const stringifySearch = (search: Record<string, unknown>): string => {
  const text = new URLSearchParams(
    Object.entries(search).flatMap(([name, value]) =>
      value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
    ),
  ).toString()
  return text ? `?${text}` : ''
}

export const router = createRouter({
  routeTree: root.addChildren([
    inside.addChildren(routes),
    invitation,
    gallery,
    galleryFrame,
    galleryQuestion,
  ]),
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPendingMs: 200,
})
