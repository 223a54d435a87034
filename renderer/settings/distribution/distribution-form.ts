import { z } from 'zod'
import { GroupId } from '#protocol/ids'
import { type DistributionSettings, reassignmentModes } from '#protocol/settings'
import { isInRange, numberOrNull, type Range, written } from '../numbers'

/** Ranges in the units of the screen; the hub holds the same in milliseconds (protocol/settings.ts). */
export const ranges = {
  conversationLimit: { from: 0, to: 10_000 },
  delay: { from: 10, to: 600 },
  grace: { from: 5, to: 60 },
  restartGrace: { from: 20, to: 120 },
  away: { from: 1, to: 1440 },
  alarm: { from: 1, to: 1440 },
  target: { from: 1, to: 1440 },
  idle: { from: 1, to: 240 },
} as const satisfies Record<string, Range>
export type NumberField = keyof typeof ranges

const needed = (range: Range) => z.string().refine((text) => written(text) !== '' && isInRange(text, range, true))
const orNothing = (range: Range) => z.string().refine((text) => written(text) === '' || isInRange(text, range, true))
/** Minutes may be halves: a target of 90 seconds is 1,5. */
const minutes = (range: Range) => z.string().refine((text) => written(text) !== '' && isInRange(text, range, false))
const minutesOrNothing = (range: Range) =>
  z.string().refine((text) => written(text) === '' || isInRange(text, range, false))

/** The settings as one writes them: numbers are texts, empty means "none". */
export const DistributionForm = z.object({
  isOn: z.boolean(),
  conversationLimit: orNothing(ranges.conversationLimit),
  loadCounts: z.enum(['allOpen', 'awaitingAnswer']),
  reassignment: z.enum(reassignmentModes),
  delay: needed(ranges.delay),
  grace: needed(ranges.grace),
  restartGrace: needed(ranges.restartGrace),
  away: minutes(ranges.away),
  alarm: minutes(ranges.alarm),
  target: minutesOrNothing(ranges.target),
  returnToLastAssignee: z.boolean(),
  /** Id of the group that helps out; empty = none. */
  overflow: z.string(),
  offlineAtClosing: z.boolean(),
  idle: minutesOrNothing(ranges.idle),
  busyWhenLocked: z.boolean(),
})
export type DistributionForm = z.infer<typeof DistributionForm>

const secondMs = 1000
const minuteMs = 60_000
const text = (value: number) => String(Math.round(value * 100) / 100)

export function formOf(settings: DistributionSettings): DistributionForm {
  return {
    isOn: settings.isOn,
    conversationLimit: settings.conversationLimit === null ? '' : text(settings.conversationLimit),
    loadCounts: settings.loadCounts,
    reassignment: settings.reassignment,
    delay: text(settings.reassignmentDelayMs / secondMs),
    grace: text(settings.graceMs / secondMs),
    restartGrace: text(settings.restartGraceMs / secondMs),
    away: text(settings.awayAfterMs / minuteMs),
    alarm: text(settings.waitAlarmMs / minuteMs),
    target: settings.firstResponseTargetMs === null ? '' : text(settings.firstResponseTargetMs / minuteMs),
    returnToLastAssignee: settings.returnToLastAssignee,
    overflow: settings.overflowGroupId ?? '',
    offlineAtClosing: settings.offlineAtClosing,
    idle: settings.idleAfterMs === null ? '' : text(settings.idleAfterMs / minuteMs),
    busyWhenLocked: settings.busyWhenLocked,
  }
}

const number = (value: string) => Number(written(value))
const orNull = (value: string, unit: number) => {
  const given = numberOrNull(value)
  return given === null ? null : Math.round(given * unit)
}

export function settingsOf(form: DistributionForm): DistributionSettings {
  return {
    isOn: form.isOn,
    conversationLimit: orNull(form.conversationLimit, 1),
    loadCounts: form.loadCounts,
    reassignment: form.reassignment,
    reassignmentDelayMs: Math.round(number(form.delay) * secondMs),
    graceMs: Math.round(number(form.grace) * secondMs),
    restartGraceMs: Math.round(number(form.restartGrace) * secondMs),
    awayAfterMs: Math.round(number(form.away) * minuteMs),
    waitAlarmMs: Math.round(number(form.alarm) * minuteMs),
    firstResponseTargetMs: orNull(form.target, minuteMs),
    returnToLastAssignee: form.returnToLastAssignee,
    overflowGroupId: form.overflow === '' ? null : GroupId.parse(form.overflow),
    offlineAtClosing: form.offlineAtClosing,
    idleAfterMs: orNull(form.idle, minuteMs),
    busyWhenLocked: form.busyWhenLocked,
  }
}

export type FormField = keyof DistributionForm

export interface Difference {
  readonly field: FormField
  readonly mine: string | boolean
  readonly theirs: string | boolean
}

/** What another administrator's saved settings say otherwise than my form. */
export function differences(mine: DistributionForm, theirs: DistributionForm): readonly Difference[] {
  return plainFields.flatMap((field) =>
    mine[field] === theirs[field] ? [] : [{ field, mine: mine[field], theirs: theirs[field] }],
  )
}

const plainFields = [
  'isOn',
  'conversationLimit',
  'loadCounts',
  'reassignment',
  'delay',
  'grace',
  'restartGrace',
  'away',
  'alarm',
  'target',
  'returnToLastAssignee',
  'overflow',
  'offlineAtClosing',
  'idle',
  'busyWhenLocked',
] as const satisfies readonly (keyof DistributionForm)[]
