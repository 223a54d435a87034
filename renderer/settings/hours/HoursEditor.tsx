import { type ReactNode, useRef } from 'react'
import { accepted } from '#protocol/errors'
import type { DistributionRules } from '#protocol/queries'
import { checkSchedule, Schedule, type ScheduleDraft } from '#protocol/schedules'
import { useBridge } from '../../bridge'
import { useAct } from '../../state/act'
import { useIsLive, useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Notice } from '../../ui/Notice'
import { RadioCards } from '../../ui/RadioCards'
import { ConflictNotice } from '../ConflictNotice'
import { type Edited, useEdited } from '../edited'
import { FormSet } from '../FormSet'
import { focusFirstWrong } from '../first-wrong'
import { askDistribution } from '../loaded'
import { RehearsalButton } from '../rehearsal/RehearsalButton'
import { SaveBar } from '../SaveBar'
import { SettingsScreen } from '../SettingsScreen'
import { useUnsavedGuard } from '../unsaved'
import { ScheduleFields } from './ScheduleFields'
import { officeHours, ownZone, scheduleDifferences } from './schedule-draft'

interface Props {
  readonly rules: DistributionRules
  readonly action: ReactNode
  readonly onSaved: () => void
}

interface Fields {
  readonly isScheduled: boolean
  /** Kept while one looks at the other choice. */
  readonly draft: ScheduleDraft
}

const fieldsOf = (schedule: Schedule | null): Fields => ({
  isScheduled: schedule !== null,
  draft: schedule ?? officeHours(ownZone()),
})

const scheduleOf = ({ isScheduled, draft }: Fields): ScheduleDraft | null => (isScheduled ? draft : null)

function useHours(first: DistributionRules['schedule']): Edited<Fields> {
  const bridge = useBridge()
  const act = useAct()
  const { t } = useText()
  const versioned = ({ version, value }: DistributionRules['schedule']) => ({ version, value: fieldsOf(value) })
  return useEdited<Fields>({
    first: versioned(first),
    save: async (fields, version) => {
      const draft = scheduleOf(fields)
      const schedule = draft === null ? null : Schedule.parse(draft)
      const told = { isQuiet: true, done: t('hours.saved') }
      const reply = await act({ kind: 'schedule.save', version, schedule }, told)
      return reply.ok ? accepted(versioned({ version: reply.value.version, value: schedule })) : reply
    },
    askSaved: async () => {
      const now = await askDistribution(bridge)
      return now.ok ? accepted(versioned(now.value.schedule)) : now
    },
  })
}

/** What is on the screen, once it could be saved. */
function rehearsed(fields: Fields) {
  const schedule = Schedule.nullable().safeParse(scheduleOf(fields))
  return schedule.success ? { schedule: { value: schedule.data } } : null
}

export function HoursEditor({ rules, action, onSaved }: Props) {
  const { t, format } = useText()
  const isLive = useIsLive()
  const { platform } = useWindow()
  const form = useRef<HTMLFormElement>(null)
  const edited = useHours(rules.schedule)
  const { value, change, theirs } = edited
  useUnsavedGuard(edited.isDirty)
  const issues = value.isScheduled ? checkSchedule(value.draft) : []
  const shown = issues.filter(({ problem }) => edited.isTried || problem !== 'nameEmpty')
  const save = async (send: () => Promise<{ readonly ok: boolean }>) => {
    edited.markTried()
    if (issues.length > 0) return platform.frame(() => focusFirstWrong(form.current))
    if ((await send()).ok) onSaved()
  }
  return (
    <form
      ref={form}
      className="contents"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save(edited.save)
      }}
    >
      <SettingsScreen
        title={t('settings.page.hours')}
        action={action}
        foot={
          <SaveBar
            isDirty={edited.isDirty}
            errors={shown.length}
            isSaving={edited.isSaving}
            reason={isLive ? null : t('settings.needsHub')}
            onDiscard={edited.discard}
            more={<RehearsalButton draft={() => rehearsed(value)} />}
          />
        }
      >
        {edited.refusal === null ? null : (
          <Notice tone="danger" isNews className="mb-4">
            {refusalText(t, format, edited.refusal)}
          </Notice>
        )}
        {theirs === null ? null : (
          <ConflictNotice
            rows={scheduleDifferences(t, format, scheduleOf(value), scheduleOf(theirs), t('hours.always'))}
            onKeepMine={() => void save(edited.keepMine)}
            onTakeTheirs={edited.takeTheirs}
          />
        )}
        <div className="form">
          <FormSet>
            <p className="text-text-2">
              {t('hours.applies')} <OwnHours rules={rules} />
            </p>
            <RadioCards
              label={t('hours.kind')}
              value={value.isScheduled ? 'scheduled' : 'always'}
              options={[
                { value: 'always', label: t('hours.always'), hint: t('hours.alwaysText') },
                { value: 'scheduled', label: t('hours.scheduled'), hint: t('hours.scheduledText') },
              ]}
              onChange={(kind) => change({ isScheduled: kind === 'scheduled' })}
            />
          </FormSet>
          {value.isScheduled ? (
            <ScheduleFields draft={value.draft} isTried={edited.isTried} onChange={(draft) => change({ draft })} />
          ) : null}
        </div>
      </SettingsScreen>
    </form>
  )
}

/** Groups that these hours do not concern. */
function OwnHours({ rules }: { readonly rules: DistributionRules }) {
  const { t } = useText()
  const names = rules.groups.filter(({ schedule }) => schedule !== null).map(({ name }) => name)
  return names.length === 0 ? null : t('hours.groupsOwn', { names: names.join(', ') })
}
