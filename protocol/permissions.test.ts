import { describe, expect, it } from 'vitest'
import { BotId, OperatorId } from './ids'
import { roles } from './operator'
import {
  type Actor,
  can,
  canSee,
  companyActions,
  conversationActions,
  mayManage,
  type Parts,
  type Relation,
  relationTo,
} from './permissions'

const ivan = OperatorId.parse('ivan')
const regina = OperatorId.parse('regina')

const anActor = (role: Actor['role'], change: Partial<Actor> = {}): Actor => ({
  id: ivan,
  role,
  canSupervise: false,
  mayExceedLimit: false,
  isActive: true,
  ...change,
})

const partsBy: Record<Relation, Parts> = {
  assignee: { assignee: { kind: 'operator', id: ivan }, coAssignees: [], observers: [] },
  coAssignee: { assignee: { kind: 'operator', id: regina }, coAssignees: [ivan], observers: [] },
  observer: { assignee: null, coAssignees: [], observers: [ivan] },
  none: { assignee: { kind: 'operator', id: regina }, coAssignees: [regina], observers: [regina] },
}
const relations = ['assignee', 'coAssignee', 'observer', 'none'] as const

describe('rights in a conversation', () => {
  it('are what the matrix says', () => {
    const matrix = roles.flatMap((role) =>
      relations.map((relation) => {
        const allowed = conversationActions.filter((action) => can(anActor(role), action, partsBy[relation]))
        const all = allowed.length === conversationActions.length
        return `${role} as ${relation}: ${all ? 'everything' : allowed.join(' ') || 'nothing'}`
      }),
    )
    const work = 'see reply note assign transfer release close reopen manageParts editContact prioritize'
    expect(matrix).toEqual([
      'administrator as assignee: everything',
      'administrator as coAssignee: everything',
      'administrator as observer: everything',
      'administrator as none: everything',
      'employee as assignee: everything',
      'employee as coAssignee: everything',
      'employee as observer: everything',
      'employee as none: everything',
      `restricted as assignee: ${work}`,
      `restricted as coAssignee: ${work}`,
      'restricted as observer: see note',
      'restricted as none: nothing',
    ])
  })

  it('are none for a disabled account', () => {
    const allowed = roles.flatMap((role) =>
      relations.flatMap((relation) =>
        conversationActions.filter((action) => can(anActor(role, { isActive: false }), action, partsBy[relation])),
      ),
    )
    expect(allowed).toEqual([])
  })

  it('do not grow with rights about the company', () => {
    const actor = anActor('restricted', { canSupervise: true, mayExceedLimit: true })
    expect(conversationActions.filter((action) => can(actor, action, partsBy.none))).toEqual([])
  })

  it('let a restricted operator see nothing unassigned', () => {
    expect(canSee(anActor('restricted'), { assignee: null, coAssignees: [], observers: [] })).toBe(false)
  })

  it("are nobody's through a bot with his id", () => {
    const parts: Parts = { assignee: { kind: 'bot', id: BotId.parse(ivan) }, coAssignees: [], observers: [] }
    expect(relationTo(parts, ivan)).toBe('none')
  })

  it('follow the strongest part', () => {
    const all: Parts = { assignee: { kind: 'operator', id: ivan }, coAssignees: [ivan], observers: [ivan] }
    expect(relationTo(all, ivan)).toBe('assignee')
    expect(relationTo({ ...all, assignee: null }, ivan)).toBe('coAssignee')
    expect(relationTo({ ...all, assignee: null, coAssignees: [] }, ivan)).toBe('observer')
  })
})

describe('rights in the company', () => {
  it('are what the matrix says', () => {
    const matrix = roles.flatMap((role) =>
      [false, true].map((canSupervise) => {
        const allowed = companyActions.filter((action) => mayManage(anActor(role, { canSupervise }), action))
        return `${role}${canSupervise ? ' who supervises' : ''}: ${allowed.join(' ') || 'nothing'}`
      }),
    )
    const everything = companyActions.join(' ')
    expect(matrix).toEqual([
      `administrator: ${everything}`,
      `administrator who supervises: ${everything}`,
      'employee: nothing',
      'employee who supervises: manageDistribution forcePresence seeSupervisor manageTemplates manageLinks',
      'restricted: nothing',
      'restricted who supervises: nothing',
    ])
  })

  it('are none for a disabled account', () => {
    const actor = anActor('administrator', { isActive: false, canSupervise: true })
    expect(companyActions.filter((action) => mayManage(actor, action))).toEqual([])
  })
})
