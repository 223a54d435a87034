import type { RehearsalResult } from '#protocol/rehearsal'
import { useOperator, useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'

type Item = RehearsalResult['elsewhere']['list'][number]

/** Inquiries that would have gone to others, by name. */
export function Elsewhere({ elsewhere: { total, list } }: Pick<RehearsalResult, 'elsewhere'>) {
  const { t } = useText()
  if (total === 0) return null
  return (
    <section className="rehearsal-part" aria-label={t('rehearsal.elsewhere', { count: total })}>
      <h3>{t('rehearsal.elsewhere', { count: total })}</h3>
      {list.length < total ? (
        <p className="text-small text-text-3">{t('rehearsal.newest', { count: list.length })}</p>
      ) : null}
      <div className="table-wrap">
        <table className="table rehearsal-table">
          <thead>
            <tr>
              <th scope="col">{t('rehearsal.contact')}</th>
              <th scope="col">{t('rehearsal.opened')}</th>
              <th scope="col">{t('rehearsal.was')}</th>
              <th scope="col">{t('rehearsal.wouldBe')}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((item) => (
              <Row key={`${item.conversationId} ${item.openedAt}`} item={item} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ item }: { readonly item: Item }) {
  const { format } = useText()
  const now = useWindow().platform.now()
  return (
    <tr>
      <th scope="row" className="cut">
        {item.contactName}
      </th>
      <td>{format.moment(item.openedAt, now)}</td>
      <td>
        <Way way={item.before} />
      </td>
      <td>
        <Way way={item.after} />
      </td>
    </tr>
  )
}

function Way({ way: { operatorId, waitMs } }: { readonly way: Item['before'] }) {
  const { t, format } = useText()
  const operator = useOperator(operatorId)
  if (operatorId === null || waitMs === null) return t('rehearsal.nobody')
  const name = operator?.name ?? t('rehearsal.former')
  return t('rehearsal.waited', { name, time: format.duration(waitMs) })
}
