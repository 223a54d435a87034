import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react'
import type { RehearsalSide } from '#protocol/rehearsal'
import type { Formats } from '../../text/format'
import { useText } from '../../text/i18n'

interface Props {
  readonly before: RehearsalSide
  readonly after: RehearsalSide
}

/** Less is better in each of them. */
const figures = [
  { key: 'assignment', isTime: true, of: (side: RehearsalSide) => side.assignment?.median ?? null },
  { key: 'assignmentP90', isTime: true, of: (side: RehearsalSide) => side.assignment?.p90 ?? null },
  { key: 'response', isTime: true, of: (side: RehearsalSide) => side.response?.median ?? null },
  { key: 'unanswered', isTime: false, of: (side: RehearsalSide) => side.unanswered },
  { key: 'mostUnassigned', isTime: false, of: (side: RehearsalSide) => side.mostUnassigned },
  { key: 'moves', isTime: false, of: (side: RehearsalSide) => side.moves },
] as const

/** Whole minutes would hide what has become better: «1 мин 35 с». */
function precisely(format: Formats, ms: number): string {
  const seconds = ms % 60_000
  const isFine = ms >= 60_000 && ms < 3_600_000 && seconds >= 1_000
  return isFine ? `${format.duration(ms)} ${format.duration(seconds)}` : format.duration(ms)
}

type Verdict = 'better' | 'worse' | 'equal'

/** Below a second nobody feels a difference of time. */
function verdictOf(before: number | null, after: number | null, isTime: boolean): Verdict {
  if (before === null || after === null) return 'equal'
  const difference = isTime ? Math.floor(after / 1_000) - Math.floor(before / 1_000) : after - before
  if (difference === 0) return 'equal'
  return difference < 0 ? 'better' : 'worse'
}

const arrows = { better: ArrowDownRight, worse: ArrowUpRight, equal: ArrowRight }

export function BigFigures({ before, after }: Props) {
  const { t, format } = useText()
  const text = (value: number | null, isTime: boolean) => {
    if (value === null) return t('rehearsal.nothing')
    return isTime ? precisely(format, value) : String(value)
  }
  return (
    <dl className="rehearsal-figures">
      {figures.map(({ key, isTime, of }) => {
        const [was, is] = [of(before), of(after)]
        const verdict = verdictOf(was, is, isTime)
        const Arrow = arrows[verdict]
        const by = text(Math.abs((is ?? 0) - (was ?? 0)), isTime)
        const said = verdict === 'equal' ? t('rehearsal.equal') : t(`rehearsal.${verdict}By`, { by })
        return (
          <div key={key} className="rehearsal-figure">
            <dt>{t(`rehearsal.figure.${key}`)}</dt>
            <dd>
              <span className="rehearsal-was">
                <span className="sr-only">{t('rehearsal.was')} </span>
                {text(was, isTime)}
              </span>
              <span className="rehearsal-is">
                <span className="sr-only">, {t('rehearsal.wouldBe')} </span>
                {text(is, isTime)}
                <span className="sr-only">, </span>
              </span>
              <span className="rehearsal-verdict" data-verdict={verdict}>
                <Arrow className="icon icon-s" aria-hidden="true" />
                {said}
              </span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
