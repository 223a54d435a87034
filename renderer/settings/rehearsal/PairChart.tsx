import { useId } from 'react'
import { useText } from '../../text/i18n'

interface Props {
  readonly title: string
  readonly labels: readonly string[]
  readonly before: readonly (number | null)[]
  readonly after: readonly (number | null)[]
  readonly show: (value: number | null) => string
}

const [width, height, foot] = [420, 150, 34]
/** Labels that would touch are left out, evenly. */
const labelWidth = 46

/** Two bars a step, what was and what would be. Drawn for the eye; the same figures stand in a table for everybody else. */
export function PairChart({ title, labels, before, after, show }: Props) {
  const { t } = useText()
  const id = useId()
  const most = Math.max(1, ...[...before, ...after].map((value) => value ?? 0))
  const step = width / Math.max(1, labels.length)
  const bar = Math.min(16, (step - 4) / 2)
  const every = Math.max(1, Math.ceil(labelWidth / step))
  const tall = (value: number | null | undefined) => Math.max(value ? 2 : 0, ((value ?? 0) / most) * (height - 14))
  return (
    <figure className="rehearsal-chart" aria-labelledby={id}>
      <figcaption id={id}>
        <span>{title}</span>
        <Legend />
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height + foot}`} aria-hidden="true" focusable="false">
        <text className="chart-label" x={0} y={9}>
          {show(most)}
        </text>
        <line className="chart-line" x1={0} x2={width} y1={height} y2={height} />
        {labels.map((label, index) => {
          const middle = step * (index + 0.5)
          const [was, is] = [tall(before[index]), tall(after[index])]
          return (
            <g key={label}>
              <rect className="chart-was" x={middle - bar - 1} width={bar} y={height - was} height={was} rx={2} />
              <rect className="chart-is" x={middle + 1} width={bar} y={height - is} height={is} rx={2} />
              {index % every === 0 ? <Label text={label} x={middle} /> : null}
            </g>
          )
        })}
      </svg>
      <table className="sr-only">
        <caption>{title}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('rehearsal.was')}</th>
            <th scope="col">{t('rehearsal.wouldBe')}</th>
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{show(before[index] ?? null)}</td>
              <td>{show(after[index] ?? null)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

/** Two words one above the other, where one line is too long for its step. */
function Label({ text, x }: { readonly text: string; readonly x: number }) {
  const cut = text.indexOf(' ')
  const lines = cut < 0 ? [text] : [text.slice(0, cut), text.slice(cut + 1)]
  return (
    <text className="chart-label" textAnchor="middle">
      {lines.map((line, index) => (
        <tspan key={line} x={x} y={height + 14 + index * 13}>
          {line}
        </tspan>
      ))}
    </text>
  )
}

function Legend() {
  const { t } = useText()
  return (
    <span className="chart-legend" aria-hidden="true">
      <i data-side="was" />
      {t('rehearsal.was')}
      <i data-side="is" />
      {t('rehearsal.wouldBe')}
    </span>
  )
}
