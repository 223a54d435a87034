import { orders } from '#protocol/operator'
import { useText } from '../../text/i18n'
import { RadioCards } from '../../ui/RadioCards'
import { gap, SentenceInput } from '../../ui/SentenceInput'
import { TextField } from '../../ui/TextField'
import { FormSet } from '../FormSet'
import { ScheduleFields } from '../hours/ScheduleFields'
import { PageLink } from '../PageLink'
import type { GroupFields, GroupProblem } from './group-form'
import { MemberFields } from './MemberFields'

interface Props {
  readonly fields: GroupFields
  readonly isBuiltIn: boolean
  readonly problems: readonly GroupProblem[]
  readonly isTried: boolean
  readonly onChange: (part: Partial<GroupFields>) => void
}

/** What a group is made of; of the built-in one name, being there and hours stay as they are and say so. */
export function GroupFieldset({ fields, isBuiltIn, problems, isTried, onChange }: Props) {
  const { t } = useText()
  const nameProblem = problems.find((one) => one === 'nameEmpty' || one === 'nameTaken')
  return (
    <>
      <TextField
        label={t('groups.name')}
        hint={isBuiltIn ? t('groups.nameFixed') : t('groups.nameHint')}
        error={nameProblem === undefined ? null : t(`groups.${nameProblem}`)}
        maxLength={80}
        value={fields.name}
        disabled={isBuiltIn}
        onChange={({ target }) => onChange({ name: target.value })}
      />
      <FormSet title={t('groups.order')}>
        <RadioCards
          label={t('groups.order')}
          value={fields.order}
          options={orders.map((value) => ({ value, label: t(`groups.${value}`), hint: t(`groups.${value}Text`) }))}
          onChange={(order) => onChange({ order })}
        />
      </FormSet>
      <MemberFields members={fields.members} isFixed={isBuiltIn} onChange={(members) => onChange({ members })} />
      <TimesFields fields={fields} problems={problems} onChange={onChange} />
      <HoursFields fields={fields} isBuiltIn={isBuiltIn} isTried={isTried} onChange={onChange} />
    </>
  )
}

function TimesFields({ fields, problems, onChange }: Pick<Props, 'fields' | 'problems' | 'onChange'>) {
  const { t } = useText()
  const errorOf = (problem: 'answerTimeWrong' | 'limitWrong') =>
    problems.includes(problem) ? t(`groups.${problem}`) : null
  return (
    <FormSet title={t('groups.times')}>
      <SentenceInput
        sentence={t('groups.answerTimeSentence', { value: gap })}
        label={t('groups.answerTime')}
        hint={fields.order === 'byHand' ? t('groups.answerTimeByHand') : t('groups.answerTimeHint')}
        error={errorOf('answerTimeWrong')}
        inputMode="numeric"
        value={fields.answerTime}
        onChange={({ target }) => onChange({ answerTime: target.value })}
      />
      <SentenceInput
        sentence={t('groups.limitSentence', { value: gap })}
        label={t('groups.limit')}
        hint={t('groups.limitHint')}
        error={errorOf('limitWrong')}
        inputMode="numeric"
        value={fields.limit}
        onChange={({ target }) => onChange({ limit: target.value })}
      />
    </FormSet>
  )
}

function HoursFields({ fields, isBuiltIn, isTried, onChange }: Omit<Props, 'problems'>) {
  const { t } = useText()
  if (isBuiltIn) {
    return (
      <FormSet title={t('groups.hours')}>
        <p className="text-text-2">
          {t('groups.hoursFixed')} <PageLink page="hours">{t('settings.page.hours')}</PageLink>
        </p>
      </FormSet>
    )
  }
  return (
    <>
      <FormSet title={t('groups.hours')}>
        <RadioCards
          label={t('groups.hours')}
          value={fields.hasOwnHours ? 'own' : 'company'}
          options={[
            { value: 'company', label: t('groups.hoursCompany'), hint: t('groups.hoursCompanyText') },
            { value: 'own', label: t('groups.hoursOwnLabel'), hint: t('groups.hoursOwnText') },
          ]}
          onChange={(kind) => onChange({ hasOwnHours: kind === 'own' })}
        />
      </FormSet>
      {fields.hasOwnHours ? (
        <ScheduleFields draft={fields.draft} isTried={isTried} onChange={(draft) => onChange({ draft })} />
      ) : null}
    </>
  )
}
