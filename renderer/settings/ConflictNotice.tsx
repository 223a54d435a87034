import { useText } from '../text/i18n'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'

export interface ConflictRow {
  readonly key: string
  readonly name: string
  readonly mine: string
  readonly theirs: string
}

interface Props {
  readonly rows: readonly ConflictRow[]
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Somebody else saved meanwhile: both values side by side, nothing lost, nothing overwritten unasked. */
export function ConflictNotice({ rows, onKeepMine, onTakeTheirs }: Props) {
  const { t } = useText()
  return (
    <Notice tone="warn" isNews className="mb-5 max-w-[720px]">
      <p>
        <b>{t('settings.distribution.conflict')}</b> {t('settings.distribution.conflictText')}
      </p>
      <table className="my-2 w-full">
        <thead>
          <tr className="text-small text-text-2">
            <th>{t('settings.distribution.field')}</th>
            <th>{t('settings.distribution.mine')}</th>
            <th>{t('settings.distribution.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td className="py-0.5 pe-3">{row.name}</td>
              <td className="pe-3 font-medium">{row.mine}</td>
              <td>{row.theirs}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap gap-2">
        <Button size="s" onClick={onKeepMine}>
          {t('settings.distribution.keepMine')}
        </Button>
        <Button size="s" onClick={onTakeTheirs}>
          {t('settings.distribution.takeTheirs')}
        </Button>
      </div>
    </Notice>
  )
}
