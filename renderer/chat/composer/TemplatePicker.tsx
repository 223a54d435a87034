import { useState } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import { missingValues, type Template } from '#protocol/templates'
import { useAct } from '../../state/act'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { TemplateChoice } from '../../ui/TemplateChoice'
import { noValues, TemplateFill } from '../../ui/TemplateFill'

/** Chooses an approved text, fills it and sends it: the way to a contact outside the reply window. */
export function TemplatePicker({ row, onClose }: { readonly row: ConversationRow; readonly onClose: () => void }) {
  const { t } = useText()
  const act = useAct()
  const [template, setTemplate] = useState<Template | null>(null)
  const [values, setValues] = useState(noValues)
  const [isSending, setSending] = useState(false)
  const pick = (next: Template | null) => {
    setTemplate(next)
    setValues(noValues)
  }
  const send = async ({ id: templateId }: Template) => {
    setSending(true)
    const message = { conversationId: row.id, text: '', attachments: [], replyToSeq: null }
    const reply = await act({ kind: 'message.send', ...message, template: { templateId, ...values } })
    setSending(false)
    if (reply.ok) onClose()
  }
  return (
    <Dialog isOpen isWide title={t('templates.pick.title')} onClose={onClose}>
      {template === null ? (
        <>
          <TemplateChoice channelId={row.channelId} onPick={pick} />
          <Button look="ghost" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      ) : (
        <form
          className="mt-3 grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            void send(template)
          }}
        >
          <TemplateFill template={template} values={values} onValues={setValues} />
          <div className="flex gap-2">
            <Button
              type="submit"
              look="ink"
              isWorking={isSending}
              isDisabled={missingValues(template.content, values).length > 0}
            >
              {t('templates.pick.send')}
            </Button>
            <Button look="ghost" onClick={() => pick(null)}>
              {t('templates.pick.other')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
