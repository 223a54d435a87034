import { ChevronRight } from 'lucide-react'
import { useText } from '../../text/i18n'
import { AccountFields, type FieldsProps } from './AccountFields'

/** What hardly anybody changes; open by itself when something in it is wrong. */
export function MoreFields(props: FieldsProps) {
  const { t } = useText()
  const isWrong = props.inputs.some(({ name }) => props.problems.has(name))
  return (
    <details className="group" open={isWrong || undefined}>
      <summary className="flex min-h-6 w-fit cursor-default list-none items-center gap-1 font-medium text-text-2">
        <ChevronRight className="icon group-open:rotate-90" aria-hidden="true" />
        {t('messengers.more')}
      </summary>
      <div className="mt-3 grid gap-4">
        <AccountFields {...props} />
      </div>
    </details>
  )
}
