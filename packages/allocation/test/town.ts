import type { Instance } from '../src/index.ts'

/** Six synthetic families and two shelters, of which only the second has a cot. */
export const town: Instance = {
  dimensions: ['beds', 'cots'],
  families: [
    { id: 'Pérez', size: 3, demand: [3, 1] },
    { id: 'Jean', size: 2, demand: [2, 0] },
    { id: 'Ana', size: 1, demand: [1, 0] },
    { id: 'Yusuf', size: 9, demand: [9, 0] },
    { id: 'Luz', size: 1, demand: [1, 0] },
    { id: 'Omar', size: 1, demand: [1, 0] },
  ],
  shelters: [
    { id: 'North', capacity: [3, 0] },
    { id: 'South', capacity: [4, 1] },
  ],
  pairs: [
    [0, 0, 36],
    [0, 1, 30],
    [1, 0, 18],
    [1, 1, 26],
    [2, 1, 12],
    [3, 1, 90],
    [5, 0, -2],
  ],
}
/** An allocation of them. */
export const placed = [1, 0, 1, -1, -1, -1]
