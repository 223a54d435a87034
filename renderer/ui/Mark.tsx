import type { Messenger } from '#protocol/channel'
import { useText } from '../text/i18n'
import { cx } from './class-names'

/** Our own glyphs, never a brand's logo; never the only carrier of the name. */
const glyphs: Record<Messenger, { readonly path: string; readonly isSolid?: boolean }> = {
  telegram: { path: 'M1.2 5.6 10.6 1.6 8.6 10.4 5.9 8.2 4.6 9.8 4.3 7.2 8 4.4 3.2 6.7z', isSolid: true },
  vk: { path: 'M1.8 3.4 4.2 8.6 6.6 3.4M8.2 3.4v5.2M10.6 3.4 8.4 6l2.2 2.6' },
  whatsapp: {
    path: 'M3.4 2.2c-.9.5-1.3 1.5-1 2.6.7 2.4 2.4 4.1 4.8 4.8 1.1.3 2.1-.1 2.6-1L8.2 7.3l-1 .8C5.7 7.6 4.4 6.3 3.9 4.8l.8-1z',
  },
  viber: { path: 'M6 8.9h.01M3.9 6.9a3 3 0 0 1 4.2 0M1.9 4.9a5.8 5.8 0 0 1 8.2 0' },
  max: { path: 'M1.9 9.2V3l4.1 4.4L10.1 3v6.2' },
  web: { path: 'M1.6 2.6h8.8v5.6H5.4L3.2 10V8.2H1.6zM4 5.4h.01M6 5.4h.01M8 5.4h.01' },
}

interface Props {
  readonly messenger: Messenger
  readonly size?: 16 | 24 | 36
  /** The name stands beside it, so it need not be spoken. */
  readonly isDecorative?: boolean
}

export function Mark({ messenger, size = 16, isDecorative = false }: Props) {
  const { t } = useText()
  const glyph = glyphs[messenger]
  const named = isDecorative
    ? { 'aria-hidden': true as const }
    : { role: 'img', 'aria-label': t(`common.messenger.${messenger}`) }
  return (
    <span className={cx('mark', `mark-${messenger}`, size !== 16 && `mark-${size}`)} {...named}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path className={glyph.isSolid === true ? 'solid' : undefined} d={glyph.path} />
      </svg>
    </span>
  )
}
