import { useText } from '../text/i18n'

const most = 8

interface Props {
  readonly load: number
  /** null = no limit: then only the number is said. */
  readonly limit: number | null
  /** The figure stands beside or in the name of its row. */
  readonly isDecorative?: boolean
}

/** Load against the limit in short bars. Above eight places each bar stands for several conversations. */
export function LoadBars({ load, limit, isDecorative = false }: Props) {
  const { t } = useText()
  const label = limit === null ? t('common.loadOnly', { load }) : t('common.loadOf', { load, limit })
  const named = isDecorative ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': label }
  if (limit === null || limit === 0) {
    return (
      <span className="text-small text-text-3" {...(isDecorative ? { 'aria-hidden': true as const } : {})}>
        {load}
      </span>
    )
  }
  const places = Math.min(limit, most)
  const filled = Math.min(places, Math.ceil((load / limit) * places))
  const bars = Array.from({ length: places }, (_, place) => ({ place, isFilled: place < filled }))
  return (
    <span className="load" data-full={load >= limit ? '' : undefined} {...named}>
      {bars.map((bar) => (
        <i key={bar.place} data-filled={bar.isFilled ? '' : undefined} />
      ))}
      {load > limit ? <i data-above="" /> : null}
    </span>
  )
}
