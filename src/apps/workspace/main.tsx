import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import 'virtual:tokens.css'
import '../../ui/styles/base.css'
import '../../ui/styles/controls.css'
import '../../ui/styles/fields.css'
import '../../ui/styles/content.css'
import '../../ui/styles/table.css'
import '../../ui/styles/overlay.css'
import './frame.css'
import '../../ui/styles/print.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { applyTheme } from './preferences.ts'
import { router } from './router.tsx'

applyTheme()

const place = document.getElementById('app')
if (place)
  createRoot(place).render(
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  )
