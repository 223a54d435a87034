import { useText } from '../text/i18n'
import { cx } from './class-names'
import type { Heat } from './heat'

/** «14 мин» in the colours of the heat: 0 and 1 are text, 2 and 3 are filled, since a fill means "act now". */
export function WaitTime({ waitedMs, heat }: { readonly waitedMs: number; readonly heat: Heat }) {
  const { format } = useText()
  return <span className={cx('wait', `wait-${heat.step}`)}>{format.duration(waitedMs)}</span>
}
