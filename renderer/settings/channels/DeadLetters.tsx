import { useCallback, useEffect, useState } from 'react'
import type { DeadLetter } from '#protocol/dead-letter'
import { useBridge } from '../../bridge'
import { useAct } from '../../state/act'
import { useHubNow, useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { useConfirmation } from '../../ui/Confirmation'
import { useToasts } from '../../ui/Toast'
import type { SectionProps } from './section'

const pageSize = 20

interface Listed {
  readonly letters: readonly DeadLetter[]
  readonly next: number | null
}

/** What came from the messenger and could not be processed: looked at, tried again, given up. */
export function DeadLetters({ channel, onClose, onChanged }: SectionProps) {
  const { t } = useText()
  const bridge = useBridge()
  const [listed, setListed] = useState<Listed | 'loading' | 'failed'>('loading')
  const channelId = channel.id
  const read = useCallback(
    async (before: number | null, held: readonly DeadLetter[]) => {
      const reply = await bridge.query({ kind: 'channel.deadLetters', channelId, before, limit: pageSize })
      if (!reply.ok) return setListed('failed')
      setListed({ letters: [...held, ...reply.value.letters], next: reply.value.next })
    },
    [bridge, channelId],
  )
  useEffect(() => void read(null, []), [read])
  const gone = (letter: DeadLetter) => {
    setListed((now) =>
      typeof now === 'string' ? now : { ...now, letters: now.letters.filter((one) => one !== letter) },
    )
    onChanged()
  }
  return (
    <>
      <div className="sheet-body scroll grid min-h-0 flex-1 content-start gap-3">
        <p className="text-text-2">{t('channels.letters.intro')}</p>
        {listed === 'loading' ? <p className="text-text-3">{t('channels.letters.loading')}</p> : null}
        {listed === 'failed' ? (
          <p>
            {t('channels.letters.failed')}{' '}
            <button type="button" className="btn-link" onClick={() => void read(null, [])}>
              {t('channels.letters.again')}
            </button>
          </p>
        ) : null}
        {typeof listed === 'string' ? null : (
          <Letters
            listed={listed}
            channelId={channelId}
            onGone={gone}
            onMore={() => void read(listed.next, listed.letters)}
          />
        )}
      </div>
      <div className="sheet-foot">
        <Button look="ghost" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  )
}

interface LettersProps {
  readonly listed: Listed
  readonly channelId: SectionProps['channel']['id']
  readonly onGone: (letter: DeadLetter) => void
  readonly onMore: () => void
}

function Letters({ listed, channelId, onGone, onMore }: LettersProps) {
  const { t } = useText()
  if (listed.letters.length === 0) return <p className="text-text-3">{t('channels.letters.none')}</p>
  return (
    <>
      <ul className="grid gap-3">
        {listed.letters.map((letter) => (
          <Letter key={letter.eventKey} letter={letter} channelId={channelId} onGone={() => onGone(letter)} />
        ))}
      </ul>
      {listed.next === null ? null : <Button onClick={onMore}>{t('channels.letters.more')}</Button>}
    </>
  )
}

interface LetterProps {
  readonly letter: DeadLetter
  readonly channelId: SectionProps['channel']['id']
  readonly onGone: () => void
}

function Letter({ letter, channelId, onGone }: LetterProps) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  const act = useAct()
  const ask = useConfirmation()
  const { show } = useToasts()
  const isLive = useIsLive()
  const reason = isLive ? null : t('settings.needsHub')
  const { eventKey } = letter
  const why = letter.reason === 'UnknownShape' ? t('channels.letters.unknownShape') : t('channels.letters.broke')
  const retry = async () => {
    const reply = await act({ kind: 'letter.retry', channelId, eventKey })
    if (!reply.ok) return
    show(reply.value.isDone ? t('channels.letters.done') : t('channels.letters.stays'))
    if (reply.value.isDone) onGone()
  }
  const discard = async () => {
    const isSure = await ask({
      title: t('channels.letters.discardTitle'),
      text: t('channels.letters.discardText'),
      act: t('channels.letters.discardDo'),
      keep: t('channels.letters.discardKeep'),
      isDangerous: true,
    })
    if (!isSure) return
    if ((await act({ kind: 'letter.discard', channelId, eventKey }, { done: t('channels.letters.discarded') })).ok)
      onGone()
  }
  return (
    <li className="card letter">
      <p>
        {why} <time className="text-text-3">{format.full(letter.at, now)}</time>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <pre className="letter-body scroll" dir="ltr" tabIndex={0}>
        {letter.body}
        {letter.isCut ? '…' : ''}
      </pre>
      <div className="flex gap-1.5">
        <Button size="s" reason={reason} onClick={() => void retry()}>
          {t('channels.letters.retry')}
        </Button>
        <Button size="s" look="ghost" reason={reason} onClick={() => void discard()}>
          {t('channels.letters.discard')}
        </Button>
      </div>
    </li>
  )
}
