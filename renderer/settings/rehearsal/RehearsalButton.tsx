import { History } from 'lucide-react'
import { useState } from 'react'
import type { RehearsalDraft } from '#protocol/rehearsal'
import { useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { useToasts } from '../../ui/Toast'
import { Rehearsal } from './Rehearsal'

interface Props {
  /** What is on the screen and not yet saved; null while something in it is wrong. */
  readonly draft: () => Partial<RehearsalDraft> | null
}

const unchanged: RehearsalDraft = { settings: null, schedule: null, groups: [], channels: [] }

/** «Проверить на прошлых днях», beside «Сохранить» of any page of rules. */
export function RehearsalButton({ draft }: Props) {
  const { t } = useText()
  const { show } = useToasts()
  const isLive = useIsLive()
  const [tried, setTried] = useState<RehearsalDraft | null>(null)
  const open = () => {
    const asked = draft()
    if (asked === null) show(t('rehearsal.wrong'))
    else setTried({ ...unchanged, ...asked })
  }
  return (
    <>
      <Button
        icon={<History className="icon" aria-hidden="true" />}
        reason={isLive ? null : t('settings.needsHub')}
        onClick={open}
      >
        {t('rehearsal.open')}
      </Button>
      <Dialog isOpen={tried !== null} isWide title={t('rehearsal.title')} onClose={() => setTried(null)}>
        {tried === null ? null : <Rehearsal draft={tried} onClose={() => setTried(null)} />}
      </Dialog>
    </>
  )
}
