import { useState } from 'react'
import { type ChannelSignature, defaultSignature, signatureLine, signatureProblem, signed } from '#protocol/signature'
import { useAct } from '../../state/act'
import { useAccount, useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { Switch } from '../../ui/Switch'
import { TextField } from '../../ui/TextField'
import { useUnsavedGuard } from '../unsaved'
import type { SectionProps } from './section'

/** Whether the operator's name stands before what is sent, and how; how authors in groups are named. */
export function Signature({ channel, onClose, onChanged }: SectionProps) {
  const { t } = useText()
  const act = useAct()
  const isLive = useIsLive()
  const { connection } = channel
  const me = useAccount()?.name ?? ''
  // As it was read: what somebody else saves meanwhile is not overwritten unseen.
  const [saved, setSaved] = useState(channel)
  const braced = `{{${t('channels.signature.variable')}}}`
  // The line nobody has written yet stands in the reader's language; both words mean the same.
  const isFirst = saved.signature.form === defaultSignature.form
  const before = isFirst ? { ...saved.signature, form: `${braced}:` } : saved.signature
  const [value, setValue] = useState<ChannelSignature>(before)
  const [isTried, setTried] = useState(false)
  const change = (part: Partial<ChannelSignature>) => setValue({ ...value, ...part })
  const isChanged = JSON.stringify(value) !== JSON.stringify(before)
  useUnsavedGuard(isChanged)
  const problem = signatureProblem(value)
  const save = async () => {
    setTried(true)
    if (problem !== null) return
    const { id: channelId, version } = saved
    const reply = await act(
      { kind: 'channel.sign', channelId, version, signature: value },
      { done: t('channels.signature.saved') },
    )
    if (!reply.ok) return
    setSaved(reply.value)
    onChanged()
  }
  return (
    <>
      <div className="sheet-body scroll grid min-h-0 flex-1 content-start gap-5">
        <Switch
          label={t('channels.signature.isOn')}
          hint={t('channels.signature.isOnHint')}
          isOn={value.isOn}
          onChange={(isOn) => change({ isOn })}
        />
        {value.isOn ? (
          <>
            <TextField
              label={t('channels.signature.form')}
              hint={t('channels.signature.formHint', { braced })}
              error={isTried && problem !== null ? t(`channels.signature.problem.${problem}`, { braced }) : null}
              maxLength={100}
              value={value.form}
              onChange={(event) => change({ form: event.target.value })}
            />
            <figure className="grid gap-1">
              <figcaption className="text-small text-text-3">{t('channels.signature.preview')}</figcaption>
              <p className="bubble bubble-mine whitespace-pre-wrap">
                {signed(t('channels.signature.sample'), signatureLine(value, me))}
              </p>
            </figure>
          </>
        ) : null}
        {channel.capabilities.groups ? (
          <Field
            label={t('channels.signature.groupAuthor')}
            hint={'groups' in connection && !connection.groups ? t('channels.signature.groupsOff') : undefined}
          >
            {() => (
              <Segmented
                label={t('channels.signature.groupAuthor')}
                className="justify-self-start"
                value={value.groupAuthor}
                options={[
                  { value: 'name', label: t('channels.signature.byName') },
                  { value: 'phone', label: t('channels.signature.byPhone') },
                ]}
                onChange={(groupAuthor) => change({ groupAuthor })}
              />
            )}
          </Field>
        ) : null}
      </div>
      <div className="sheet-foot">
        <Button
          look="ink"
          reason={isLive ? null : t('settings.needsHub')}
          isDisabled={!isChanged}
          onClick={() => void save()}
        >
          {t('common.save')}
        </Button>
        <Button look="ghost" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </>
  )
}
