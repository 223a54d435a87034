import { useEffect, useRef } from 'react'
import type { VisitorSite } from '#protocol/visitor'
import { openPreview, type Preview, type PreviewMoment } from '#widget/preview'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'

interface Props {
  readonly site: VisitorSite
  readonly moment: PreviewMoment
}

/** The chat itself, as it will stand on the site: the same program over the settings as they are written here. */
export function WebPreview({ site, moment }: Props) {
  const { t, language } = useText()
  const { platform } = useWindow()
  const place = useRef<HTMLDivElement>(null)
  const preview = useRef<Preview | null>(null)
  const [question, answer, name] = [
    t('channels.look.sampleQuestion'),
    t('channels.look.sampleAnswer'),
    t('channels.look.sampleName'),
  ]
  useEffect(() => {
    if (place.current === null) return undefined
    const world = { now: () => platform.now(), after: platform.after.bind(platform) }
    const opened = openPreview({ place: place.current, locale: language, world, words: { question, answer, name } })
    preview.current = opened
    return () => opened.close()
  }, [platform, language, question, answer, name])
  useEffect(() => preview.current?.show(site, moment), [site, moment])
  return <div ref={place} className="web-preview" />
}
