import { useText } from '../text/i18n'
import { cx } from './class-names'

/** Unread messages of a contact in petrol; `isQuiet` for internal news (a mention). Nothing at zero. */
export function Count({ value, isQuiet = false }: { readonly value: number; readonly isQuiet?: boolean }) {
  const { t, format } = useText()
  if (value <= 0) return null
  return (
    <span className={cx('unread', isQuiet && 'unread-quiet')}>
      <span className="sr-only">{t('common.unread', { number: value })}</span>
      <span aria-hidden="true">{format.count(value)}</span>
    </span>
  )
}
