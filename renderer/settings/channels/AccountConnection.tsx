import type { ChannelDetails, Messenger } from '#protocol/channel'
import { useText } from '../../text/i18n'
import { AccountFields } from './AccountFields'
import { conflictRows } from './account-conflict'
import {
  type AccountProblem,
  type AccountValues,
  accountKind,
  blankValues,
  checkOf,
  hasNewSecret,
  problemsOf,
} from './account-form'
import { ChannelNameField } from './ChannelNameField'
import { CheckNote } from './CheckNote'
import { ConnectionSheet } from './ConnectionSheet'
import { useConnection } from './connection-edit'
import { GuideSteps, Step } from './GuideSteps'
import { HandoverRows } from './HandoverRows'
import { MessengerLogin } from './login/MessengerLogin'
import { MoreFields } from './MoreFields'
import type { AccountGuide, ConnectionProps } from './messengers/messenger'
import { ReceiverField } from './ReceiverField'
import { useAccountCheck } from './use-account-check'
import { useFreshFields } from './use-fresh-fields'

interface Props extends ConnectionProps {
  readonly messenger: Messenger
  readonly guide: AccountGuide
}

/** Its settings do not open: they have to be entered again, as they were. */
const isLocked = (channel: ChannelDetails | null) =>
  channel?.health.kind === 'stopped' && channel.health.reason === 'secret'

const noProblems: ReadonlyMap<string, AccountProblem> = new Map()

/** An account of a messenger: what to do there, what to paste here, whose it turns out to be, who answers. */
export function AccountConnection({ messenger, guide, channel, publicUrl, onClose, onSaved }: Props) {
  const { t } = useText()
  const fresh = useFreshFields(messenger, blankValues(guide))
  const kind = accountKind(messenger, guide)
  const edited = useConnection<AccountValues>({ channel, fresh }, kind)
  const check = useAccountCheck(channel)
  const { name, receiver, values } = edited.value
  const situation = {
    stored: channel === null ? null : kind.valuesOf(channel.connection),
    isLocked: isLocked(channel),
  }
  const problemsIn = (some: AccountValues) => problemsOf(messenger, guide, some, situation)
  const problems = problemsIn(values)
  const outcome = check.of(values)
  const isUnchecked = hasNewSecret(guide, values) && outcome?.kind !== 'found'
  const shown = edited.isTried ? problems : noProblems
  const ask = async (some: AccountValues) => {
    const form = checkOf(messenger, guide, some)
    if (form === null || problemsIn(some).size > 0) return edited.markTried()
    const found = await check.ask(some, form)
    // The account's own name is the best first guess for the channel's, unless one has written another.
    if (channel === null && found.kind === 'found' && name === fresh.name)
      edited.change({ name: found.account.name.slice(0, 80) })
  }
  const paste = (secret: string, text: string) => {
    const next = { ...values, [secret]: text }
    edited.set({ [secret]: text })
    if (problemsIn(next).size === 0) void ask(next)
  }
  /** A ticket is for the address that gave it. */
  const takeTicket = (token: string, baseUrl: string) => {
    edited.set({ token, baseUrl })
    void ask({ ...values, token, baseUrl })
  }
  const login =
    guide.login === undefined ? null : (
      <MessengerLogin
        {...{ messenger, guide: guide.login, baseUrl: String(values.baseUrl ?? ''), onTicket: takeTicket }}
      />
    )
  const fields = { values, channel, publicUrl, problems: shown, onChange: edited.set, onPaste: paste }
  const account = (
    <div className="grid gap-3">
      <AccountFields inputs={guide.inputs} {...fields} />
      <CheckNote
        outcome={outcome}
        isChecking={check.isChecking}
        isAsked={edited.isTried && isUnchecked && problems.size === 0}
        onCheck={() => void ask(values)}
      />
    </div>
  )
  const more = <MoreFields inputs={guide.more} {...fields} />
  const isDone = outcome?.kind === 'found'
  return (
    <ConnectionSheet
      {...{ channel, edited, onClose, onSaved }}
      hasProblems={problems.size > 0 || isUnchecked}
      conflictRows={(mine, theirs) => conflictRows(t, guide, mine, theirs)}
    >
      {channel === null ? (
        <>
          {login}
          <ol className="steps">
            <GuideSteps steps={guide.steps} isDone={isDone} />
            <Step number={guide.steps.length + 1} isDone={isDone} title={guide.pasteTitle(t)}>
              {account}
            </Step>
            <Step number={guide.steps.length + 2} title={t('messengers.answer')}>
              <ChannelNameField
                name={name}
                isTried={edited.isTried}
                onChange={(next) => edited.change({ name: next })}
              />
              <ReceiverField value={receiver} onChange={(next) => edited.change({ receiver: next })} />
              {more}
            </Step>
          </ol>
        </>
      ) : (
        <>
          <HandoverRows handover={guide.handover?.(channel.connection) ?? null} />
          {login}
          {account}
          <ChannelNameField name={name} isTried={edited.isTried} onChange={(next) => edited.change({ name: next })} />
          {more}
        </>
      )}
    </ConnectionSheet>
  )
}
