import type { Instance } from '../src/index.ts'

/** The smallest instance with something to choose. */
export const good = (): Instance => ({
  dimensions: ['beds', 'cots'],
  families: [
    { id: 'a', size: 3, demand: [3, 1] },
    { id: 'b', size: 1, demand: [1, 0] },
  ],
  shelters: [{ id: 's', capacity: [4, 1] }],
  pairs: [
    [0, 0, 30],
    [1, 0, 10],
  ],
})
