import { useState } from 'react'
import type { ChannelDetails } from '#protocol/channel'
import { useAct } from '../../state/act'
import { useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { useConfirmation } from '../../ui/Confirmation'
import { CopyButton } from '../../ui/CopyButton'
import { Notice } from '../../ui/Notice'

const example = `PultChat.identify({
  externalId: '1042', name: 'Анна', email: 'anna@shop.example', phone: null,
  hash: '…' // HMAC-SHA256(secret, externalId), hex
})`

interface Props {
  readonly channel: ChannelDetails
  readonly secretEnd: string
}

/** How a site tells who its signed-in customers are, so that nobody can pass for another. */
export function WebIdentity({ channel, secretEnd }: Props) {
  const { t } = useText()
  const act = useAct()
  const confirm = useConfirmation()
  const isLive = useIsLive()
  const [secret, setSecret] = useState<string | null>(null)
  const issue = async () => {
    const isAgain = secretEnd !== ''
    const yes =
      !isAgain ||
      (await confirm({
        title: t('channels.identity.againTitle'),
        text: t('channels.identity.againText'),
        act: t('channels.identity.againAct'),
        keep: t('channels.identity.againKeep'),
        isDangerous: true,
      }))
    if (!yes) return
    const reply = await act({ kind: 'channel.issueSecret', channelId: channel.id }, {})
    if (!reply.ok) return
    setSecret(reply.value.secret)
  }
  return (
    <section className="grid gap-2" aria-labelledby="web-identity">
      <h3 id="web-identity">{t('channels.identity.title')}</h3>
      <p className="text-text-2">{t('channels.identity.text')}</p>
      {secret === null ? null : (
        <Notice isNews end={<CopyButton text={secret} />}>
          <span className="block">{t('channels.identity.once')}</span>
          <code className="snippet">{secret}</code>
        </Notice>
      )}
      <code className="snippet whitespace-pre-wrap">{example}</code>
      <div className="flex items-center gap-3">
        <Button size="s" reason={isLive ? null : t('settings.needsHub')} onClick={() => void issue()}>
          {secretEnd === '' ? t('channels.identity.make') : t('channels.identity.makeAgain')}
        </Button>
        {secretEnd === '' ? null : (
          <span className="text-text-3">{t('channels.identity.stands', { end: secretEnd })}</span>
        )}
      </div>
    </section>
  )
}
