import { describe, expect, it } from 'vitest'
import { DistributionSettings, defaultDistribution } from '#protocol/settings'
import { DistributionForm, differences, formOf, settingsOf } from './distribution-form'

const form = formOf(defaultDistribution)

describe('the distribution form', () => {
  it('writes the settings in seconds and minutes, and reads the same back', () => {
    expect([form.delay, form.away, form.target, form.conversationLimit]).toEqual(['30', '5', '10', '10'])
    const back = settingsOf(form)
    expect(DistributionSettings.parse(back)).toEqual(defaultDistribution)
  })

  it('takes an empty limit and an empty target as none, and halves of a minute', () => {
    const settings = settingsOf({ ...form, conversationLimit: ' ', target: '', alarm: '1,5' })
    expect(settings).toMatchObject({ conversationLimit: null, firstResponseTargetMs: null, waitAlarmMs: 90_000 })
    expect(formOf(settings)).toMatchObject({ conversationLimit: '', target: '', alarm: '1.5' })
  })

  it.each([
    ['delay', '9'],
    ['delay', ''],
    ['delay', '30.5'],
    ['grace', '61'],
    ['away', 'долго'],
    ['conversationLimit', '-1'],
    ['conversationLimit', '2,5'],
    ['target', '0'],
    ['idle', '241'],
  ] as const)('refuses %s «%s» at its field', (field, value) => {
    const parsed = DistributionForm.safeParse({ ...form, [field]: value })
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([field])
  })

  it('keeps the group that helps out, and minutes without input, or none', () => {
    const settings = settingsOf({ ...form, overflow: 'g-returns', idle: '5', busyWhenLocked: true })
    expect(DistributionSettings.parse(settings)).toMatchObject({ overflowGroupId: 'g-returns', idleAfterMs: 300_000 })
    expect(settingsOf(formOf(settings))).toEqual(settings)
    expect(settingsOf(form)).toMatchObject({ overflowGroupId: null, idleAfterMs: null })
  })

  it('allows only what the hub allows', () => {
    for (const [field, value] of [
      ['delay', '10'],
      ['delay', '600'],
      ['grace', '5'],
      ['away', '1440'],
    ] as const) {
      const filled = DistributionForm.parse({ ...form, [field]: value })
      expect(DistributionSettings.safeParse(settingsOf(filled)).success).toBe(true)
    }
  })

  it('names what another administrator has set otherwise', () => {
    const theirs = { ...form, reassignment: 'off' as const, target: '5' }
    expect(differences(form, theirs)).toEqual([
      { field: 'reassignment', mine: 'allUncompleted', theirs: 'off' },
      { field: 'target', mine: '10', theirs: '5' },
    ])
    expect(differences(form, form)).toEqual([])
  })
})
