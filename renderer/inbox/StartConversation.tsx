import { PenLine } from 'lucide-react'
import { useState } from 'react'
import type { Channel } from '#protocol/channel'
import type { ChannelId } from '#protocol/ids'
import { missingValues, type Template } from '#protocol/templates'
import { useAct } from '../state/act'
import { useAction, useIsLive, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Field } from '../ui/Field'
import { IconButton } from '../ui/IconButton'
import { Select } from '../ui/Select'
import { TemplateChoice } from '../ui/TemplateChoice'
import { noValues, TemplateFill } from '../ui/TemplateFill'
import { TextField } from '../ui/TextField'

const none: readonly Channel[] = []

/** Begins a conversation with somebody who has not written, where a messenger lets the company do so by a template. */
export function StartConversation() {
  const { t } = useText()
  const isLive = useIsLive()
  const isRestricted = useWorkspace((state) => state.company?.account.role === 'restricted')
  const all = useWorkspace((state) => state.company?.channels ?? none)
  const channels = all.filter((one) => one.isConnected && one.capabilities.writesFirst === 'byTemplate')
  const [isOpen, setOpen] = useState(false)
  const canStart = channels.length > 0 && !isRestricted
  useAction(
    canStart
      ? { id: 'conversation.start', title: t('templates.start.act'), group: 'conversation', run: () => setOpen(true) }
      : null,
  )
  if (!canStart) return null
  return (
    <>
      <IconButton
        label={t('templates.start.act')}
        reason={isLive ? null : t('settings.needsHub')}
        icon={<PenLine className="icon" aria-hidden="true" />}
        onClick={() => setOpen(true)}
      />
      {isOpen ? <StartDialog channels={channels} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

interface Props {
  readonly channels: readonly Channel[]
  readonly onClose: () => void
}

const phoneForm = /^\+?\d{7,15}$/
const isPhone = (written: string) => phoneForm.test(written.replaceAll(/[\s()-]/g, ''))

function StartDialog({ channels, onClose }: Props) {
  const { t } = useText()
  const { navigator } = useWindow()
  const act = useAct()
  const [channelId, setChannelId] = useState<ChannelId | null>(channels[0]?.id ?? null)
  const [person, setPerson] = useState({ phone: '', name: '' })
  const [template, setTemplate] = useState<Template | null>(null)
  const [values, setValues] = useState(noValues)
  const [isSending, setSending] = useState(false)
  const pick = (next: Template | null) => {
    setTemplate(next)
    setValues(noValues)
  }
  const start = async (chosen: Template) => {
    setSending(true)
    const use = { templateId: chosen.id, ...values }
    const reply = await act({ kind: 'conversation.start', channelId: chosen.channelId, ...person, template: use })
    setSending(false)
    if (!reply.ok) return
    onClose()
    navigator.openConversation(reply.value.conversationId)
  }
  const isWrong = person.phone !== '' && !isPhone(person.phone)
  return (
    <Dialog isOpen isWide title={t('templates.start.title')} description={t('templates.start.text')} onClose={onClose}>
      <form
        className="mt-3 grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (template !== null) void start(template)
        }}
      >
        {channels.length < 2 ? null : (
          <ChannelField
            channels={channels}
            value={channelId}
            onChange={(id) => {
              setChannelId(id)
              pick(null)
            }}
          />
        )}
        <TextField
          label={t('templates.start.phone')}
          type="tel"
          error={isWrong ? t('templates.start.phoneWrong') : null}
          value={person.phone}
          onChange={({ target }) => setPerson({ ...person, phone: target.value })}
        />
        <TextField
          label={t('templates.start.name')}
          maxLength={80}
          value={person.name}
          onChange={({ target }) => setPerson({ ...person, name: target.value })}
        />
        {template === null ? (
          channelId !== null && <TemplateChoice channelId={channelId} onPick={pick} />
        ) : (
          <TemplateFill template={template} values={values} onValues={setValues} />
        )}
        {template === null ? null : (
          <div className="flex gap-2">
            <Button
              type="submit"
              look="ink"
              isWorking={isSending}
              isDisabled={!isPhone(person.phone) || missingValues(template.content, values).length > 0}
            >
              {t('templates.pick.send')}
            </Button>
            <Button look="ghost" onClick={() => pick(null)}>
              {t('templates.pick.other')}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  )
}

interface ChannelProps {
  readonly channels: readonly Channel[]
  readonly value: ChannelId | null
  readonly onChange: (id: ChannelId) => void
}

function ChannelField({ channels, value, onChange }: ChannelProps) {
  const { t } = useText()
  const choose = (id: string) => {
    const chosen = channels.find((one) => one.id === id)
    if (chosen !== undefined) onChange(chosen.id)
  }
  return (
    <Field label={t('templates.start.channel')}>
      {({ id }) => (
        <Select<string>
          id={id}
          label={t('templates.start.channel')}
          value={value ?? ''}
          choices={channels.map((one) => ({ value: one.id, label: one.name, hint: one.account }))}
          onChange={choose}
        />
      )}
    </Field>
  )
}
