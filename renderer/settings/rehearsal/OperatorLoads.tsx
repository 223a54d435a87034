import type { Burden, RehearsalResult } from '#protocol/rehearsal'
import { useOperator } from '../../state/hooks'
import { useText } from '../../text/i18n'

type Operators = RehearsalResult['operators']

/** Who would have had how much: figures, and bars behind them. */
export function OperatorLoads({ operators }: { readonly operators: Operators }) {
  const { t } = useText()
  const most = Math.max(1, ...operators.flatMap(({ before, after }) => [before.meanLoad, after.meanLoad]))
  const sorted = operators.toSorted((one, other) => other.before.inquiries - one.before.inquiries)
  return (
    <section className="rehearsal-part" aria-label={t('rehearsal.operators')}>
      <h3>{t('rehearsal.operators')}</h3>
      <div className="table-wrap">
        <table className="table rehearsal-table">
          <thead>
            <tr>
              <th scope="col">{t('rehearsal.operator')}</th>
              <th scope="col">{t('rehearsal.inquiries')}</th>
              <th scope="col">{t('rehearsal.meanLoad')}</th>
              <th scope="col" data-optional="">
                {t('rehearsal.mostLoad')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((one) => (
              <Row key={one.operatorId} one={one} most={most} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ one, most }: { readonly one: Operators[number]; readonly most: number }) {
  const { t, language } = useText()
  const name = useOperator(one.operatorId)?.name ?? t('rehearsal.former')
  const fraction = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 })
  const pair = (of: (burden: Burden) => string) => `${of(one.before)} → ${of(one.after)}`
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{pair((burden) => String(burden.inquiries))}</td>
      <td>
        <span className="rehearsal-load">
          {pair((burden) => fraction(burden.meanLoad))}
          <Bars was={one.before.meanLoad / most} is={one.after.meanLoad / most} />
        </span>
      </td>
      <td data-optional="">{pair((burden) => String(burden.mostLoad))}</td>
    </tr>
  )
}

function Bars({ was, is }: { readonly was: number; readonly is: number }) {
  return (
    <svg viewBox="0 0 120 16" aria-hidden="true" focusable="false">
      <rect className="chart-was" x={0} y={1} width={Math.max(1, was * 120)} height={6} rx={2} />
      <rect className="chart-is" x={0} y={9} width={Math.max(1, is * 120)} height={6} rx={2} />
    </svg>
  )
}
