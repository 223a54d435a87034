import type { Page } from '@playwright/test'

/** Waits until nothing moves that will come to rest: a button that is just lighting up has no contrast yet. */
export const still = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ playState, effect }) => {
      return playState === 'running' && Number.isFinite(Number(effect?.getComputedTiming().endTime))
    })
    await Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)))
  })
