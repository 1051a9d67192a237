// The colours, sizes and spaces of everything we show, once: the web, the server's pages and the contrast
// test all read them here.

export const light = {
  ground: '#FBFAF7',
  surface: '#FFFFFF',
  line: '#D9D5CC',
  text: '#1F2421',
  muted: '#59605B',
  accent: '#0B6457',
  'accent-soft': '#E3F0EC',
  'on-accent': '#FFFFFF',
  danger: '#A4262C',
  warn: '#7A4F01',
  info: '#1F4E8C',
  ok: '#2B6A2F',
  'on-tone': '#FFFFFF',
  'band-1': '#F3E9D2',
  'band-1-text': '#5C4300',
  'band-2': '#F0D9B5',
  'band-2-text': '#5A3A00',
  'band-3': '#E2B8A0',
  'band-3-text': '#4A2012',
} as const

export type Colour = keyof typeof light

export const dark: Record<Colour, string> = {
  ground: '#161A18',
  surface: '#1F2422',
  line: '#3A413D',
  text: '#ECEAE4',
  muted: '#A9B0AB',
  accent: '#6CC7B5',
  'accent-soft': '#1D3B35',
  'on-accent': '#0B1F1B',
  danger: '#F1898C',
  warn: '#E3B45C',
  info: '#8DB6EE',
  ok: '#8CCB8F',
  'on-tone': '#161A18',
  'band-1': '#3A321D',
  'band-1-text': '#F0DDAE',
  'band-2': '#43321A',
  'band-2-text': '#F3D5A2',
  'band-3': '#4A2D20',
  'band-3-text': '#F4CDB8',
}

const sizes = {
  'text-small': '0.875rem',
  'text-base': '1rem',
  'text-large': '1.125rem',
  'text-title': '1.375rem',
  'text-page': '1.75rem',
  measure: '70ch',
  'space-1': '0.25rem',
  'space-2': '0.5rem',
  'space-3': '0.75rem',
  'space-4': '1rem',
  'space-5': '1.5rem',
  'space-6': '2.5rem',
  radius: '6px',
  target: '44px',
  'target-queue': '56px',
  motion: '120ms',
}

const declare = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `--${name}:${value};`)
    .join('')

/** Light, dark by the system's wish, and either by the person's own (`data-theme` on the root). */
export function tokensCss(): string {
  return [
    `:root{color-scheme:light;${declare(sizes)}${declare(light)}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${declare(dark)}}}`,
    `:root[data-theme=dark]{color-scheme:dark;${declare(dark)}}`,
    '@media (prefers-reduced-motion:reduce){:root{--motion:0ms;}}',
    // Paper is light whatever the screen is.
    `@media print{:root,:root[data-theme=dark]{color-scheme:light;${declare(light)}}}`,
  ].join('\n')
}
