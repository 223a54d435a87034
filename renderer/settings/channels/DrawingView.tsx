import { Check } from 'lucide-react'
import { useText } from '../../text/i18n'
import type { ChatLine, Drawing, ScreenRow } from './messengers/messenger'

/** A drawn screen of the messenger; what has to be found there is ringed. */
export function DrawingView({ drawing }: { readonly drawing: Drawing }) {
  const { t } = useText()
  const title = drawing.title(t)
  return (
    <figure className="drawing" data-kind={drawing.kind} aria-label={t('messengers.drawing', { title })}>
      <figcaption className="drawing-head" aria-hidden="true">
        <span className="drawing-dot" />
        <span className="cut">{title}</span>
      </figcaption>
      <div className="drawing-body">
        {drawing.kind === 'chat'
          ? drawing.lines.map((line) => <Line key={line.text(t)} line={line} />)
          : drawing.rows.map((row) => <Row key={row.label(t)} row={row} />)}
      </div>
    </figure>
  )
}

const marked = (isMarked: boolean | undefined) => (isMarked === true ? '' : undefined)

function Line({ line: { from, text, isMarked } }: { readonly line: ChatLine }) {
  const { t } = useText()
  return (
    <p className="drawing-line" data-from={from} data-marked={marked(isMarked)}>
      {text(t)}
    </p>
  )
}

function Row({ row: { kind, label, value, isMarked } }: { readonly row: ScreenRow }) {
  const { t } = useText()
  if (kind === 'button') {
    return (
      <span className="drawing-button" data-marked={marked(isMarked)}>
        {label(t)}
      </span>
    )
  }
  return (
    <div className="drawing-row">
      {kind === 'check' ? (
        <span className="drawing-box">
          <Check className="icon icon-xs" aria-hidden="true" />
        </span>
      ) : null}
      <span className="min-w-0 flex-1">{label(t)}</span>
      {kind === 'switch' ? <span className="drawing-switch" data-marked={marked(isMarked)} /> : null}
      {value === undefined ? null : (
        <span className="drawing-value cut" data-marked={marked(isMarked)}>
          {value}
        </span>
      )}
    </div>
  )
}
