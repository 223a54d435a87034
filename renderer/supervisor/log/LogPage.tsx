import { useMemo, useState } from 'react'
import { Virtuoso } from 'react-virtuoso'
import type { LogLine } from '#protocol/queries'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { SkeletonRows } from '../../ui/Skeleton'
import { NotLoaded } from '../NotLoaded'
import { LogFilters } from './LogFilters'
import { LogItem } from './LogItem'
import { filterOf, firstChoice } from './log-filter'
import { type Log, useLog } from './use-log'

const keyOf = (line: LogLine): string => `${line.decisionId} ${line.conversationId}`

/** «Журнал распределения»: every decision with its reasons, the newest first, drawn only as far as it is seen. */
export function LogPage() {
  const { feed, platform } = useWindow()
  const [choice, setChoice] = useState(firstChoice)
  const filter = useMemo(
    () => filterOf(choice, platform.now() + feed.store.getState().hubOffsetMs),
    [choice, platform, feed],
  )
  const { log, reload, readOn } = useLog(filter)
  return (
    <>
      <LogFilters choice={choice} onChange={setChoice} onReload={reload} />
      <Lines log={log} onReload={reload} onEnd={readOn} />
    </>
  )
}

interface LinesProps {
  readonly log: Log
  readonly onReload: () => void
  readonly onEnd: () => void
}

function Lines({ log, onReload, onEnd }: LinesProps) {
  const { t } = useText()
  const [opened, setOpened] = useState<string | null>(null)
  const { lines, status, refusal } = log
  if (lines.length === 0) {
    if (refusal !== null) return <NotLoaded refusal={refusal} onRetry={onReload} />
    if (status === 'loading') return <SkeletonRows rows={8} />
    return <Empty title={t('supervisor.log.empty')}>{t('supervisor.log.emptyText')}</Empty>
  }
  return (
    <Virtuoso
      className="log-list"
      aria-label={t('supervisor.log.list')}
      role="region"
      tabIndex={0}
      data={lines}
      increaseViewportBy={{ top: 200, bottom: 600 }}
      computeItemKey={(_place, line) => keyOf(line)}
      endReached={() => (status === 'failed' ? undefined : onEnd())}
      context={{ log, onEnd }}
      components={{ Footer: End }}
      itemContent={(_place, line) => {
        const key = keyOf(line)
        return <LogItem line={line} isOpen={opened === key} onToggle={() => setOpened(opened === key ? null : key)} />
      }}
    />
  )
}

/** Below the last line read: more is on its way, or did not come. */
function End({ context }: { readonly context?: { readonly log: Log; readonly onEnd: () => void } }) {
  const { t } = useText()
  if (context === undefined || context.log.next === null) return null
  return (
    <p className="shift-line py-3">
      {context.log.status === 'failed' ? t('supervisor.log.moreFailed') : t('supervisor.log.more')}
      {context.log.status === 'failed' ? (
        <Button size="s" onClick={context.onEnd}>
          {t('common.retry')}
        </Button>
      ) : null}
    </p>
  )
}
