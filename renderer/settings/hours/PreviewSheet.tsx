import { useEffect, useState } from 'react'
import type { DistributionRules } from '#protocol/queries'
import { useHubNow, useIsLive, useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Field } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { askDistribution, useLoaded } from '../loaded'
import { WhenLoaded } from '../SettingsScreen'
import { SideSheet } from '../SideSheet'
import { ChannelAnswer } from './ChannelAnswer'
import { ClockInput } from './ClockInput'
import { usePreview } from './use-preview'
import { instantOf, wallAt } from './zone-time'

interface Props {
  /** Grows with every saving: what was answered before is old then. */
  readonly savings: number
  readonly onClose: () => void
}

/** «Кто отвечает сейчас или в выбранный момент»: channel by channel, as the hub would decide. */
export function PreviewSheet({ savings, onClose }: Props) {
  const { t } = useText()
  const { loaded, reload } = useLoaded(askDistribution)
  useEffect(() => {
    if (savings > 0) void reload()
  }, [savings, reload])
  return (
    <SideSheet title={t('hours.preview.title')} onClose={onClose}>
      <div className="sheet-body scroll">
        <p className="text-text-2">{t('hours.preview.text')}</p>
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {(rules) => <Preview rules={rules} savings={savings} />}
        </WhenLoaded>
      </div>
    </SideSheet>
  )
}

function Preview({ rules, savings }: { readonly rules: DistributionRules; readonly savings: number }) {
  const { t } = useText()
  const { platform } = useWindow()
  const zone = rules.schedule.value?.zone
  const [kind, setKind] = useState<'now' | 'other'>('now')
  const [moment, setMoment] = useState(() => wallAt(platform.now(), zone))
  const at = instantOf(moment.date, moment.minute, zone)
  return (
    <>
      <Segmented
        label={t('hours.preview.when')}
        value={kind}
        options={[
          { value: 'now', label: t('hours.preview.now') },
          { value: 'other', label: t('hours.preview.other') },
        ]}
        onChange={setKind}
        className="justify-self-start"
      />
      {kind === 'now' ? null : (
        <Field
          label={t('hours.preview.moment')}
          hint={zone === undefined ? t('hours.preview.ownZone') : t('hours.preview.zone', { zone })}
          error={at === null ? t('hours.preview.momentWrong') : null}
        >
          {({ id, describedBy, isInvalid }) => (
            <span className="flex gap-2">
              <input
                id={id}
                type="date"
                className="input w-auto! flex-none"
                value={moment.date}
                aria-invalid={(isInvalid && Number.isFinite(moment.minute)) || undefined}
                aria-describedby={describedBy}
                onChange={({ target }) => setMoment({ ...moment, date: target.value })}
              />
              <ClockInput
                label={t('hours.preview.time')}
                minute={moment.minute}
                isWrong={Number.isNaN(moment.minute)}
                describedBy={describedBy}
                onChange={(minute) => setMoment({ ...moment, minute })}
              />
            </span>
          )}
        </Field>
      )}
      <Answers rules={rules} at={kind === 'now' ? null : at} savings={savings} />
    </>
  )
}

interface AnswersProps {
  readonly rules: DistributionRules
  readonly at: number | null
  readonly savings: number
}

function Answers({ rules, at, savings }: AnswersProps) {
  const { t } = useText()
  const isLive = useIsLive()
  const now = useHubNow(60_000)
  const preview = usePreview(at, `${now}/${savings}`)
  if (rules.channels.length === 0) return <p className="text-text-3">{t('hours.preview.noChannels')}</p>
  return (
    <>
      {isLive ? null : <p className="text-text-3">{t('settings.needsHub')}</p>}
      <ul className="grid" aria-live="polite">
        {rules.channels.map((channel) => {
          const answer = preview?.channels.find(({ channelId }) => channelId === channel.id)
          return answer === undefined ? null : (
            <ChannelAnswer
              key={channel.id}
              channel={channel}
              answer={answer}
              groups={rules.groups}
              at={preview?.at ?? now}
              zone={rules.schedule.value?.zone}
            />
          )
        })}
      </ul>
    </>
  )
}
